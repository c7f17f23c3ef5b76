import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency, oneToOne } from './Dependency.js';
import { indices, type Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** Partition i of every parent, together. Model: apache/spark 3.2.1 core/.../rdd/ZippedPartitionsRDD.scala. */
export class ZippedPartitionsRDD<T, U, V> extends RDD<V> {
  constructor(
    private readonly left: RDD<T>,
    private readonly right: RDD<U>,
    private readonly body: (left: RecordIterator<T>, right: RecordIterator<U>) => RecordIterator<V>,
    private readonly preservesPartitioning = false,
  ) {
    super(left.context, [new NarrowDependency(left, oneToOne), new NarrowDependency(right, oneToOne)]);
  }
  override get partitioner(): Partitioner | undefined {
    if (!this.preservesPartitioning) return undefined;
    return this.left.partitioner;
  }
  protected getPartitions(): Partition[] {
    return indices(this.left.partitions.length);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<V> {
    const { left, right } = this;
    return this.body(
      left.iterator(left.partitions[split.index] as Partition, task),
      right.iterator(right.partitions[split.index] as Partition, task),
    );
  }
}
