import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The first of each pair (SC-101). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `keys`. */
    keys<K, V>(this: RDD<Pair<K, V>>): RDD<K>;
    /** The second of each pair. */
    values<K, V>(this: RDD<Pair<K, V>>): RDD<V>;
  }
}

attach(RDD.prototype, {
  keys(this: RDD<AnyPair>) {
    return this.map((pair) => pair[0]);
  },
  values(this: RDD<AnyPair>) {
    return this.map((pair) => pair[1]);
  },
});
