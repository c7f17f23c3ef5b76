import { None, type Option, Some } from '../../jvm/Option.js';
import type { Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { joining, product } from './joining.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `join`; values without a partner get None (SC-131). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala
     * `leftOuterJoin`.
     */
    leftOuterJoin<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [V, Option<W>]>>;
  }
}

attach(RDD.prototype, {
  leftOuterJoin(this: RDD<AnyPair>, other: RDD<AnyPair>, partitions?: Where) {
    return joining(this, other, partitions, (left, right) =>
      right.length === 0 ? Array.from(left, (v) => [v, None]) : product(left, right, (v, w) => [v, new Some(w)]),
    );
  },
});
