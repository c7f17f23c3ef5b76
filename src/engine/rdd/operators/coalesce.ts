import { IllegalArgumentException } from '../../errors.js';
import { byteswap32 } from '../../jvm/int.js';
import { JavaRandom } from '../../jvm/JavaRandom.js';
import { CoalescedRDD } from '../CoalescedRDD.js';
import { HashPartitioner } from '../HashPartitioner.js';
import { MapIterator } from '../iterators/MapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { ShuffledRDD } from '../ShuffledRDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Fewer partitions; with `shuffle` any number, records dealt out in turn (SC-105, SC-110). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `coalesce`.
     * @throws {IllegalArgumentException} unless `numPartitions` is positive
     */
    coalesce(numPartitions: number, shuffle?: boolean): RDD<T>;
    /** `coalesce` with a shuffle. */
    repartition(numPartitions: number): RDD<T>;
  }
}

attach(RDD.prototype, {
  coalesce(this: RDD<unknown>, numPartitions: number, shuffle = false) {
    if (!(numPartitions > 0))
      throw new IllegalArgumentException(`requirement failed: Number of partitions (${numPartitions}) must be positive.`);
    if (!shuffle) return new CoalescedRDD(this, numPartitions);
    const numbered = new MapPartitionsRDD(this, (records, index) => {
      let position = new JavaRandom(byteswap32(index)).nextInt(numPartitions);
      return new MapIterator(records, (record) => [++position | 0, record] as const, 'repartition');
    });
    return new CoalescedRDD(new ShuffledRDD(numbered, new HashPartitioner(numPartitions)), numPartitions).values();
  },
  repartition(this: RDD<unknown>, numPartitions: number) {
    return this.coalesce(numPartitions, true);
  },
});
