import { ArrayBufferSeq } from '../../jvm/Seq.js';
import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import type { Where } from './partitionerFor.js';
import './combineByKey.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Combines on the map side, unlike the method of an RDD: the values of the first map partition come first (SS-416).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `groupByKey`.
     */
    groupByKey<K, V>(this: DStream<Pair<K, V>>, partitions?: Where): DStream<Pair<K, ArrayBufferSeq<V>>>;
  }
}

/** Both buffers in a new one: map-side buffers may be read again. */
export function concatenated<V>(a: readonly V[], b: readonly V[]): ArrayBufferSeq<V> {
  const all = ArrayBufferSeq.from(a) as ArrayBufferSeq<V>;
  for (const value of b) all.push(value);
  return all;
}

function appended<V>(buffer: ArrayBufferSeq<V>, value: V): ArrayBufferSeq<V> {
  buffer.push(value);
  return buffer;
}

attachOperators({
  groupByKey(this: DStream<Pair<unknown, unknown>>, partitions?: Where) {
    return this.combineByKey((value: unknown) => ArrayBufferSeq.of(value), appended, concatenated, partitions);
  },
});
