import { plainResult } from '../../process/callUser.js';
import { combinedValue } from '../../process/combinedValue.js';
import { defaultPartitioner, partitionerOf, type Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { combine } from './combine.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The by-key aggregation of which all others are cases: per map partition first, then over map partitions in order (SC-120).
     * Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `combineByKeyWithClassTag`.
     */
    combineByKey<K, V, C>(
      this: RDD<Pair<K, V>>,
      create: (value: V) => C,
      mergeValue: (combined: C, value: V) => C,
      mergeCombiners: (a: C, b: C) => C,
      partitions?: Where,
      mapSideCombine?: boolean,
    ): RDD<Pair<K, C>>;
  }
}

attach(RDD.prototype, {
  combineByKey(
    this: RDD<AnyPair>,
    create: (value: unknown) => unknown,
    mergeValue: (combined: unknown, value: unknown) => unknown,
    mergeCombiners: (a: unknown, b: unknown) => unknown,
    partitions?: Where,
    mapSideCombine = true,
  ) {
    const aggregator = {
      create: (value: unknown) => plainResult('combineByKey', create(value)),
      mergeValue: (a: unknown, b: unknown) => combinedValue('combineByKey', mergeValue(a, b)),
      mergeCombiners: (a: unknown, b: unknown) => combinedValue('combineByKey', mergeCombiners(a, b)),
    };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      mapSideCombine,
    );
  },
});
