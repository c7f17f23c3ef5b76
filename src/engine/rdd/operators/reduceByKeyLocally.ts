import { JavaHashMap } from '../../jvm/JavaHashMap.js';
import type { Process } from '../../ports/Process.js';
import { combinedValue } from '../../process/combinedValue.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { emptyCollection } from './emptyCollection.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `reduceByKey`, with the result at the driver: a map for each partition, merged as tasks finish; iterates as a Java HashMap.
     * Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `reduceByKeyLocally`.
     */
    reduceByKeyLocally<K, V>(this: RDD<Pair<K, V>>, f: (a: V, b: V) => V): Process<Map<K, V>>;
  }
}

attach(RDD.prototype, {
  reduceByKeyLocally: action('reduceByKeyLocally', function* (rdd, f: (a: unknown, b: unknown) => unknown) {
    const add = (table: JavaHashMap<unknown, unknown>, [key, value]: AnyPair): void =>
      table.put(key, table.has(key) ? combinedValue('reduceByKeyLocally', f(table.get(key), value)) : value);
    let total: JavaHashMap<unknown, unknown> | undefined;
    yield* rdd.context.runJob(
      rdd as RDD<AnyPair>,
      (records) => {
        const table = new JavaHashMap<unknown, unknown>();
        records.drain((pair) => add(table, pair));
        return table;
      },
      {
        action: 'reduceByKeyLocally',
        onResult: (_, table) => {
          if (total === undefined) total = table;
          else for (const pair of table) add(total, pair);
        },
      },
    );
    if (total === undefined) throw emptyCollection();
    return new Map(total);
  }),
});
