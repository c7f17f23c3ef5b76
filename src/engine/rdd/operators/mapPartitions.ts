import type { RecordIterator } from '../../RecordIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';
import { sequenceOf } from './sequenceOf.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `f` gets all records of a partition, lazily; it is called once for each partition, empty ones too (SC-101). Model:
     * apache/spark 3.2.1 core/.../rdd/RDD.scala `mapPartitions`.
     */
    mapPartitions<U>(f: (records: RecordIterator<T>) => Iterable<U>, preservesPartitioning?: boolean): RDD<U>;
    /** The same with the index of the partition. */
    mapPartitionsWithIndex<U>(
      f: (index: number, records: RecordIterator<T>) => Iterable<U>,
      preservesPartitioning?: boolean,
    ): RDD<U>;
  }
}

attach(RDD.prototype, {
  mapPartitions(this: RDD<unknown>, f: (records: RecordIterator<unknown>) => Iterable<unknown>, keeps = false) {
    return new MapPartitionsRDD(this, (records) => sequenceOf('mapPartitions', f(records)), keeps);
  },
  mapPartitionsWithIndex(
    this: RDD<unknown>,
    f: (index: number, records: RecordIterator<unknown>) => Iterable<unknown>,
    keeps = false,
  ) {
    return new MapPartitionsRDD(this, (records, index) => sequenceOf('mapPartitionsWithIndex', f(index, records)), keeps);
  },
});
