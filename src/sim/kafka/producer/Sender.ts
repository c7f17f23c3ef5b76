import type { Cancel } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { batchOf, type RecordBatch } from '../log/RecordBatch.js';
import { addressOf, type ClientMetadata } from '../net/ClientMetadata.js';
import type { NetworkClient } from '../net/NetworkClient.js';
import type { BrokerAddress, ResponseOf, Result } from '../protocol/api.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';
import { TimeoutException } from '../protocol/errors.js';
import type { ProducerBatch } from './ProducerBatch.js';
import type { RecordAccumulator } from './RecordAccumulator.js';
import type { TransactionManager } from './TransactionManager.js';

export interface SenderOptions {
  /** 0, 1, or -1 for all. */
  readonly acks: number;
  readonly retries: number;
  readonly maxInFlight: number;
  readonly maxRequestSize: number;
  readonly requestTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
}

/** What a producer reports of its batches. */
export interface SenderListener {
  /** @returns the event that says so; -1: nothing is recorded */
  sent(batch: ProducerBatch): number;
  failed(batch: ProducerBatch, error: Error): void;
}

/**
 * Takes batches out of the accumulator and brings them to the leaders (KA-067 to KA-073, KA-079).
 * Model: kafka 2.8.0 clients/producer/internals/Sender.java.
 */
export class Sender {
  private readonly inFlight = new Map<number, number>();
  /** Of each partition, in the order of sending. */
  private readonly inFlightBatches = new Map<string, ProducerBatch[]>();
  private running = false;
  private closed = false;
  private nextTurn: { readonly at: number; readonly cancel: Cancel } | undefined;

  constructor(
    private readonly host: SimHost,
    private readonly client: NetworkClient,
    private readonly metadata: ClientMetadata,
    private readonly accumulator: RecordAccumulator,
    private readonly transactions: TransactionManager | undefined,
    private readonly options: SenderOptions,
    private readonly listener: SenderListener,
  ) {}

  /** Looks for something to send, in an activation of its own. */
  wakeup(): void {
    if (this.running || this.closed) return;
    this.running = true;
    this.host.clock.schedule(this.host.clock.now(), 'producer sender', () => {
      this.running = false;
      this.run();
    });
  }

  /** Nothing is sent any more; what is left fails with this error. */
  forceClose(error: Error): void {
    this.closed = true;
    this.nextTurn?.cancel();
    for (const batch of [...this.accumulator.incomplete]) this.fail(batch, error);
  }

  close(): void {
    this.closed = true;
    this.nextTurn?.cancel();
  }

  /** Fails what has not left yet. */
  abortUnsent(error: Error): void {
    for (const queue of [...this.accumulator.queues.values()]) for (const batch of [...queue]) this.fail(batch, error);
  }

  private run(): void {
    if (this.closed) return;
    this.expire();
    if (this.transactions !== undefined && !this.transactions.maySend(() => this.wakeup())) {
      this.schedule(this.nextExpiry());
      return;
    }
    let next = Number.POSITIVE_INFINITY;
    for (;;) {
      const drained = this.drain();
      next = drained.next;
      if (drained.byNode.size === 0) break;
      for (const [node, batches] of drained.byNode) this.send(node, batches);
    }
    this.schedule(Math.min(next, this.nextExpiry()));
  }

  /** One batch of each partition at most, for each broker that has room for a request. */
  private drain(): { readonly byNode: Map<BrokerAddress, ProducerBatch[]>; readonly next: number } {
    const byNode = new Map<BrokerAddress, ProducerBatch[]>();
    const sizes = new Map<BrokerAddress, number>();
    let next = Number.POSITIVE_INFINITY;
    for (const [name, queue] of this.accumulator.queues) {
      const [first] = queue;
      if (first === undefined || this.isMuted(name, first)) continue;
      const { ready, at } = this.accumulator.readiness(queue, this.transactions?.isCompleting ?? false);
      if (!ready) {
        next = Math.min(next, at);
        continue;
      }
      const { leader } = this.metadata.leaderOf(name);
      if (leader === undefined) {
        this.metadata.requestUpdate();
        next = Math.min(next, this.host.clock.now() + 100);
        continue;
      }
      if ((this.inFlight.get(leader.id) ?? 0) >= this.options.maxInFlight) continue;
      if (this.transactions !== undefined && !this.transactions.mayWriteTo(name)) continue;
      const size = (sizes.get(leader) ?? 0) + first.sizeInBytes;
      if (size > this.options.maxRequestSize && byNode.has(leader)) continue;
      sizes.set(leader, size);
      const batch = this.accumulator.drain(name);
      this.transactions?.assignSequence(batch);
      byNode.set(leader, [...(byNode.get(leader) ?? []), batch]);
    }
    return { byNode, next };
  }

  /** Whether what is in flight to the partition keeps this batch back. */
  private isMuted(name: string, first: ProducerBatch): boolean {
    const inFlight = this.inFlightBatches.get(name) ?? [];
    if (inFlight.length === 0) return false;
    if (this.transactions === undefined) return this.options.maxInFlight === 1;
    if (this.transactions.isUnresolved(name)) return true;
    // A repetition goes before everything that follows it.
    return first.baseSequence >= 0 && inFlight.some(({ baseSequence }) => baseSequence < first.baseSequence);
  }

