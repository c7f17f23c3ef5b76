import { PartitionPruningRDD } from '../PartitionPruningRDD.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Only the partitions for which `keep` holds. Model: apache/spark 3.2.1 core/.../rdd/PartitionPruningRDD.scala `create`. */
    prune(keep: (partition: number) => boolean): RDD<T>;
  }
}

attach(RDD.prototype, {
  prune(this: RDD<unknown>, keep: (partition: number) => boolean) {
    return new PartitionPruningRDD(this, keep);
  },
});
