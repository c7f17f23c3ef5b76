import { None, type Option, Some } from '../../jvm/Option.js';
import type { Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { joining, product } from './joining.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `join`; values of either side without a partner get None (SC-131). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `fullOuterJoin`.
     */
    fullOuterJoin<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [Option<V>, Option<W>]>>;
  }
}

attach(RDD.prototype, {
  fullOuterJoin(this: RDD<AnyPair>, other: RDD<AnyPair>, partitions?: Where) {
    return joining(this, other, partitions, (left, right) => {
      if (right.length === 0) return Array.from(left, (v) => [new Some(v), None]);
      if (left.length === 0) return Array.from(right, (w) => [None, new Some(w)]);
      return product(left, right, (v, w) => [new Some(v), new Some(w)]);
    });
  },
});
