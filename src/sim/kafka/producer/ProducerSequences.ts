import type { ProducerBatch } from './ProducerBatch.js';

interface PartitionSequence {
  next: number;
  lastAcknowledged: number;
  /** A batch of unknown fate: nothing new is sent before all in flight has come back (KA-079). */
  unresolved: boolean;
}

const LAST = 2 ** 31 - 1;

/** Producer id, epoch, and the sequence of each partition (KA-075). Model: kafka 2.8.0 clients/producer/internals/TransactionManager.java. */
export class ProducerSequences {
  producerId = -1;
  epoch = -1;
  private readonly byPartition = new Map<string, PartitionSequence>();

  identify(producerId: number, epoch: number): void {
    this.producerId = producerId;
    this.epoch = epoch;
    this.byPartition.clear();
  }

  /** A batch keeps the sequence that it has got, however often it is sent. */
  assign(batch: ProducerBatch): void {
    const state = this.stateOf(batch.name);
    if (batch.baseSequence >= 0 && batch.producerEpoch === this.epoch) return;
    batch.producerId = this.producerId;
    batch.producerEpoch = this.epoch;
    batch.baseSequence = state.next;
    state.next = after(state.next, batch.count);
  }

  /** The batch will be sent in parts. */
  forget(batch: ProducerBatch): void {
    const state = this.stateOf(batch.name);
    if (state.next === after(batch.baseSequence, batch.count)) state.next = batch.baseSequence;
  }

  acknowledged(batch: ProducerBatch): void {
    if (batch.producerEpoch !== this.epoch) return;
    const state = this.stateOf(batch.name);
    state.lastAcknowledged = Math.max(state.lastAcknowledged, batch.baseSequence + batch.count - 1);
  }

  /** Whether everything before the batch has been acknowledged. */
  isNext(batch: ProducerBatch): boolean {
    return batch.baseSequence === this.stateOf(batch.name).lastAcknowledged + 1;
  }

  isUnresolved(name: string): boolean {
    return this.byPartition.get(name)?.unresolved ?? false;
  }

  failed(batch: ProducerBatch, ambiguous: boolean, othersInFlight: boolean): void {
    if (batch.baseSequence < 0) return;
    const state = this.stateOf(batch.name);
    if (othersInFlight) {
      state.unresolved = true;
      return;
    }
    if (ambiguous || state.unresolved || state.next !== after(batch.baseSequence, batch.count)) this.bump([]);
    else state.next = batch.baseSequence;
  }

  /** A new epoch, in which all sequences begin again; these batches get new ones. */
  bump(batches: readonly ProducerBatch[]): void {
    this.epoch++;
    this.byPartition.clear();
    for (const batch of batches) batch.baseSequence = -1;
  }

  private stateOf(name: string): PartitionSequence {
    let state = this.byPartition.get(name);
    if (state === undefined) {
      state = { next: 0, lastAcknowledged: -1, unresolved: false };
      this.byPartition.set(name, state);
    }
    return state;
  }
}

const after = (sequence: number, count: number): number => {
  const next = sequence + count;
  return next > LAST ? next - LAST - 1 : next;
};
