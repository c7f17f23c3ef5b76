import { MapIterator } from '../iterators/MapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Record i of partition k gets i·P + k; no job (SC-101). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `zipWithUniqueId`.
     */
    zipWithUniqueId(): RDD<readonly [T, number]>;
  }
}

attach(RDD.prototype, {
  zipWithUniqueId(this: RDD<unknown>) {
    const count = this.partitions.length;
    const { longs } = this.context;
    return new MapPartitionsRDD(this, (records, index) => {
      let at = 0;
      return new MapIterator(records, (record) => [record, longs.fromNumber(at++ * count + index)] as const, 'zipWithUniqueId');
    });
  },
});
