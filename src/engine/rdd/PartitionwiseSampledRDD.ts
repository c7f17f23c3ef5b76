import { JavaRandom } from '../jvm/JavaRandom.js';
import type { RecordIterator } from '../RecordIterator.js';
import { MapPartitionsRDD } from './MapPartitionsRDD.js';
import type { RDD } from './RDD.js';

/** Takes a sample of one partition, by draws that `seed` fixes. */
export type Sampler<T> = (records: RecordIterator<T>, seed: bigint) => RecordIterator<T>;

/**
 * A sample of each partition, by a random sequence of its own; the partitioner is kept.
 * Model: apache/spark 3.2.1 core/.../rdd/PartitionwiseSampledRDD.scala.
 */
export class PartitionwiseSampledRDD<T> extends MapPartitionsRDD<T, T> {
  constructor(parent: RDD<T>, sampler: Sampler<T>, seed: number | bigint) {
    const random = new JavaRandom(seed);
    const seeds = parent.partitions.map(() => random.nextLong());
    super(parent, (records, partition) => sampler(records, seeds[partition] as bigint), true);
  }
}
