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
     * As `foldByKey`, with a result of another type (SC-120). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala
     * `aggregateByKey`.
     */
    aggregateByKey<K, V, U>(
      this: RDD<Pair<K, V>>,
      zero: U,
      seqOp: (combined: U, value: V) => U,
      combOp: (a: U, b: U) => U,
      partitions?: Where,
    ): RDD<Pair<K, U>>;
  }
}

attach(RDD.prototype, {
  aggregateByKey(
    this: RDD<AnyPair>,
    zero: unknown,
    seqOp: (combined: unknown, value: unknown) => unknown,
    combOp: (a: unknown, b: unknown) => unknown,
    partitions?: Where,
  ) {
    const mergeValue = (combined: unknown, value: unknown) => combinedValue('aggregateByKey', seqOp(combined, value));
    const aggregator = {
      create: (value: unknown) => mergeValue(copyOf(zero), value),
      mergeValue,
      mergeCombiners: (a: unknown, b: unknown) => combinedValue('aggregateByKey', combOp(a, b)),
    };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      true,
    );
  },
});
