import { javaEquals } from '../../jvm/javaEquals.js';
import type { Process } from '../../ports/Process.js';
import type { RecordIterator } from '../../RecordIterator.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The values of `key`; with a partitioner only the key's partition is computed (SC-151). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `lookup`.
     */
    lookup<K, V>(this: RDD<Pair<K, V>>, key: K): Process<V[]>;
  }
}

attach(RDD.prototype, {
  lookup: action('lookup', function* (rdd, key: unknown) {
    const part = rdd.partitioner;
    const matching = (records: RecordIterator<AnyPair>) => {
      const values: unknown[] = [];
      records.drain((pair) => {
        if (javaEquals(pair[0], key)) values.push(pair[1]);
      });
      return values;
    };
    const options = part === undefined ? { action: 'lookup' } : { action: 'lookup', partitions: [part.getPartition(key)] };
    return (yield* rdd.context.runJob(rdd as RDD<AnyPair>, matching, options)).flat(1);
  }),
});
