import { elementwise } from '../../provenance/records.js';
import { FlatMapIterator } from '../iterators/FlatMapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * All that `f` gives for a record, before that of the next (SC-101). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala
     * `flatMap`.
     */
    flatMap<U>(f: (record: T) => Iterable<U>): RDD<U>;
  }
}

attach(RDD.prototype, {
  flatMap(this: RDD<unknown>, f: (record: unknown) => Iterable<unknown>) {
    const several = elementwise(f, this.context.environment.provenance);
    return new MapPartitionsRDD(this, (records) => new FlatMapIterator(records, several, 'flatMap'));
  },
});
