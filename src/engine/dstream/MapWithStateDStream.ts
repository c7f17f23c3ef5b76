import type { Provenance } from '../provenance/Provenance.js';
import type { RecordIterator } from '../RecordIterator.js';
import { HashPartitioner } from '../rdd/HashPartitioner.js';
import { MapIterator } from '../rdd/iterators/MapIterator.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partition } from '../rdd/Partition.js';
import { type Partitioner, samePartitioner } from '../rdd/Partitioner.js';
import type { RDD } from '../rdd/RDD.js';
import { ReliableCheckpointRDD } from '../rdd/ReliableCheckpointRDD.js';
import { StorageLevel } from '../rdd/StorageLevel.js';
import { initialStates, MapWithStateRDD, type MapWithStateRDDRecord, repartitionedStates } from '../state/MapWithStateRDD.js';
import type { StateSpec } from '../state/StateSpec.js';
import type { Duration, Time } from '../time/index.js';
import { DStream } from './DStream.js';
import { checkpointFile } from './DStreamCheckpointData.js';
import './operators/flatMap.js';

type States<K, S, E> = RDD<MapWithStateRDDRecord<K, S, E>>;

/** The states of each batch, one record for each partition. */
export class InternalMapWithStateDStream<K, V, S, E> extends DStream<MapWithStateRDDRecord<K, S, E>> {
  override readonly mustCheckpoint = true;
  private readonly partitioner: Partitioner;

  constructor(
    private readonly parent: DStream<Pair<K, V>>,
    private readonly spec: StateSpec<K, V, S, E>,
  ) {
    super(parent.context);
    this.persist(StorageLevel.MEMORY_ONLY);
    this.partitioner = spec.getPartitioner() ?? new HashPartitioner(parent.context.sparkContext.defaultParallelism);
  }
  override get slideDuration(): Duration {
    return this.parent.slideDuration;
  }
  override get dependencies(): readonly DStream<Pair<K, V>>[] {
    return [this.parent];
  }
  /** Every tenth batch by default. */
  override initialize(time: Time): void {
    this.checkpointDuration ??= this.slideDuration.times(10);
    super.initialize(time);
  }
  /** States from a checkpoint file are read from serialised records. */
  protected override restoreRDDs(): void {
    for (const [millis, path] of this.checkpointData.current) {
      const { partitions, partitioner } = checkpointFile(this.context.sparkContext, path);
      this.generatedRDDs.set(millis, new StoredStatesRDD(this.context.sparkContext, path, partitions, partitioner));
    }
  }
  override compute(validTime: Time): States<K, S, E> {
    const { partitioner, spec } = this;
    const { sparkContext } = this.context;
    const previous = this.statesBefore(validTime);
    const batch = this.parent.getOrCompute(validTime) ?? sparkContext.emptyRDD<Pair<K, V>>();
    const idle = spec.getTimeout();
    return new MapWithStateRDD(previous, batch.partitionBy(partitioner), {
      mapping: spec.mapping,
      time: validTime,
      timeoutThreshold: idle === undefined ? undefined : validTime.minus(idle).millis,
      stream: this.number,
    });
  }

  private statesBefore(time: Time): States<K, S, E> {
    const { partitioner } = this;
    const previous = this.getOrCompute(time.minus(this.slideDuration));
    if (previous === undefined) {
      return initialStates<K, V, S, E>(this.context.sparkContext, this.spec.getInitialState(), partitioner, time);
    }
    return samePartitioner(previous.partitioner, partitioner)
      ? previous
      : repartitionedStates<K, V, S, E>(previous, partitioner, time);
  }
}

class StoredStatesRDD<K, S, E> extends ReliableCheckpointRDD<MapWithStateRDDRecord<K, S, E>> {
  override compute(split: Partition): RecordIterator<MapWithStateRDDRecord<K, S, E>> {
    return new MapIterator(super.compute(split), (record) => record.deserialized(), 'mapWithState');
  }
}

/**
 * What the function of `mapWithState` gave for each record, in their order, then for keys that timed out.
 * Model: apache/spark 3.2.1 streaming/.../dstream/MapWithStateDStream.scala.
 */
export abstract class MapWithStateDStream<K, S, E> extends DStream<E> {
  /** All keys with their states, after each batch. */
  abstract stateSnapshots(): DStream<Pair<K, S>>;
}

/** The one that `mapWithState` makes. */
export class MapWithStateDStreamImpl<K, V, S, E> extends MapWithStateDStream<K, S, E> {
  private readonly internal: InternalMapWithStateDStream<K, V, S, E>;

  constructor(parent: DStream<Pair<K, V>>, spec: StateSpec<K, V, S, E>) {
    // Made first, so that it has the lower number.
    const internal = new InternalMapWithStateDStream(parent, spec);
    super(parent.context);
    this.internal = internal;
  }
  override get slideDuration(): Duration {
    return this.internal.slideDuration;
  }
  override get dependencies(): readonly InternalMapWithStateDStream<K, V, S, E>[] {
    return [this.internal];
  }
  override compute(validTime: Time): RDD<E> | undefined {
    return this.internal.getOrCompute(validTime)?.flatMap((record) => record.mappedData);
  }
  /** How often the states are written. */
  override checkpoint(interval: Duration): this {
    this.internal.checkpoint(interval);
    return this;
  }
  override stateSnapshots(): DStream<Pair<K, S>> {
    const { provenance } = this.context.sparkContext.environment;
    return this.internal.flatMap((record) => {
      const entries = record.entries(provenance);
      const pairs = entries.map(([key, state]) => [key, state] as const);
      const origins = provenance?.of(entries);
      return origins === undefined ? pairs : (provenance as Provenance).attach(pairs, origins);
    });
  }
}
