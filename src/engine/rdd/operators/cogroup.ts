import { SparkException } from '../../errors.js';
import type { CompactBuffer } from '../../jvm/Seq.js';
import { CoGroupedRDD } from '../CoGroupedRDD.js';
import { defaultPartitioner, partitionerOf, type Where } from '../defaultPartitioner.js';
import { HashPartitioner } from '../HashPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * For each key the values of both sides (SC-130). Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `cogroup`.
     */
    cogroup<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<W>]>>;
  }
}

attach(RDD.prototype, {
  cogroup(this: RDD<AnyPair>, other: RDD<AnyPair>, partitions?: Where) {
    const part = partitionerOf(partitions, () => defaultPartitioner(this, other));
    if (part.numPartitions === 0 && part instanceof HashPartitioner && this.partitions.length + other.partitions.length > 0) {
      throw new SparkException('Number of partitions of a cogroup must be positive');
    }
    return new CoGroupedRDD([this, other], part).mapValues((groups) => groups);
  },
});
