import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency } from './Dependency.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';
import type { TaskContext } from './TaskContext.js';

/** The partitions of the parents, one after the other (SC-103). Model: apache/spark 3.2.1 core/.../rdd/UnionRDD.scala. */
export class UnionRDD<T> extends RDD<T> {
  constructor(
    context: SparkContext,
    private readonly parents: readonly RDD<T>[],
  ) {
    super(context);
  }
  protected override getDependencies() {
    let start = 0;
    return this.parents.map((parent) => {
      const from = start;
      const count = parent.partitions.length;
      start += count;
      return new NarrowDependency(parent, (partition) =>
        partition >= from && partition < from + count ? [partition - from] : [],
      );
    });
  }
  protected getPartitions(): Partition[] {
    return indices(this.parents.reduce((sum, parent) => sum + parent.partitions.length, 0));
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    let index = split.index;
    for (const parent of this.parents) {
      if (index < parent.partitions.length) return parent.iterator(parent.partitions[index] as Partition, task);
      index -= parent.partitions.length;
    }
    throw new RangeError(`partition ${split.index} of ${this}`);
  }
}
