import { plainResult } from '../../process/callUser.js';
import type { Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Pairs of `f(record)` and the record. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `keyBy`. */
    keyBy<K>(f: (record: T) => K): RDD<Pair<K, T>>;
  }
}

attach(RDD.prototype, {
  keyBy(this: RDD<unknown>, f: (record: unknown) => unknown) {
    return this.map((record) => [plainResult('keyBy', f(record)), record]);
  },
});
