import type { Process } from '../../ports/Process.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { counted } from './counted.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** How often each key occurs (SC-147). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `countByKey`. */
    countByKey<K, V>(this: RDD<Pair<K, V>>): Process<Map<K, number>>;
  }
}

attach(RDD.prototype, {
  countByKey: action('countByKey', (rdd) => counted(rdd as RDD<AnyPair>)),
});
