import { combinedValue } from '../../process/combinedValue.js';
import type { Aggregator } from '../Dependency.js';
import { defaultPartitioner, partitionerOf, type Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { combine } from './combine.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The values of each key reduced by `f` (SC-120). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala
     * `reduceByKey`.
     */
    reduceByKey<K, V>(this: RDD<Pair<K, V>>, f: (a: V, b: V) => V, partitions?: Where): RDD<Pair<K, V>>;
  }
}

const reducing = <V>(f: (a: V, b: V) => V): Aggregator<V, V> => {
  const merge = (a: V, b: V) => combinedValue('reduceByKey', f(a, b));
  return { create: (value) => value, mergeValue: merge, mergeCombiners: merge };
};

attach(RDD.prototype, {
  reduceByKey(this: RDD<AnyPair>, f: (a: unknown, b: unknown) => unknown, partitions?: Where) {
    return combine(
      this,
      reducing(f),
      partitionerOf(partitions, () => defaultPartitioner(this)),
      true,
    );
  },
});
