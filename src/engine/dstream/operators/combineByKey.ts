import { combinedValue } from '../../process/combinedValue.js';
import type { Aggregator } from '../../rdd/Dependency.js';
import { combine } from '../../rdd/operators/combine.js';
import type { Pair } from '../../rdd/Pair.js';
import type { Partitioner } from '../../rdd/Partitioner.js';
import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The values of each key of a batch: `create` of its first one in a map partition, then `mergeValue`, then over map partitions `mergeCombiners` (SS-418).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `combineByKey`.
     */
    combineByKey<K, V, C>(
      this: DStream<Pair<K, V>>,
      create: (value: V) => C,
      mergeValue: (combined: C, value: V) => C,
      mergeCombiners: (a: C, b: C) => C,
      partitions?: Where,
      mapSideCombine?: boolean,
    ): DStream<Pair<K, C>>;
  }
}

/** The values of each key of a batch, combined. Model: apache/spark 3.2.1 streaming/.../dstream/ShuffledDStream.scala. */
export class ShuffledDStream<K, V, C> extends UnaryDStream<Pair<K, V>, Pair<K, C>> {
  constructor(
    parent: DStream<Pair<K, V>>,
    private readonly aggregator: Aggregator<V, C>,
    private readonly partitioner: Partitioner,
    private readonly mapSideCombine = true,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<Pair<K, V>>) {
    return combine(rdd, this.aggregator, this.partitioner, this.mapSideCombine);
  }
}

attachOperators({
  combineByKey(
    this: DStream<Pair<unknown, unknown>>,
    create: (value: unknown) => unknown,
    mergeValue: (combined: unknown, value: unknown) => unknown,
    mergeCombiners: (a: unknown, b: unknown) => unknown,
    partitions?: Where,
    mapSideCombine = true,
  ) {
    const aggregator = {
      create: (value: unknown) => combinedValue('combineByKey', create(value)),
      mergeValue: (combined: unknown, value: unknown) => combinedValue('combineByKey', mergeValue(combined, value)),
      mergeCombiners: (a: unknown, b: unknown) => combinedValue('combineByKey', mergeCombiners(a, b)),
    };
    return new ShuffledDStream(this, aggregator, partitionerFor(this, partitions), mapSideCombine);
  },
});
