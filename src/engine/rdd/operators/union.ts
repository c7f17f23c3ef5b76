import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * All records of both, duplicates too; see `SparkContext.union` for the partitions (SC-103). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `union`.
     */
    union(other: RDD<T>): RDD<T>;
  }
}

attach(RDD.prototype, {
  union(this: RDD<unknown>, other: RDD<unknown>) {
    return this.context.union([this, other]);
  },
});
