import { RecordMetadata } from '../../../engine/kafka/ProducerRecord.js';
import type { RecordFuture, SendCallback } from '../../../engine/ports/KafkaClient.js';
import type { Process } from '../../../engine/ports/Process.js';
import { Signal } from '../../../engine/process/Signal.js';
import { BatchBuilder } from '../log/BatchBuilder.js';
import type { RecordSizes } from '../log/batchSize.js';
import type { RecordHeader } from '../log/RecordBatch.js';
import { RecordBuffer } from '../log/RecordBuffer.js';
import { splitName } from '../topics.js';

/** Records for one partition that travel together. Model: kafka 2.8.0 clients/producer/internals/ProducerBatch.java. */
export class ProducerBatch {
  readonly buffer = new RecordBuffer();
  readonly topic: string;
  readonly partition: number;
  /** The event that says it was sent; -1 before. */
  producedAt = -1;
  attempts = 0;
  lastAttemptMs = 0;
  /** Nothing is appended any more. */
  isClosed = false;
  isDone = false;
  /** -1 until it is drained by an idempotent producer. */
  baseSequence = -1;
  producerId = -1;
  producerEpoch = -1;
  readonly records: SentRecord[] = [];
  private readonly builder: BatchBuilder;
  private baseOffset = -1;
  private appendTime = -1;
  private error: Error | undefined;
  private done: Signal | undefined;

  constructor(
    readonly name: string,
    readonly createdMs: number,
    /** Bytes of `buffer.memory` that it holds. */
    readonly reserved: number,
    private readonly batchSize: number,
    first: RecordSizes,
  ) {
    const { topic, partition } = splitName(name);
    this.topic = topic;
    this.partition = partition;
    this.builder = new BatchBuilder(batchSize, first);
  }

  get count(): number {
    return this.buffer.count;
  }

  get sizeInBytes(): number {
    return this.builder.sizeInBytes;
  }

  get isFull(): boolean {
    return this.isClosed || this.builder.isFull;
  }

  /** @returns undefined when there is no room */
  tryAppend(
    sizes: RecordSizes,
    key: Uint8Array | undefined,
    value: Uint8Array | undefined,
    timestamp: number,
    headers: readonly RecordHeader[],
    callback: SendCallback | undefined,
  ): SentRecord | undefined {
    if (this.isClosed || (this.batchSize === 0 && this.count > 0)) return undefined;
    if (!this.builder.tryAppend(sizes, timestamp)) {
      this.isClosed = true;
      return undefined;
    }
    this.buffer.append(key, value, timestamp, headers);
    const record = new SentRecord(this, this.records.length, sizes.keyBytes, sizes.valueBytes, timestamp, callback);
    this.records.push(record);
    return record;
  }

  /** Tells everybody; the first call counts. Callbacks run in the order of the records, before futures are done (KA-052). */
  complete(baseOffset: number, appendTime: number, error: Error | undefined): boolean {
    if (this.isDone) return false;
    this.isDone = true;
    this.baseOffset = baseOffset;
    this.appendTime = appendTime;
    this.error = error;
    for (const record of this.records) record.callback?.(this.metadataOf(record), error);
    this.done?.succeed(undefined);
    return true;
  }

  *awaitDone(): Process<void> {
    if (this.isDone) return;
    this.done ??= new Signal(`answer for records of ${this.name}`);
    yield* this.done.wait();
  }

  *resultOf(record: SentRecord): Process<RecordMetadata> {
    yield* this.awaitDone();
    if (this.error !== undefined) throw this.error;
    return this.metadataOf(record);
  }

  private metadataOf({ index, keyBytes, valueBytes, timestamp }: SentRecord): RecordMetadata {
    const offset = this.baseOffset < 0 ? -1 : this.baseOffset + index;
    const time = this.appendTime >= 0 ? this.appendTime : this.error === undefined ? timestamp : -1;
    return new RecordMetadata(this.topic, this.partition, offset, time, keyBytes, valueBytes);
  }
}

/** One record in a batch: the future that `send` returns. */
export class SentRecord implements RecordFuture {
  constructor(
    private batch: ProducerBatch,
    public index: number,
    readonly keyBytes: number,
    readonly valueBytes: number,
    readonly timestamp: number,
    readonly callback: SendCallback | undefined,
  ) {}

  get isDone(): boolean {
    return this.batch.isDone;
  }

  get(): Process<RecordMetadata> {
    return this.batch.resultOf(this);
  }

  /** The record has moved into a smaller batch. */
  moveTo(batch: ProducerBatch, index: number): void {
    this.batch = batch;
    this.index = index;
  }
}

/** A record that never got into a batch. */
export class FailedRecord implements RecordFuture {
  readonly isDone = true;
  constructor(private readonly error: Error) {}

  // biome-ignore lint/correctness/useYield: there is nothing to wait for
  *get(): Process<RecordMetadata> {
    throw this.error;
  }
}
