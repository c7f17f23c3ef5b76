import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency, oneToOne } from './Dependency.js';
import { ChainIterator } from './iterators/ChainIterator.js';
import { indices, type Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';
import type { TaskContext } from './TaskContext.js';

/**
 * Parents with one and the same partitioner: partition i unites their partitions i (SC-103). Model: apache/spark 3.2.1
 * core/.../rdd/PartitionerAwareUnionRDD.scala.
 */
export class PartitionerAwareUnionRDD<T> extends RDD<T> {
  constructor(
    context: SparkContext,
    private readonly parents: readonly RDD<T>[],
  ) {
    super(
      context,
      parents.map((parent) => new NarrowDependency(parent, oneToOne)),
    );
  }
  override get partitioner(): Partitioner | undefined {
    return this.parents[0]?.partitioner;
  }
  protected getPartitions(): Partition[] {
    for (const parent of this.parents) void parent.partitions;
    return indices(this.partitioner?.numPartitions ?? 0);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    return new ChainIterator(
      this.parents.map((parent) => () => parent.iterator(parent.partitions[split.index] as Partition, task)),
    );
  }
}
