import { combinedValue } from '../../process/combinedValue.js';
import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { ShuffledDStream } from './combineByKey.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The values of each key of a batch, reduced; first in each map partition (SS-417).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `reduceByKey`.
     */
    reduceByKey<K, V>(this: DStream<Pair<K, V>>, f: (a: V, b: V) => V, partitions?: Where): DStream<Pair<K, V>>;
  }
}

const identity = (value: unknown): unknown => value;

attachOperators({
  reduceByKey(this: DStream<Pair<unknown, unknown>>, f: (a: unknown, b: unknown) => unknown, partitions?: Where) {
    const merge = (a: unknown, b: unknown): unknown => combinedValue('reduceByKey', f(a, b));
    const aggregator = { create: identity, mergeValue: merge, mergeCombiners: merge };
    return new ShuffledDStream(this, aggregator, partitionerFor(this, partitions));
  },
});
