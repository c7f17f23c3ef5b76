import { toJavaString } from '../jvm/toJavaString.js';
import { plainResult } from '../process/callUser.js';
import { NONE, type Origin, type Provenance } from '../provenance/Provenance.js';
import { kept } from '../provenance/records.js';
import { ArrayRecordIterator, END, type RecordIterator } from '../RecordIterator.js';
import { NarrowDependency, oneToOne } from '../rdd/Dependency.js';
import { MapIterator } from '../rdd/iterators/MapIterator.js';
import { MapPartitionsRDD } from '../rdd/MapPartitionsRDD.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partition } from '../rdd/Partition.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import { RDD } from '../rdd/RDD.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import { StorageLevel } from '../rdd/StorageLevel.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import type { Time } from '../time/index.js';
import { StateImpl } from './State.js';
import { OpenHashMapBasedStateMap, type StateEntry, type StateMap } from './StateMap.js';
import type { MappingFunction } from './StateSpec.js';

/** The one record of a partition of a `MapWithStateRDD`: its states, and what the function gave in this batch. */
export class MapWithStateRDDRecord<K, S, E> {
  constructor(
    readonly stateMap: StateMap<K, S>,
    readonly mappedData: readonly E[],
    /** Where each state is from, when that is asked for. */
    readonly origins?: StateMap<K, Origin>,
  ) {}

  /** All keys with their states. */
  entries(provenance: Provenance | undefined): StateEntry<K, S>[] {
    const entries = this.stateMap.getAll();
    const { origins } = this;
    return provenance === undefined || origins === undefined
      ? entries
      : provenance.attach(
          entries,
          entries.map(([key]) => origins.get(key) ?? NONE),
        );
  }

  /** What writing the record somewhere does to it. */
  serialize(): void {
    if (this.stateMap instanceof OpenHashMapBasedStateMap) this.stateMap.serialize();
  }

  /** The record as it is read again. */
  deserialized(): MapWithStateRDDRecord<K, S, E> {
    const { stateMap, mappedData, origins } = this;
    return new MapWithStateRDDRecord(
      stateMap instanceof OpenHashMapBasedStateMap ? stateMap.deserialized() : stateMap,
      mappedData,
      origins,
    );
  }
}

/** What a batch does to the states. */
export interface StateUpdateRules<K, V, S, E> {
  readonly mapping: MappingFunction<K, V, S, E>;
  readonly time: Time;
  /** Keys that were last touched before this instant, in ms, have timed out. */
  readonly timeoutThreshold: number | undefined;
  /** Number of the stream, for the trace; undefined for the RDD of the initial states. */
  readonly stream: number | undefined;
}

/**
 * The states after a batch, from those before and the batch's pairs, which have one partitioner.
 * Model: apache/spark 3.2.1 streaming/.../rdd/MapWithStateRDD.scala.
 */
export class MapWithStateRDD<K, V, S, E> extends RDD<MapWithStateRDDRecord<K, S, E>> {
  /** Set by marking the RDD for a checkpoint: only then are timed-out keys looked for (SS-626). */
  private doFullScan = false;
  /** The records computed last, by partition: writing the checkpoint serialises them. */
  private readonly computed = new Map<number, MapWithStateRDDRecord<K, S, E>>();
  private readonly part: Partitioner | undefined;
  private readonly size: number;

