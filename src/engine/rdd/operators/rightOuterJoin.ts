import { None, type Option, Some } from '../../jvm/Option.js';
import type { Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { joining, product } from './joining.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `join`; values of the other without a partner get None (SC-131). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `rightOuterJoin`.
     */
    rightOuterJoin<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [Option<V>, W]>>;
  }
}

attach(RDD.prototype, {
  rightOuterJoin(this: RDD<AnyPair>, other: RDD<AnyPair>, partitions?: Where) {
    return joining(this, other, partitions, (left, right) =>
      left.length === 0 ? Array.from(right, (w) => [None, w]) : product(left, right, (v, w) => [new Some(v), w]),
    );
  },
});
