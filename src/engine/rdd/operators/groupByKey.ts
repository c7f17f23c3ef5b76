import { CompactBuffer } from '../../jvm/Seq.js';
import type { Aggregator } from '../Dependency.js';
import { defaultPartitioner, partitionerOf, type Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { combine } from './combine.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * The values of each key in order of arrival; no map-side combine (SC-120). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `groupByKey`.
     */
    groupByKey<K, V>(this: RDD<Pair<K, V>>, partitions?: Where): RDD<Pair<K, CompactBuffer<V>>>;
  }
}

attach(RDD.prototype, {
  groupByKey(this: RDD<AnyPair>, partitions?: Where) {
    const aggregator: Aggregator<unknown, CompactBuffer<unknown>> = {
      create: (value) => {
        const buffer = new CompactBuffer<unknown>();
        buffer.push(value);
        return buffer;
      },
      mergeValue: (buffer, value) => {
        buffer.push(value);
        return buffer;
      },
      mergeCombiners: (a, b) => {
        for (const value of b) a.push(value);
        return a;
      },
    };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      false,
    );
  },
});