  private send(node: BrokerAddress, batches: readonly ProducerBatch[]): void {
    const { acks, requestTimeoutMs } = this.options;
    const wanted = new Map<string, RecordBatch>();
    for (const batch of batches) {
      if (batch.attempts === 0) batch.producedAt = this.listener.sent(batch);
      wanted.set(
        batch.name,
        batchOf(batch.buffer.columns(), {
          sizeInBytes: batch.sizeInBytes,
          producerId: batch.producerId,
          producerEpoch: batch.producerEpoch,
          baseSequence: batch.baseSequence,
          isTransactional: this.transactions?.isTransactional ?? false,
          producedAt: batch.producedAt,
        }),
      );
      this.inFlightBatches.set(batch.name, [...(this.inFlightBatches.get(batch.name) ?? []), batch]);
    }
    const request = { acks, timeoutMs: requestTimeoutMs, batches: wanted };
    this.inFlight.set(node.id, (this.inFlight.get(node.id) ?? 0) + 1);
    const over = (): void => {
      this.inFlight.set(node.id, (this.inFlight.get(node.id) ?? 1) - 1);
      for (const batch of batches) {
        const left = (this.inFlightBatches.get(batch.name) ?? []).filter((each) => each !== batch);
        this.inFlightBatches.set(batch.name, left);
      }
    };
    if (acks === 0) {
      this.client.sendOneWay(addressOf(node), 'produce', request, () => {
        over();
        for (const batch of batches) this.complete(batch, -1, -1);
        this.wakeup();
      });
      return;
    }
    this.client.send(addressOf(node), 'produce', request, (response) => {
      over();
      this.answered(node, batches, response);
      this.wakeup();
    });
  }

  private answered(node: BrokerAddress, batches: readonly ProducerBatch[], response: ResponseOf<'produce'> | undefined): void {
    for (const batch of batches) {
      const result = response?.partitions.get(batch.name);
      if (result === undefined) this.refused(batch, { error: 'NETWORK_EXCEPTION', message: `Disconnected from node ${node.id}` });
      else if (result.error === 'NONE') this.complete(batch, result.baseOffset, result.logAppendTime);
      else this.refused(batch, result);
    }
  }

  private refused(batch: ProducerBatch, { error, message }: Result): void {
    if (batch.isDone) return;
    if (error === 'MESSAGE_TOO_LARGE' && batch.count > 1) {
      this.transactions?.forgetSequence(batch);
      this.accumulator.split(batch);
      return;
    }
    if (error === 'DUPLICATE_SEQUENCE_NUMBER') {
      this.complete(batch, -1, -1);
      return;
    }
    if (this.mayRetry(batch, error)) {
      batch.attempts++;
      batch.lastAttemptMs = this.host.clock.now();
      this.accumulator.requeue(batch);
    } else this.fail(batch, exceptionOf(Errors[error], message ?? Errors[error].message), isAmbiguous(error));
    if (Errors[error].refreshesMetadata) this.metadata.requestUpdate();
  }

  private mayRetry(batch: ProducerBatch, error: ErrorName): boolean {
    const { deliveryTimeoutMs, retries } = this.options;
    if (this.host.clock.now() >= batch.createdMs + deliveryTimeoutMs || batch.attempts >= retries) return false;
    return Errors[error].isRetriable || (this.transactions?.mayRepeat(batch, error) ?? false);
  }

  private complete(batch: ProducerBatch, baseOffset: number, appendTime: number): void {
    if (batch.complete(baseOffset, appendTime, undefined)) this.transactions?.acknowledged(batch);
    this.accumulator.completed(batch);
  }

  /** @param ambiguous the records may be in the log all the same */
  private fail(batch: ProducerBatch, error: Error, ambiguous = false): void {
    if (!batch.complete(-1, -1, error)) return;
    this.accumulator.completed(batch);
    this.listener.failed(batch, error);
    this.transactions?.batchFailed(batch, error, ambiguous, (this.inFlightBatches.get(batch.name) ?? []).length > 0);
  }

  /** KA-071. */
  private expire(): void {
    const now = this.host.clock.now();
    for (const batch of [...this.accumulator.incomplete]) {
      const passed = now - batch.createdMs;
      if (passed < this.options.deliveryTimeoutMs) break;
      const text = `Expiring ${batch.count} record(s) for ${batch.name}:${passed} ms has passed since batch creation`;
      const wasSent = batch.attempts > 0 || (this.inFlightBatches.get(batch.name)?.includes(batch) ?? false);
      this.fail(batch, new TimeoutException(text), wasSent);
    }
  }

  private nextExpiry(): number {
    const [first] = this.accumulator.incomplete;
    return first === undefined ? Number.POSITIVE_INFINITY : first.createdMs + this.options.deliveryTimeoutMs;
  }

  private schedule(at: number): void {
    if (this.nextTurn !== undefined && this.nextTurn.at <= at && this.nextTurn.at > this.host.clock.now()) return;
    this.nextTurn?.cancel();
    this.nextTurn = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    const next = Math.max(at, this.host.clock.now() + 1);
    this.nextTurn = {
      at: next,
      cancel: this.host.clock.schedule(next, 'producer sender', () => {
        this.nextTurn = undefined;
        this.run();
      }),
    };
  }
}

const isAmbiguous = (error: ErrorName): boolean =>
  error === 'NETWORK_EXCEPTION' || error === 'REQUEST_TIMED_OUT' || error === 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
