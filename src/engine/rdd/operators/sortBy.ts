import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** By `f(record)`, as `sortByKey` (SC-125). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `sortBy`. */
    sortBy<K>(f: (record: T) => K, ascending?: boolean, numPartitions?: number, compare?: (a: K, b: K) => number): RDD<T>;
  }
}

attach(RDD.prototype, {
  sortBy(
    this: RDD<unknown>,
    f: (record: unknown) => unknown,
    ascending = true,
    numPartitions?: number,
    compare?: (a: unknown, b: unknown) => number,
  ) {
    return this.keyBy(f)
      .sortByKey(ascending, numPartitions ?? this.partitions.length, compare)
      .values();
  },
});
