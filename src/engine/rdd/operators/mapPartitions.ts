import { opaque } from '../../provenance/records.js';
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
    const { provenance } = this.context.environment;
    return new MapPartitionsRDD(
      this,
      (records) => opaque(records, 'mapPartitions', provenance, (pulled) => sequenceOf('mapPartitions', f(pulled))),
      keeps,
    );
  },
  mapPartitionsWithIndex(
    this: RDD<unknown>,
    f: (index: number, records: RecordIterator<unknown>) => Iterable<unknown>,
    keeps = false,
  ) {
    const { provenance } = this.context.environment;
    return new MapPartitionsRDD(
      this,
      (records, index) =>
        opaque(records, 'mapPartitionsWithIndex', provenance, (pulled) => sequenceOf('mapPartitionsWithIndex', f(index, pulled))),
      keeps,
    );
  },
});
