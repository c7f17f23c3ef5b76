import { plainResult } from '../../process/callUser.js';
import { MapIterator } from '../iterators/MapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `f` of each value; keys and partitioner stay (SC-101). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala
     * `mapValues`.
     */
    mapValues<K, V, U>(this: RDD<Pair<K, V>>, f: (value: V) => U): RDD<Pair<K, U>>;
  }
}

attach(RDD.prototype, {
  mapValues(this: RDD<AnyPair>, f: (value: unknown) => unknown) {
    return new MapPartitionsRDD(
      this,
      (records) => new MapIterator(records, (pair) => [pair[0], plainResult('mapValues', f(pair[1]))] as const, 'mapValues'),
      true,
    );
  },
});
