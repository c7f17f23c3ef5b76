import { partitionerOf, type Where } from '../defaultPartitioner.js';
import { HashPartitioner } from '../HashPartitioner.js';
import type { AnyPair } from '../Pair.js';
import { type Partitioner, samePartitioner } from '../Partitioner.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** Records that the other does not have (SC-132). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `subtract`. */
    subtract(other: RDD<T>, partitions?: Where): RDD<T>;
  }
}

attach(RDD.prototype, {
  subtract(this: RDD<unknown>, other: RDD<unknown>, partitions?: Where) {
    const own = this.partitioner;
    const part = partitionerOf(partitions, () => own ?? new HashPartitioner(this.partitions.length));
    // Records that are partitioned by their key are found by the key of the pair that they are (SC-159).
    const used: Partitioner = samePartitioner(own, part)
      ? { numPartitions: part.numPartitions, getPartition: (key) => part.getPartition((key as AnyPair)[0]) }
      : part;
    const left = this.map((record) => [record, null] as const);
    return left
      .subtractByKey(
        other.map((record) => [record, null] as const),
        used,
      )
      .keys();
  },
});
