import { combinedValue } from '../../process/combinedValue.js';
import { defaultPartitioner, partitionerOf, type Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { combine } from './combine.js';
import { copyOf } from './copyOf.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `zero` enters once for each key and map partition that has it (SC-120). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `foldByKey`.
     */
    foldByKey<K, V>(this: RDD<Pair<K, V>>, zero: V, f: (a: V, b: V) => V, partitions?: Where): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  foldByKey(this: RDD<AnyPair>, zero: unknown, f: (a: unknown, b: unknown) => unknown, partitions?: Where) {
    const merge = (a: unknown, b: unknown) => combinedValue('foldByKey', f(a, b));
    const aggregator = { create: (value: unknown) => merge(copyOf(zero), value), mergeValue: merge, mergeCombiners: merge };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      true,
    );
  },
});
