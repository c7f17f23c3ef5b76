import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency } from './Dependency.js';
import { ChainIterator } from './iterators/ChainIterator.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** Groups of parent partitions, without a shuffle (SC-105). Model: apache/spark 3.2.1 core/.../rdd/CoalescedRDD.scala. */
export class CoalescedRDD<T> extends RDD<T> {
  private readonly groups: readonly (readonly number[])[];
  constructor(parent: RDD<T>, count: number) {
    const length = parent.partitions.length;
    const target = Math.min(count, length);
    const groups = Array.from({ length: target }, (_, i) => {
      const start = Math.floor((i * length) / target);
      return Array.from({ length: Math.floor(((i + 1) * length) / target) - start }, (__, offset) => start + offset);
    });
    super(parent.context, [new NarrowDependency(parent, (partition) => groups[partition] ?? [])]);
    this.groups = groups;
  }
  protected getPartitions(): Partition[] {
    return indices(this.groups.length);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    const { rdd } = this.dependencies[0] as NarrowDependency<T>;
    return new ChainIterator(
      (this.groups[split.index] as readonly number[]).map(
        (index) => () => rdd.iterator(rdd.partitions[index] as Partition, task),
      ),
    );
  }
}
