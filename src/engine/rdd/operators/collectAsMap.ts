import { mutableMapOrder } from '../../jvm/scalaOrder.js';
import type { Process } from '../../ports/Process.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The pairs as a map; of equal keys the last counts (SC-147). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala
     * `collectAsMap`.
     */
    collectAsMap<K, V>(this: RDD<Pair<K, V>>): Process<Map<K, V>>;
  }
}

attach(RDD.prototype, {
  collectAsMap: action('collectAsMap', function* (rdd) {
    const parts = yield* rdd.context.runJob(rdd as RDD<AnyPair>, (records) => records.toArray(), { action: 'collectAsMap' });
    return new Map(mutableMapOrder(parts.flat(1)));
  }),
});
