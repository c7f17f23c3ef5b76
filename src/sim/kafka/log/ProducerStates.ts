import type { ErrorName } from '../protocol/errorCodes.js';
import type { RecordBatch } from './RecordBatch.js';
import { appendedCount } from './RecordBatch.js';

/** How many batches of a producer a partition remembers for recognising repetitions (KA-076). */
const REMEMBERED = 5;
const LAST_SEQUENCE = 2 ** 31 - 1;

interface RememberedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
  readonly timestamp: number;
}

interface ProducerState {
  epoch: number;
  readonly batches: RememberedBatch[];
  /** First offset of the transaction that is open here. */
  transactionStart: number | undefined;
  lastTimestamp: number;
}

export interface CompletedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Of the marker. */
  readonly lastOffset: number;
  readonly aborted: boolean;
}

/** What a check of a batch gives: append it, answer with where it already is, or refuse it. */
export type SequenceCheck =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  | { readonly kind: 'refuse'; readonly error: ErrorName };

/**
 * What a partition knows of producers with an id: their epochs, their last sequences, and their open transactions (KA-075 to KA-078).
 * Model: kafka 2.8.0 core log/ProducerStateManager.scala.
 */
export class ProducerStates {
  private readonly producers = new Map<number, ProducerState>();
  /** Completed ones whose marker isn't below the high watermark yet. */
  private unreplicated: CompletedTransaction[] = [];
  readonly aborted: CompletedTransaction[] = [];

  /** The first offset that a reader of committed data may not pass (KA-003); undefined: none. */
  get firstUnstableOffset(): number | undefined {
    let first: number | undefined = this.unreplicated[0]?.firstOffset;
    for (const { firstOffset } of this.unreplicated) first = Math.min(first as number, firstOffset);
    for (const { transactionStart } of this.producers.values())
      if (transactionStart !== undefined && (first === undefined || transactionStart < first)) first = transactionStart;
    return first;
  }

  /** Whether a client's batch follows what its producer has sent before (KA-076). */
  check(batch: RecordBatch): SequenceCheck {
    const state = this.producers.get(batch.producerId);
    const { producerEpoch: epoch, baseSequence: first } = batch;
    const last = lastSequence(batch);
    if (state !== undefined && epoch === state.epoch && first >= 0) {
      const same = state.batches.find((each) => each.firstSequence === first && each.lastSequence === last);
      if (same !== undefined) return { kind: 'duplicate', baseOffset: same.baseOffset };
    }
    if (state === undefined) return { kind: 'append' };
    if (epoch < state.epoch) return { kind: 'refuse', error: 'INVALID_PRODUCER_EPOCH' };
    // A coordinator writes for a producer without sequences of its own.
    if (first < 0) return { kind: 'append' };
    const newest = state.batches.at(-1);
    const expected = newest === undefined || epoch > state.epoch ? 0 : nextSequence(newest.lastSequence);
    return first === expected ? { kind: 'append' } : { kind: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
  }

  /** Whether a marker of this epoch may be written. */
  checkMarker(producerId: number, epoch: number): ErrorName {
    const state = this.producers.get(producerId);
    return state !== undefined && epoch < state.epoch ? 'INVALID_PRODUCER_EPOCH' : 'NONE';
  }

  /** Takes in a batch that has been appended, at the leader or at a follower. */
  update(batch: RecordBatch): void {
    if (batch.producerId < 0) return;
    const state = this.stateOf(batch.producerId, batch.producerEpoch);
    state.lastTimestamp = batch.maxTimestamp;
    if (batch.control !== undefined) {
      if (state.transactionStart === undefined) return;
      const completed = {
        producerId: batch.producerId,
        firstOffset: state.transactionStart,
        lastOffset: batch.lastOffset,
        aborted: batch.control === 'ABORT',
      };
      state.transactionStart = undefined;
      this.unreplicated.push(completed);
      if (completed.aborted) this.aborted.push(completed);
      return;
    }
    if (batch.isTransactional) state.transactionStart ??= batch.baseOffset;
    if (batch.baseSequence < 0) return;
    state.batches.push({
      firstSequence: batch.baseSequence,
      lastSequence: lastSequence(batch),
      baseOffset: batch.baseOffset,
      timestamp: batch.maxTimestamp,
    });
    if (state.batches.length > REMEMBERED) state.batches.shift();
  }

  highWatermarkMoved(highWatermark: number): void {
    if (this.unreplicated.length > 0) this.unreplicated = this.unreplicated.filter((each) => each.lastOffset >= highWatermark);
  }

  /** Aborted transactions that reach into [from, until), by their first offset. */
  abortedWithin(from: number, until: number): { readonly producerId: number; readonly firstOffset: number }[] {
    return this.aborted
      .filter(({ firstOffset, lastOffset }) => lastOffset >= from && firstOffset < until)
      .sort((a, b) => a.firstOffset - b.firstOffset)
      .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
  }

  /** Whether the newest batch of a producer begins at this offset: cleaning keeps it, for its sequence (KA-030). */
  isNewest(batch: RecordBatch): boolean {
    return batch.producerId >= 0 && this.producers.get(batch.producerId)?.batches.at(-1)?.baseOffset === batch.baseOffset;
  }

  /** Forgets those that have been silent since before `ms` (KA-078). */
  expire(ms: number): void {
    for (const [id, state] of this.producers)
      if (state.transactionStart === undefined && state.lastTimestamp < ms) this.producers.delete(id);
  }

  private stateOf(producerId: number, epoch: number): ProducerState {
    let state = this.producers.get(producerId);
    if (state === undefined) {
      state = { epoch, batches: [], transactionStart: undefined, lastTimestamp: 0 };
      this.producers.set(producerId, state);
    }
    if (epoch > state.epoch) {
      state.epoch = epoch;
      state.batches.length = 0;
    }
    return state;
  }
}

const nextSequence = (sequence: number): number => (sequence === LAST_SEQUENCE ? 0 : sequence + 1);

/** Sequences wrap from 2147483647 to 0. */
export function lastSequence(batch: RecordBatch): number {
  const last = batch.baseSequence + appendedCount(batch) - 1;
  return last > LAST_SEQUENCE ? last - LAST_SEQUENCE - 1 : last;
}
