import { BatchwiseError } from '../../errors.js';
import { plainResult } from '../../process/callUser.js';
import type { Provenance } from '../../provenance/Provenance.js';
import { opaque } from '../../provenance/records.js';
import { END, type End, IterableRecordIterator, RecordIterator } from '../../RecordIterator.js';
import type { Pair } from '../../rdd/Pair.js';
import type { RDD } from '../../rdd/RDD.js';
import type { Time } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { StateDStream, type StateUpdate, type StateUpdates, type UpdatePartition } from '../StateDStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The state of every key after each batch. `update` gets the batch's values of a key, none for a silent key, and the old state; it
     * gives the new one, or undefined, which removes the key. Needs a checkpoint directory (SS-601 ff.).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `updateStateByKey`.
     * @param initial states before the first batch
     */
    updateStateByKey<K, V, S>(
      this: DStream<Pair<K, V>>,
      update: (values: readonly V[], old: S | undefined) => S | undefined,
      partitions?: Where,
      initial?: RDD<Pair<K, S>>,
    ): DStream<Pair<K, S>>;
    /**
     * The same; `update` also gets the batch time and the key.
     * @param rememberPartitioner whether the state keeps its partitioner
     */
    updateStateByKey<K, V, S>(
      this: DStream<Pair<K, V>>,
      update: (time: Time, key: K, values: readonly V[], old: S | undefined) => S | undefined,
      partitions: Where,
      rememberPartitioner: boolean,
      initial?: RDD<Pair<K, S>>,
    ): DStream<Pair<K, S>>;
    /**
     * The same for whole partitions: `update` gets every key with its values and old state, lazily, and gives the pairs of the new state.
     * Its parameter is written with its type, `StateUpdates<K, V, S>`; it is told from the form with the time by having one parameter.
     * @param rememberPartitioner false when `update` changes keys: each batch shuffles the state again
     */
    updateStateByKey<K, V, S>(
      this: DStream<Pair<K, V>>,
      update: (updates: StateUpdates<K, V, S>) => Iterable<Pair<K, S>>,
      partitions: Where,
      rememberPartitioner: boolean,
      initial?: RDD<Pair<K, S>>,
    ): DStream<Pair<K, S>>;
  }
}

type Pairs = DStream<Pair<unknown, unknown>>;
type States = RDD<Pair<unknown, unknown>>;
type Update = (values: readonly unknown[], old: unknown) => unknown;
type UpdateWithTime = (time: Time, key: unknown, values: readonly unknown[], old: unknown) => unknown;
type UpdateAll = (updates: StateUpdates<unknown, unknown, unknown>) => Iterable<Pair<unknown, unknown>>;
type AnyUpdate = StateUpdate<unknown, unknown, unknown>;

/** Key by key, as far as it is pulled. */
class EachKey extends RecordIterator<Pair<unknown, unknown>> {
  constructor(
    private readonly updates: StateUpdates<unknown, unknown, unknown>,
    private readonly update: (change: AnyUpdate, time: Time) => unknown,
    private readonly time: Time,
  ) {
    super();
  }
  next(): Pair<unknown, unknown> | End {
    for (let change = this.updates.pull(); change !== END; change = this.updates.pull()) {
      const pair = this.stateAfter(change as AnyUpdate);
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
  private stateAfter(change: AnyUpdate): Pair<unknown, unknown> | undefined {
    const state = plainResult('updateStateByKey', this.update(change, this.time));
    return state === undefined ? undefined : [change[0], state];
  }
}

attachOperators({
  updateStateByKey(
    this: Pairs,
    update: Update | UpdateWithTime | UpdateAll,
    partitions?: Where,
    ...rest: [initial?: States] | [rememberPartitioner: boolean, initial?: States]
  ) {
    const partitioner = partitionerFor(this, partitions);
    if (typeof rest[0] !== 'boolean') {
      const each = update as Update;
      return new StateDStream(
        this,
        keyByKey(([, values, old]) => each(values, old)),
        partitioner,
        true,
        rest[0],
      );
    }
    const [remember, initial] = rest as [boolean, States?];
    if (update.length > 1) {
      const each = update as UpdateWithTime;
      const withTime = keyByKey(([key, values, old], time) => each(time, key, values, old));
      return new StateDStream(this, withTime, partitioner, remember, initial);
    }
    return new StateDStream(
      this,
      partitionByPartition(update as UpdateAll, this.context.sparkContext.environment.provenance),
      partitioner,
      remember,
      initial,
    );
  },
});

function keyByKey(update: (change: AnyUpdate, time: Time) => unknown): UpdatePartition<unknown, unknown, unknown> {
  return (time, updates) => new EachKey(updates, update, time);
}

function partitionByPartition(update: UpdateAll, provenance: Provenance | undefined): UpdatePartition<unknown, unknown, unknown> {
  const statesOf = (updates: RecordIterator<StateUpdate<unknown, unknown, unknown>>) => {
    // A generator function is welcome here: what it yields are pairs, and time does not pass in it.
    const states: unknown = update(updates);
    if (states instanceof RecordIterator) return states;
    if (typeof states === 'object' && states !== null && Symbol.iterator in states) {
      return new IterableRecordIterator(states as Iterable<Pair<unknown, unknown>>);
    }
    throw new BatchwiseError({
      message: `The function given to updateStateByKey must return the pairs of the new state; it returned ${String(plainResult('updateStateByKey', states))}.`,
      hint: 'With a third argument true or false the function gets a whole partition: return an array of [key, state], or use function* and yield them.',
    });
  };
  return (_time, updates) => opaque(updates, 'updateStateByKey', provenance, statesOf);
}
