import type { Clock } from '../../../engine/ports/Clock.js';
import type { SendCallback } from '../../../engine/ports/KafkaClient.js';
import type { Process } from '../../../engine/ports/Process.js';
import { Condition } from '../../../engine/process/Condition.js';
import { batchSizeUpperBound, type RecordSizes } from '../log/batchSize.js';
import type { RecordHeader } from '../log/RecordBatch.js';
import { BufferExhaustedException } from './exceptions.js';
import { ProducerBatch, type SentRecord } from './ProducerBatch.js';

export interface AccumulatorOptions {
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly retryBackoffMs: number;
  readonly bufferMemory: number;
  readonly maxBlockMs: number;
}

/**
 * The batches that wait, a queue for each partition, and the memory they take (KA-066 to KA-070).
 * Model: kafka 2.8.0 clients/producer/internals/RecordAccumulator.java, BufferPool.java.
 */
export class RecordAccumulator {
  readonly queues = new Map<string, ProducerBatch[]>();
  /** All that aren't done, sent or not, in the order in which they were made. */
  readonly incomplete = new Set<ProducerBatch>();
  private available: number;
  private waiters = 0;
  private flushes = 0;
  private readonly memoryFreed: Condition;

  constructor(
    private readonly clock: Clock,
    private readonly options: AccumulatorOptions,
  ) {
    this.available = options.bufferMemory;
    this.memoryFreed = new Condition('memory for records', clock);
  }

  /** Puts a record into the newest batch of its partition. @returns undefined: it needs a new one */
  tryAppend(
    name: string,
    sizes: RecordSizes,
    key: Uint8Array | undefined,
    value: Uint8Array | undefined,
    timestamp: number,
    headers: readonly RecordHeader[],
    callback: SendCallback | undefined,
  ): SentRecord | undefined {
    const queue = this.queues.get(name);
    return queue === undefined || queue.length === 0
      ? undefined
      : (queue[queue.length - 1] as ProducerBatch).tryAppend(sizes, key, value, timestamp, headers, callback);
  }

  /** Takes memory for a new batch; waits for it until `end`. @throws {BufferExhaustedException} */
  *allocate(sizes: RecordSizes, end: number): Process<number> {
    const size = Math.max(this.options.batchSize, batchSizeUpperBound(sizes));
    if (this.waiters === 0 && this.available >= size) {
      this.available -= size;
      return size;
    }
    this.waiters++;
    try {
      const got = yield* this.memoryFreed.until(() => this.available >= size, end);
      if (!got) {
        const { bufferMemory, maxBlockMs, batchSize } = this.options;
        throw new BufferExhaustedException(
          `Failed to allocate ${size} bytes within the configured max blocking time ${maxBlockMs} ms. Total memory: ${bufferMemory} bytes. ` +
            `Available memory: ${this.available} bytes. Poolable size: ${batchSize} bytes`,
        );
      }
      this.available -= size;
      return size;
    } finally {
      this.waiters--;
    }
  }

  /** Memory that was taken and turned out not to be needed. */
  release(size: number): void {
    this.available += size;
    this.memoryFreed.changed();
  }

  open(name: string, reserved: number, sizes: RecordSizes): ProducerBatch {
    const batch = new ProducerBatch(name, this.clock.now(), reserved, this.options.batchSize, sizes);
    this.queueOf(name).push(batch);
    this.incomplete.add(batch);
    return batch;
  }

  /** Whether the first batch of a queue may leave, and if not, when that may be different, in ms. */
  readiness(queue: readonly ProducerBatch[], completing: boolean): { readonly ready: boolean; readonly at: number } {
    const [batch] = queue as [ProducerBatch, ...ProducerBatch[]];
    const now = this.clock.now();
    const { lingerMs, retryBackoffMs } = this.options;
    const backingOff = batch.attempts > 0 && batch.lastAttemptMs + retryBackoffMs > now;
    if (backingOff) return { ready: false, at: batch.lastAttemptMs + retryBackoffMs };
    const at = batch.createdMs + lingerMs;
    const ready =
      batch.attempts > 0 || queue.length > 1 || batch.isFull || at <= now || this.waiters > 0 || this.flushes > 0 || completing;
    return { ready, at };
  }

