import type { AnyPair, Pair } from '../Pair.js';
import { type Partitioner, samePartitioner } from '../Partitioner.js';
import { RDD } from '../RDD.js';
import { ShuffledRDD } from '../ShuffledRDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Pairs where `partitioner` wants them; the same RDD when they are there already (SC-111). Model: apache/spark 3.2.1
     * core/.../rdd/PairRDDFunctions.scala `partitionBy`.
     */
    partitionBy<K, V>(this: RDD<Pair<K, V>>, partitioner: Partitioner): RDD<Pair<K, V>>;
  }
}

attach(RDD.prototype, {
  partitionBy(this: RDD<AnyPair>, partitioner: Partitioner) {
    return samePartitioner(this.partitioner, partitioner) ? this : new ShuffledRDD(this, partitioner);
  },
});
