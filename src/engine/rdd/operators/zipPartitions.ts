import type { RecordIterator } from '../../RecordIterator.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';
import { sequenceOf } from './sequenceOf.js';
import { zipped } from './zipped.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** `f` of the records of both partitions i. Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `zipPartitions`. */
    zipPartitions<U, V>(other: RDD<U>, f: (left: RecordIterator<T>, right: RecordIterator<U>) => Iterable<V>): RDD<V>;
  }
}

attach(RDD.prototype, {
  zipPartitions(
    this: RDD<unknown>,
    other: RDD<unknown>,
    f: (left: RecordIterator<unknown>, right: RecordIterator<unknown>) => Iterable<unknown>,
  ) {
    return zipped(this, other, (left, right) => sequenceOf('zipPartitions', f(left, right)));
  },
});