  constructor(
    previous: RDD<MapWithStateRDDRecord<K, S, E>>,
    data: RDD<Pair<K, V>>,
    private readonly rules: StateUpdateRules<K, V, S, E>,
  ) {
    super(previous.context, [new NarrowDependency(previous, oneToOne), new NarrowDependency(data, oneToOne)]);
    this.part = previous.partitioner;
    this.size = previous.partitions.length;
  }
  override get partitioner(): Partitioner | undefined {
    return this.part;
  }
  protected getPartitions(): Partition[] {
    return Array.from({ length: this.size }, (_, index) => ({ index }));
  }
  override checkpoint(): void {
    super.checkpoint();
    this.doFullScan = true;
  }
  override replaceBy(rdd: RDD<MapWithStateRDDRecord<K, S, E>>): void {
    for (const record of this.computed.values()) record.serialize();
    this.computed.clear();
    super.replaceBy(rdd);
  }
  override unpersist(): this {
    this.computed.clear();
    return super.unpersist();
  }
  compute(split: Partition, task: TaskContext): RecordIterator<MapWithStateRDDRecord<K, S, E>> {
    const [previous, data] = this.dependencies.map(({ rdd }) => {
      const parent = rdd as RDD<unknown>;
      return parent.iterator(parent.partitions[split.index] as Partition, task);
    }) as [RecordIterator<MapWithStateRDDRecord<K, S, E>>, RecordIterator<Pair<K, V>>];
    const before = previous.pull();
    const old = before === END ? undefined : (before as MapWithStateRDDRecord<K, S, E>);
    const map = old === undefined ? new OpenHashMapBasedStateMap<K, S>() : old.stateMap.copy();
    const { provenance } = this.context.environment;
    const origins =
      provenance === undefined
        ? undefined
        : new StateOrigins(provenance, old === undefined ? NONE : provenance.current, old?.origins?.copy());
    let record = new MapWithStateRDDRecord<K, S, E>(
      map,
      this.updated(map, data, split.index, origins),
      origins?.map as StateMap<K, Origin>,
    );
    if (this.storageLevel !== StorageLevel.NONE && !this.storageLevel.deserialized) {
      record.serialize();
      record = record.deserialized();
    }
    this.computed.set(split.index, record);
    if (provenance === undefined || origins === undefined) return new ArrayRecordIterator([record]);
    return kept(provenance.attach([record], [origins.all()]), provenance);
  }

  /** Applies the batch to `map`. @returns what the function gave, in the order of its calls */
  private updated(
    map: StateMap<K, S>,
    data: RecordIterator<Pair<K, V>>,
    partition: number,
    origins: StateOrigins<K> | undefined,
  ): E[] {
    const { mapping, time, timeoutThreshold, stream } = this.rules;
    const { trace, provenance } = this.context.environment;
    const tell =
      trace.detail && stream !== undefined
        ? (key: K, value: V | undefined, before: S | undefined, after: S | undefined, timedOut: boolean) => {
            const seq = trace.emit({
              type: 'state.updated',
              batchTime: time.millis,
              stream,
              partition,
              key: toJavaString(key),
              values: timedOut ? [] : [toJavaString(value)],
              ...(before === undefined ? {} : { before: toJavaString(before) }),
              ...(after === undefined ? {} : { after: toJavaString(after) }),
              ...(timedOut ? { timedOut } : {}),
            });
            origins?.called(key, { seq, isUpdated: state.isUpdated, isGone: after === undefined, mapped: mapped.length });
          }
        : undefined;
    const mapped: E[] = [];
    const state = new StateImpl<S>();
    origins?.attachTo(mapped);
    data.drain(([key, value]) => {
      const before = map.get(key);
      state.wrap(before);
      const returned = plainResult('mapWithState', mapping(time, key, value, state));
      if (state.isRemoved) map.remove(key);
      else if (state.isUpdated || (state.exists() && timeoutThreshold !== undefined)) map.put(key, state.get(), time.millis);
      if (returned !== undefined) mapped.push(returned);
      tell?.(key, value, before, state.exists() ? state.get() : undefined, false);
    });
    if (!this.doFullScan || timeoutThreshold === undefined) return mapped;
    provenance?.forget();
    for (const [key, old] of map.getByTime(timeoutThreshold)) {
      state.wrapTimingOut(old);
      const returned = plainResult('mapWithState', mapping(time, key, undefined, state));
      if (returned !== undefined) mapped.push(returned);
      map.remove(key);
      tell?.(key, undefined, old, undefined, true);
    }
    return mapped;
  }
}

/** Where the states of a partition are from, batch by batch, and what the function gave. */
class StateOrigins<K> {
  private readonly mapped: Origin[] = [];
  private readonly calls: Origin[] = [];
  constructor(
    private readonly provenance: Provenance,
    /** Of all states before. */
    private readonly before: Origin,
    readonly map: StateMap<K, Origin> = new OpenHashMapBasedStateMap<K, Origin>(),
  ) {}

