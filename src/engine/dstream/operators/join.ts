import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';
import './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Each value with each value of the other stream that has its key in the batch (SS-420).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `join`.
     */
    join<K, V, W>(this: DStream<Pair<K, V>>, other: DStream<Pair<K, W>>, partitions?: Where): DStream<Pair<K, readonly [V, W]>>;
  }
}

type Pairs = DStream<Pair<unknown, unknown>>;

attachOperators({
  join(this: Pairs, other: Pairs, partitions?: Where) {
    const partitioner = partitionerFor(this, partitions);
    return this.transformWith(other, (rdd, otherRdd) => rdd.join(otherRdd, partitioner));
  },
});
