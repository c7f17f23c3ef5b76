import { attributedRows } from '../../provenance/pairs.js';
import { elementwise } from '../../provenance/records.js';
import { FlatMapIterator } from '../iterators/FlatMapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * A pair for all that `f` gives for a value; keys and partitioner stay (SC-101). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `flatMapValues`.
     */
    flatMapValues<K, V, U>(this: RDD<Pair<K, V>>, f: (value: V) => Iterable<U>): RDD<Pair<K, U>>;
  }
}

attach(RDD.prototype, {
  flatMapValues(this: RDD<AnyPair>, f: (value: unknown) => Iterable<unknown>) {
    const { provenance } = this.context.environment;
    const rowsOf = (pair: AnyPair): AnyPair[] => {
      const rows: AnyPair[] = [];
      for (const value of f(pair[1])) rows.push([pair[0], value]);
      return rows;
    };
    const rows = provenance === undefined ? rowsOf : elementwise(attributedRows(f, provenance), provenance);
    return new MapPartitionsRDD(this, (records) => new FlatMapIterator(records, rows, 'flatMapValues'), true);
  },
});
