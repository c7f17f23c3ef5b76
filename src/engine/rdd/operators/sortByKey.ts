import type { Compare } from '../../jvm/compareValues.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RangePartitioner } from '../RangePartitioner.js';
import { RDD } from '../RDD.js';
import { ShuffledRDD } from '../ShuffledRDD.js';
import { attach } from './operator.js';
import { userOrder } from './userOrder.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * By key, stably, in ranges: partition i before partition i + 1. A job finds the ranges at once when there is more than one
     * partition (SC-125).
     * Model: apache/spark 3.2.1 core/.../rdd/OrderedRDDFunctions.scala `sortByKey`.
     */
    sortByKey<K, V>(
      this: RDD<Pair<K, V>>,
      ascending?: boolean,
      numPartitions?: number,
      compare?: (a: K, b: K) => number,
    ): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  sortByKey(this: RDD<AnyPair>, ascending = true, numPartitions?: number, compare?: Compare<unknown>) {
    const order = userOrder('sortByKey', compare);
    const part = new RangePartitioner(numPartitions ?? this.partitions.length, this, ascending, order);
    return new ShuffledRDD(this, part, { keyOrdering: ascending ? order : (a: unknown, b: unknown) => order(b, a) });
  },
});
