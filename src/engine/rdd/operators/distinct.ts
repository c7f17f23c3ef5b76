import { combineInPlace } from '../combineInPlace.js';
import { MapIterator } from '../iterators/MapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Each record once, the first of equal ones; without a shuffle when a partitioner with as many partitions is there (SC-122).
     * Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `distinct`.
     */
    distinct(numPartitions?: number): RDD<T>;
  }
}

attach(RDD.prototype, {
  distinct(this: RDD<unknown>, numPartitions?: number) {
    const count = numPartitions ?? this.partitions.length;
    if (this.partitioner !== undefined && count === this.partitions.length) {
      const { provenance } = this.context.environment;
      return new MapPartitionsRDD(
        this,
        (records) => {
          const pairs = new MapIterator(records, (record) => [record, null] as const, 'distinct');
          const once = combineInPlace(
            pairs,
            { create: () => null, mergeValue: () => null, mergeCombiners: () => null },
            provenance,
          );
          return new MapIterator(once, (pair) => pair[0], 'distinct');
        },
        true,
      );
    }
    return this.map((record) => [record, null] as const)
      .reduceByKey((a) => a, count)
      .map((pair) => pair[0]);
  },
});
