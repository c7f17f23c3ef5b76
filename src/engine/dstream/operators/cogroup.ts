import type { CompactBuffer } from '../../jvm/Seq.js';
import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';
import './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * For each key of a batch the values of both streams (SS-419).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `cogroup`.
     */
    cogroup<K, V, W>(
      this: DStream<Pair<K, V>>,
      other: DStream<Pair<K, W>>,
      partitions?: Where,
    ): DStream<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<W>]>>;
  }
}

type Pairs = DStream<Pair<unknown, unknown>>;

attachOperators({
  cogroup(this: Pairs, other: Pairs, partitions?: Where) {
    const partitioner = partitionerFor(this, partitions);
    return this.transformWith(other, (rdd, otherRdd) => rdd.cogroup(otherRdd, partitioner));
  },
});
