import { CompactBuffer } from '../jvm/Seq.js';
import { toJavaString } from '../jvm/toJavaString.js';
import { NONE, type Origin, type Provenance } from '../provenance/Provenance.js';
import { END, type End, RecordIterator } from '../RecordIterator.js';
import { MapPartitionsRDD } from '../rdd/MapPartitionsRDD.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import type { RDD } from '../rdd/RDD.js';
import { StorageLevel } from '../rdd/StorageLevel.js';
import type { Duration, Time } from '../time/index.js';
import { DStream } from './DStream.js';

/** A key with the values that a batch brought for it, in order, and the state it had; undefined for none. */
export type StateUpdate<K, V, S> = readonly [key: K, values: readonly V[], old: S | undefined];

/** The updates of a partition, made as they are pulled. */
export type StateUpdates<K, V, S> = RecordIterator<StateUpdate<K, V, S>>;

/** From the updates of a partition to its new state, pulled one by one. */
export type UpdatePartition<K, V, S> = (time: Time, updates: StateUpdates<K, V, S>) => RecordIterator<Pair<K, S>>;

/**
 * The state of every key, after every batch: the update function is called for each key that has state or values (SS-603, SS-604).
 * Model: apache/spark 3.2.1 streaming/.../dstream/StateDStream.scala.
 */
export class StateDStream<K, V, S> extends DStream<Pair<K, S>> {
  override readonly mustCheckpoint = true;

  constructor(
    private readonly parent: DStream<Pair<K, V>>,
    private readonly update: UpdatePartition<K, V, S>,
    private readonly partitioner: Partitioner,
    /** Whether the state keeps its partitioner; false when the update may change keys: then each batch shuffles the state again. */
    private readonly rememberPartitioner: boolean,
    private readonly initial: RDD<Pair<K, S>> | undefined,
  ) {
    super(parent.context);
    this.persist(StorageLevel.MEMORY_ONLY_SER);
  }
  override get slideDuration(): Duration {
    return this.parent.slideDuration;
  }
  override get dependencies(): readonly DStream<Pair<K, V>>[] {
    return [this.parent];
  }
  override compute(validTime: Time): RDD<Pair<K, S>> | undefined {
    const previous = this.getOrCompute(validTime.minus(this.slideDuration));
    const batch = this.parent.getOrCompute(validTime);
    if (batch === undefined) {
      if (previous === undefined) return undefined;
      return this.updated(validTime, previous, ([key, state]) => [key, new CompactBuffer<V>(), state]);
    }
    const state = previous ?? this.initial;
    if (state === undefined) {
      return this.updated(validTime, batch.groupByKey(this.partitioner), ([key, values]) => [key, values, undefined]);
    }
    // An initial RDD may have a key twice: only its first state counts.
    return this.updated(validTime, batch.cogroup(state, this.partitioner), ([key, [values, states]]) => [
      key,
      values,
      states.length > 0 ? states[0] : undefined,
    ]);
  }

  private updated<R>(time: Time, rdd: RDD<R>, read: (record: R) => StateUpdate<K, V, S>): RDD<Pair<K, S>> {
    const { update, rememberPartitioner, number } = this;
    const { trace, provenance } = this.context.sparkContext.environment;
    return new MapPartitionsRDD<R, Pair<K, S>>(
      rdd,
      (records, partition) => {
        const updates = new UpdateIterator(records, read, provenance);
        const states = update(time, updates);
        if (!trace.detail) return states;
        return new TracedStates(states, updates, ({ change, origin }, after) => {
          const seq = trace.emit({
            type: 'state.updated',
            batchTime: time.millis,
            stream: number,
            partition,
            key: toJavaString(change[0]),
            values: change[1].map(toJavaString),
            ...(change[2] === undefined ? {} : { before: toJavaString(change[2]) }),
            ...(after === undefined ? {} : { after: toJavaString(after[1]) }),
          });
          provenance?.stamp(seq, origin);
        });
      },
      rememberPartitioner,
    );
  }
}

interface PulledUpdate<K, V, S> {
  readonly change: StateUpdate<K, V, S>;
  readonly origin: Origin;
}

/** Remembers which updates were pulled and not accounted for. */
class UpdateIterator<R, K, V, S> extends RecordIterator<StateUpdate<K, V, S>> {
  readonly pulled: PulledUpdate<K, V, S>[] = [];
  isTraced = false;
  constructor(
    private readonly records: RecordIterator<R>,
    private readonly read: (record: R) => StateUpdate<K, V, S>,
    private readonly provenance: Provenance | undefined,
  ) {
    super();
  }
  next(): StateUpdate<K, V, S> | End {
    const record = this.records.pull();
    if (record === END) return END;
    const update = this.read(record as R);
    if (this.isTraced) this.pulled.push({ change: update, origin: this.provenance?.current ?? NONE });
    return update;
  }
  override drain(sink: (update: StateUpdate<K, V, S>) => void): void {
    if (this.isTraced) super.drain(sink);
    else this.records.drain((record) => sink(this.read(record)));
  }
}

/** Tells what became of each update: the state that follows it has its key, or its key has no state any more. */
class TracedStates<R, K, V, S> extends RecordIterator<Pair<K, S>> {
  constructor(
    private readonly states: RecordIterator<Pair<K, S>>,
    private readonly updates: UpdateIterator<R, K, V, S>,
    private readonly tell: (update: PulledUpdate<K, V, S>, after: Pair<K, S> | undefined) => void,
  ) {
    super();
    updates.isTraced = true;
  }
  next(): Pair<K, S> | End {
    const state = this.states.pull();
    const after = state === END ? undefined : (state as Pair<K, S>);
    const { pulled } = this.updates;
    for (const update of pulled) this.tell(update, after !== undefined && update.change[0] === after[0] ? after : undefined);
    pulled.length = 0;
    return state;
  }
}
