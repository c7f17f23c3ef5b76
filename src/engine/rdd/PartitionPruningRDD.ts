import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency } from './Dependency.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** Some partitions of the parent, renumbered. Model: apache/spark 3.2.1 core/.../rdd/PartitionPruningRDD.scala. */
export class PartitionPruningRDD<T> extends RDD<T> {
  private readonly kept: readonly number[];
  constructor(
    private readonly parent: RDD<T>,
    keep: (partition: number) => boolean,
  ) {
    const kept = parent.partitions.map(({ index }) => index).filter(keep);
    super(parent.context, [new NarrowDependency(parent, (partition) => [kept[partition] as number])]);
    this.kept = kept;
  }
  protected getPartitions(): Partition[] {
    return indices(this.kept.length);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    return this.parent.iterator(this.parent.partitions[this.kept[split.index] as number] as Partition, task);
  }
}
