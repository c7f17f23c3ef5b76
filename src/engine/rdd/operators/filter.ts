import { FilterIterator } from '../iterators/FilterIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The records for which `keep` holds; the partitioner is kept (SC-101). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala
     * `filter`.
     */
    filter(keep: (record: T) => boolean): RDD<T>;
  }
}

attach(RDD.prototype, {
  filter(this: RDD<unknown>, keep: (record: unknown) => boolean) {
    return new MapPartitionsRDD(this, (records) => new FilterIterator(records, keep), true);
  },
});
