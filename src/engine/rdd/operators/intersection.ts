import type { CompactBuffer } from '../../jvm/Seq.js';
import type { Where } from '../defaultPartitioner.js';
import type { Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Records that both have, once each (SC-132). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `intersection`. */
    intersection(other: RDD<T>, partitions?: Where): RDD<T>;
  }
}

const sides = (pair: Pair<unknown, readonly CompactBuffer<unknown>[]>) =>
  pair[1] as readonly [CompactBuffer<unknown>, CompactBuffer<unknown>];

attach(RDD.prototype, {
  intersection(this: RDD<unknown>, other: RDD<unknown>, partitions?: Where) {
    const left = this.map((record) => [record, null] as const);
    return left
      .cogroup(
        other.map((record) => [record, null] as const),
        partitions,
      )
      .filter((pair) => sides(pair)[0].length > 0 && sides(pair)[1].length > 0)
      .keys();
  },
});