  /** Of all states together. */
  all(): Origin {
    return this.provenance.node('states', [this.before, ...this.calls]);
  }

  attachTo(mapped: readonly unknown[]): void {
    this.provenance.attach(mapped, this.mapped);
  }

  /** The function was called for `key`, with the record at hand if there was one. @param mapped how many records it has given so far */
  called(key: K, { seq, isUpdated, isGone, mapped }: { seq: number; isUpdated: boolean; isGone: boolean; mapped: number }): void {
    const { provenance, map } = this;
    const call = provenance.node('call with the state', [map.get(key) ?? NONE, provenance.current]);
    provenance.stamp(seq, call);
    this.calls.push(call);
    if (isGone) map.remove(key);
    else if (isUpdated) map.put(key, call, 0);
    if (this.mapped.length < mapped) this.mapped.push(call);
  }
}

const nothing = () => undefined;

/** The states before the first batch; their time is that batch's. */
export function initialStates<K, V, S, E>(
  context: SparkContext,
  pairs: RDD<Pair<K, S>> | undefined,
  partitioner: Partitioner,
  time: Time,
): RDD<MapWithStateRDDRecord<K, S, E>> {
  const rdd = pairs ?? context.emptyRDD<Pair<K, S>>();
  const entries = new MapPartitionsRDD<Pair<K, S>, StateEntry<K, S>>(
    rdd.partitionBy(partitioner),
    (records) => new MapIterator(records, ([key, state]) => [key, state, time.millis] as const, 'mapWithState'),
    true,
  );
  return statesOf<K, V, S, E>(entries, partitioner, time);
}

/** The states of another partitioner's RDD, times kept. */
export function repartitionedStates<K, V, S, E>(
  states: RDD<MapWithStateRDDRecord<K, S, E>>,
  partitioner: Partitioner,
  time: Time,
): RDD<MapWithStateRDDRecord<K, S, E>> {
  const entries = states
    .flatMap((record) => record.entries(states.context.environment.provenance))
    .map(([key, state, updateTime]) => [key, [state, updateTime]] as Pair<K, readonly [S, number]>)
    .partitionBy(partitioner)
    .mapPartitions((pairs) => pairs.toArray().map(([key, [state, at]]) => [key, state, at] as StateEntry<K, S>), true);
  return statesOf<K, V, S, E>(entries, partitioner, time);
}

function statesOf<K, V, S, E>(entries: RDD<StateEntry<K, S>>, partitioner: Partitioner, time: Time) {
  const { context } = entries;
  const { provenance } = context.environment;
  const limit = context.conf.getNumber('spark.streaming.sessionByKey.deltaChainThreshold', 20);
  const maps = new MapPartitionsRDD<StateEntry<K, S>, MapWithStateRDDRecord<K, S, E>>(
    entries,
    (records) => {
      const map = new OpenHashMapBasedStateMap<K, S>(undefined, undefined, limit);
      const origins = provenance === undefined ? undefined : new OpenHashMapBasedStateMap<K, Origin>();
      const put = ([key, state, at]: StateEntry<K, S>) => map.put(key, state, at);
      const record = new MapWithStateRDDRecord<K, S, E>(map, [], origins);
      if (provenance === undefined || origins === undefined) {
        records.drain(put);
        return new ArrayRecordIterator([record]);
      }
      const all: Origin[] = [];
      records.drain((entry) => {
        put(entry);
        origins.put(entry[0], provenance.current, 0);
        all.push(provenance.current);
      });
      return kept(provenance.attach([record], [provenance.node('states', all)]), provenance);
    },
    true,
  );
  const noData = context.emptyRDD<Pair<K, V>>().partitionBy(partitioner);
  return new MapWithStateRDD<K, V, S, E>(maps, noData, {
    mapping: nothing,
    time,
    timeoutThreshold: undefined,
    stream: undefined,
  });
}
