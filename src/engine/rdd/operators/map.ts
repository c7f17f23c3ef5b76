import { MapIterator } from '../iterators/MapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `f` of each record. A function that returns `[key, value]` makes pairs. The partitioner is dropped (SC-101). Model:
     * apache/spark 3.2.1 core/.../rdd/RDD.scala `map`.
     */
    map<K, V>(f: (record: T) => readonly [K, V]): RDD<Pair<K, V>>;
    map<U>(f: (record: T) => U): RDD<U>;
  }
}

attach(RDD.prototype, {
  map(this: RDD<unknown>, f: (record: unknown) => unknown) {
    return new MapPartitionsRDD(this, (records) => new MapIterator(records, f, 'map'));
  },
});
