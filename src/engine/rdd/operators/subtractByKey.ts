import { partitionerOf, type Where } from '../defaultPartitioner.js';
import { HashPartitioner } from '../HashPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { SubtractedRDD } from '../SubtractedRDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Pairs whose key the other does not have, in the order of a Java HashMap; by default in this RDD's partitions (SC-132).
     * Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `subtractByKey`.
     */
    subtractByKey<K, V, W>(this: RDD<Pair<K, V>>, other: RDD<Pair<K, W>>, partitions?: Where): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  subtractByKey(this: RDD<AnyPair>, other: RDD<AnyPair>, partitions?: Where) {
    return new SubtractedRDD(
      this,
      other,
      partitionerOf(partitions, () => this.partitioner ?? new HashPartitioner(this.partitions.length)),
    );
  },
});
