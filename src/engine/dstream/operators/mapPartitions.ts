import type { RecordIterator } from '../../RecordIterator.js';
import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * `f` gets all records of a partition, lazily; of empty ones, too (SS-406).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `mapPartitions`.
     */
    mapPartitions<U>(f: (records: RecordIterator<T>) => Iterable<U>, preservesPartitioning?: boolean): DStream<U>;
  }
}

/** `f` of each partition. Model: apache/spark 3.2.1 streaming/.../dstream/MapPartitionedDStream.scala. */
export class MapPartitionedDStream<T, U> extends UnaryDStream<T, U> {
  constructor(
    parent: DStream<T>,
    private readonly f: (records: RecordIterator<T>) => Iterable<U>,
    private readonly preservesPartitioning: boolean,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<T>) {
    return rdd.mapPartitions(this.f, this.preservesPartitioning);
  }
}

attachOperators({
  mapPartitions(this: DStream<unknown>, f: (records: RecordIterator<unknown>) => Iterable<unknown>, preserves = false) {
    return new MapPartitionedDStream(this, f, preserves);
  },
});
