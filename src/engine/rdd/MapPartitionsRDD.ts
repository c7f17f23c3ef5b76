import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency, oneToOne } from './Dependency.js';
import type { Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** What a narrow operator does with one partition. */
export type PartitionFunction<T, U> = (records: RecordIterator<T>, index: number, task: TaskContext) => RecordIterator<U>;

/** One parent, partition by partition. Model: apache/spark 3.2.1 core/.../rdd/MapPartitionsRDD.scala. */
export class MapPartitionsRDD<T, U> extends RDD<U> {
  constructor(
    private readonly parent: RDD<T>,
    private readonly body: PartitionFunction<T, U>,
    private readonly preservesPartitioning = false,
  ) {
    super(parent.context, [new NarrowDependency(parent, oneToOne)]);
  }
  protected getPartitions(): readonly Partition[] {
    return this.parent.partitions;
  }
  override get partitioner(): Partitioner | undefined {
    return this.preservesPartitioning ? this.parent.partitioner : undefined;
  }
  compute(split: Partition, task: TaskContext): RecordIterator<U> {
    const { rdd } = this.dependencies[0] as NarrowDependency<T>;
    return this.body(rdd.iterator(split, task), split.index, task);
  }
}
