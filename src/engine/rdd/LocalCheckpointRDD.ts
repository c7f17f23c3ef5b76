import { SparkException } from '../errors.js';
import type { RecordIterator } from '../RecordIterator.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';

/**
 * Stands at the end of a lineage that was cut by `localCheckpoint`: it is asked only for blocks that are lost.
 * Model: apache/spark 3.2.1 core/.../rdd/LocalCheckpointRDD.scala.
 */
export class LocalCheckpointRDD<T> extends RDD<T> {
  private readonly original: number;
  private readonly size: number;
  constructor(rdd: RDD<T>) {
    super(rdd.context, []);
    this.original = rdd.id;
    this.size = rdd.partitions.length;
  }
  protected getPartitions(): Partition[] {
    return indices(this.size);
  }
  /** @throws {SparkException} always */
  compute({ index }: Partition): RecordIterator<T> {
    throw new SparkException(
      `Checkpoint block rdd_${this.original}_${index} not found! Either the executor that originally checkpointed this partition is no longer alive, or the original RDD is unpersisted. If this problem persists, you may consider using \`rdd.checkpoint()\` instead, which is slower than local checkpointing but more fault-tolerant.`,
    );
  }
}
