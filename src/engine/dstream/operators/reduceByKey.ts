import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import type { Where } from './partitionerFor.js';
import './combineByKey.js';

declare module '../DStream.js' {
  interface DStream<T> {
    reduceByKey<K, V>(this: DStream<Pair<K, V>>, f: (a: V, b: V) => V, partitions?: Where): DStream<Pair<K, V>>;
  }
}

const identity = (value: unknown): unknown => value;

attachOperators({
  reduceByKey(this: DStream<Pair<unknown, unknown>>, f: (a: unknown, b: unknown) => unknown, partitions?: Where) {
    return this.combineByKey(identity, f, f, partitions);
  },
});
