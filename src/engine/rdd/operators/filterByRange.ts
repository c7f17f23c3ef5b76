import type { Compare } from '../../jvm/compareValues.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RangePartitioner } from '../RangePartitioner.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';
import { userOrder } from './userOrder.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Pairs with a key from `lower` to `upper`, both inclusive. After `sortByKey` only the partitions that can hold such keys are
     * computed. Model: apache/spark 3.2.1 core/.../rdd/OrderedRDDFunctions.scala `filterByRange`.
     */
    filterByRange<K, V>(this: RDD<Pair<K, V>>, lower: K, upper: K, compare?: Compare<K>): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  filterByRange(this: RDD<AnyPair>, lower: unknown, upper: unknown, compare?: Compare<unknown>) {
    const order = userOrder('filterByRange', compare);
    const inRange = (pair: AnyPair): boolean => order(pair[0], lower) >= 0 && order(pair[0], upper) <= 0;
    const { partitioner } = this;
    if (!(partitioner instanceof RangePartitioner)) return this.filter(inRange);
    const ends = [partitioner.getPartition(lower), partitioner.getPartition(upper)];
    const [first, last] = [Math.min(...ends), Math.max(...ends)];
    return this.prune((partition) => partition >= first && partition <= last).filter(inRange);
  },
});
