import { plainResult } from '../../process/callUser.js';
import { END, type End, IterableRecordIterator, RecordIterator } from '../../RecordIterator.js';
import type { Pair } from '../../rdd/Pair.js';
import type { RDD } from '../../rdd/RDD.js';
import type { Time } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { StateDStream, type StateUpdate, type UpdatePartition } from '../StateDStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The state of every key after each batch. `update` gets the batch's values of a key, none for a silent key, and the old state; it
     * gives the new one, or undefined, which removes the key. Needs a checkpoint directory.
     * @param initial states before the first batch
     */
    updateStateByKey<K, V, S>(
      this: DStream<Pair<K, V>>,
      update: (values: readonly V[], old: S | undefined) => S | undefined,
      partitions?: Where,
      initial?: RDD<Pair<K, S>>,
    ): DStream<Pair<K, S>>;
    /** The same; `update` also gets the batch time and the key. */
    updateStateByKeyWithTime<K, V, S>(
      this: DStream<Pair<K, V>>,
      update: (time: Time, key: K, values: readonly V[], old: S | undefined) => S | undefined,
      partitions?: Where,
      rememberPartitioner?: boolean,
      initial?: RDD<Pair<K, S>>,
    ): DStream<Pair<K, S>>;
    /**
     * The same for whole partitions: `update` gets every key with its values and old state, lazily, and gives the pairs of the new state.
     * @param rememberPartitioner false when `update` changes keys
     */
    updateStateByPartition<K, V, S>(
      this: DStream<Pair<K, V>>,
      update: (updates: RecordIterator<StateUpdate<K, V, S>>) => Iterable<Pair<K, S>>,
      partitions?: Where,
      rememberPartitioner?: boolean,
      initial?: RDD<Pair<K, S>>,
    ): DStream<Pair<K, S>>;
  }
}

type Pairs = DStream<Pair<unknown, unknown>>;
type States = RDD<Pair<unknown, unknown>>;
type Update = (values: readonly unknown[], old: unknown) => unknown;
type UpdateWithTime = (time: Time, key: unknown, values: readonly unknown[], old: unknown) => unknown;
type UpdateAll = (updates: RecordIterator<StateUpdate<unknown, unknown, unknown>>) => Iterable<Pair<unknown, unknown>>;

/** Key by key, as far as it is pulled. */
class EachKey extends RecordIterator<Pair<unknown, unknown>> {
  constructor(
    private readonly updates: RecordIterator<StateUpdate<unknown, unknown, unknown>>,
    private readonly update: (change: StateUpdate<unknown, unknown, unknown>) => unknown,
  ) {
    super();
  }
  next(): Pair<unknown, unknown> | End {
    for (let change = this.updates.next(); change !== END; change = this.updates.next()) {
      const pair = this.stateAfter(change as StateUpdate<unknown, unknown, unknown>);
      if (pair !== undefined) return pair;
    }
    return END;
  }
  override drain(sink: (pair: Pair<unknown, unknown>) => void): void {
    this.updates.drain((change) => {
      const pair = this.stateAfter(change);
      if (pair !== undefined) sink(pair);
    });
  }
  private stateAfter(change: StateUpdate<unknown, unknown, unknown>): Pair<unknown, unknown> | undefined {
    const state = plainResult('updateStateByKey', this.update(change));
    return state === undefined ? undefined : [change[0], state];
  }
}

function stateStream(
  stream: Pairs,
  update: UpdatePartition<unknown, unknown, unknown>,
  partitions: Where | undefined,
  rememberPartitioner: boolean,
  initial: States | undefined,
) {
  return new StateDStream(stream, update, partitionerFor(stream, partitions), rememberPartitioner, initial);
}

attachOperators({
  updateStateByKey(this: Pairs, update: Update, partitions?: Where, initial?: States) {
    const each: UpdatePartition<unknown, unknown, unknown> = (_time, updates) =>
      new EachKey(updates, ([, values, old]) => update(values, old));
    return stateStream(this, each, partitions, true, initial);
  },
  updateStateByKeyWithTime(this: Pairs, update: UpdateWithTime, partitions?: Where, remember = true, initial?: States) {
    const each: UpdatePartition<unknown, unknown, unknown> = (time, updates) =>
      new EachKey(updates, ([key, values, old]) => update(time, key, values, old));
    return stateStream(this, each, partitions, remember, initial);
  },
  updateStateByPartition(this: Pairs, update: UpdateAll, partitions?: Where, remember = true, initial?: States) {
    const all: UpdatePartition<unknown, unknown, unknown> = (_time, updates) => {
      const states = plainStates(update(updates));
      return states instanceof RecordIterator ? states : new IterableRecordIterator(states);
    };
    return stateStream(this, all, partitions, remember, initial);
  },
});

function plainStates<T>(states: Iterable<T>): Iterable<T> {
  // A generator function is welcome here: what it yields are pairs, and time does not pass in it.
  return Symbol.iterator in states ? states : plainResult('updateStateByPartition', states);
}