  /** Takes the first batch of a partition out; nothing is added to it any more. */
  drain(name: string): ProducerBatch {
    const batch = this.queueOf(name).shift() as ProducerBatch;
    batch.isClosed = true;
    return batch;
  }

  /** Back to the front; the batches of an idempotent producer to their place by sequence (KA-072). */
  requeue(batch: ProducerBatch): void {
    const queue = this.queueOf(batch.name);
    let at = 0;
    if (batch.baseSequence >= 0) {
      while (at < queue.length) {
        const { baseSequence } = queue[at] as ProducerBatch;
        if (baseSequence < 0 || baseSequence > batch.baseSequence) break;
        at++;
      }
    }
    queue.splice(at, 0, batch);
  }

  /** In place of a batch that was too large: its records in smaller ones (KA-072). */
  split(batch: ProducerBatch): void {
    const { buffer, records, name } = batch;
    const columns = buffer.columns();
    const parts: ProducerBatch[] = [];
    records.forEach((record, i) => {
      const start = columns.starts[i] as number;
      const keyLength = columns.keyLengths[i] as number;
      const valueLength = columns.valueLengths[i] as number;
      const middle = start + Math.max(0, keyLength);
      const key = keyLength < 0 ? undefined : columns.data.subarray(start, middle);
      const value = valueLength < 0 ? undefined : columns.data.subarray(middle, middle + valueLength);
      const headers = columns.headers?.get(i) ?? [];
      const sizes = sizesOf(key, value, headers);
      const append = (): SentRecord | undefined =>
        parts.at(-1)?.tryAppend(sizes, key, value, record.timestamp, headers, record.callback);
      let moved = append();
      if (moved === undefined) {
        const part = new ProducerBatch(
          name,
          batch.createdMs,
          parts.length === 0 ? batch.reserved : 0,
          this.options.batchSize,
          sizes,
        );
        parts.push(part);
        this.incomplete.add(part);
        moved = append() as SentRecord;
      }
      const part = parts.at(-1) as ProducerBatch;
      record.moveTo(part, part.records.length - 1);
      part.records[part.records.length - 1] = record;
    });
    this.incomplete.delete(batch);
    for (const part of parts) part.isClosed = true;
    this.queueOf(name).unshift(...parts);
  }

  /** The batch is done, one way or the other: its memory is free again. */
  completed(batch: ProducerBatch): void {
    if (!this.incomplete.delete(batch)) return;
    const queue = this.queues.get(batch.name);
    const at = queue?.indexOf(batch) ?? -1;
    if (at >= 0) queue?.splice(at, 1);
    this.release(batch.reserved);
  }

  /** While it runs, no batch lingers. Waits for those that exist now (KA-053). */
  *flush(wake: () => void): Process<void> {
    this.flushes++;
    try {
      wake();
      for (const batch of [...this.incomplete]) yield* batch.awaitDone();
    } finally {
      this.flushes--;
    }
  }

  get hasWaiters(): boolean {
    return this.waiters > 0;
  }

  private queueOf(name: string): ProducerBatch[] {
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = [];
      this.queues.set(name, queue);
    }
    return queue;
  }
}

export const sizesOf = (
  key: Uint8Array | undefined,
  value: Uint8Array | undefined,
  headers: readonly RecordHeader[],
): RecordSizes => ({
  keyBytes: key?.length ?? -1,
  valueBytes: value?.length ?? -1,
  ...(headers.length === 0 ? {} : { headers: headers.map((header) => [header.key.length, header.value.length] as const) }),
});
