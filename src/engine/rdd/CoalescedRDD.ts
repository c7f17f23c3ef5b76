import type { RecordIterator } from '../RecordIterator.js';
import type { TaskLocation } from '../scheduler/TaskSet.js';
import { type CoalesceGroup, coalesceGroups } from './coalesceGroups.js';
import { NarrowDependency } from './Dependency.js';
import { ChainIterator } from './iterators/ChainIterator.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/**
 * Groups of parent partitions, without a shuffle; which ones is settled when the partitions are first asked for (SC-105).
 * Model: apache/spark 3.2.1 core/.../rdd/CoalescedRDD.scala.
 */
export class CoalescedRDD<T> extends RDD<T> {
  private groups: readonly CoalesceGroup[] = [];
  constructor(
    private readonly parent: RDD<T>,
    private readonly maxPartitions: number,
  ) {
    super(parent.context, [new NarrowDependency(parent, (partition) => this.membersOf(partition))]);
  }
  protected getPartitions(): Partition[] {
    const { context, parent, maxPartitions } = this;
    const hostsOf = (partition: number): string[] => context.getPreferredLocs(parent, partition).map(({ hostName }) => hostName);
    this.groups = coalesceGroups(parent.partitions.length, maxPartitions, hostsOf);
    return indices(this.groups.length);
  }
  override preferredLocations(index: number): readonly TaskLocation[] {
    const hostName = this.groups[index]?.host;
    return hostName === undefined ? [] : [{ hostName }];
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    const { rdd } = this.dependencies[0] as NarrowDependency<T>;
    return new ChainIterator(
      this.membersOf(split.index).map((index) => () => rdd.iterator(rdd.partitions[index] as Partition, task)),
    );
  }

  private membersOf(partition: number): readonly number[] {
    return this.partitions.length === 0 ? [] : (this.groups[partition]?.members ?? []);
  }
}
