import type { Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { joining, product } from './joining.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Each value with each of the other side (SC-131). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `join`. */
    join<K, V, W>(this: RDD<Pair<K, V>>, other: RDD<Pair<K, W>>, partitions?: Where): RDD<Pair<K, readonly [V, W]>>;
  }
}

attach(RDD.prototype, {
  join(this: RDD<AnyPair>, other: RDD<AnyPair>, partitions?: Where) {
    return joining(this, other, partitions, (left, right) => product(left, right, (v, w) => [v, w]));
  },
});
