import type { Option } from '../../jvm/Option.js';
import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';
import './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * As `join`; values of either stream without a partner stay, with `None` (SS-423).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `fullOuterJoin`.
     */
    fullOuterJoin<K, V, W>(
      this: DStream<Pair<K, V>>,
      other: DStream<Pair<K, W>>,
      partitions?: Where,
    ): DStream<Pair<K, readonly [Option<V>, Option<W>]>>;
  }
}

type Pairs = DStream<Pair<unknown, unknown>>;

attachOperators({
  fullOuterJoin(this: Pairs, other: Pairs, partitions?: Where) {
    const partitioner = partitionerFor(this, partitions);
    return this.transformWith(other, (rdd, otherRdd) => rdd.fullOuterJoin(otherRdd, partitioner));
  },
});
