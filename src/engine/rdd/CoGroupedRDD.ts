import { AppendOnlyMap } from '../jvm/AppendOnlyMap.js';
import { CompactBuffer } from '../jvm/Seq.js';
import { attributedGroups } from '../provenance/shuffles.js';
import type { RecordIterator } from '../RecordIterator.js';
import { cogroupDependency, recordsOf } from './cogroupDependency.js';
import type { Dependency } from './Dependency.js';
import type { Pair } from './Pair.js';
import { indices, type Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** What a parent without the key has; one for all, so it must stay empty. */
const none = Object.freeze(new CompactBuffer<unknown>()) as CompactBuffer<unknown>;

/** For each key the values of every parent (SC-130). Model: apache/spark 3.2.1 core/.../rdd/CoGroupedRDD.scala. */
export class CoGroupedRDD<K> extends RDD<Pair<K, readonly CompactBuffer<unknown>[]>> {
  constructor(
    private readonly parents: readonly RDD<Pair<K, unknown>>[],
    private readonly part: Partitioner,
  ) {
    super((parents[0] as RDD<Pair<K, unknown>>).context);
  }
  protected override getDependencies(): Dependency[] {
    return this.parents.map((parent) => cogroupDependency(parent as RDD<Pair<unknown, unknown>>, this.part));
  }
  override get partitioner(): Partitioner {
    return this.part;
  }
  /** Looks at its dependencies and at the partitions of narrow ones, as Spark's does: their shuffles are numbered then. */
  protected getPartitions(): Partition[] {
    for (const dependency of this.dependencies) if (dependency.kind === 'narrow') void dependency.rdd.partitions;
    return indices(this.part.numPartitions);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<Pair<K, readonly CompactBuffer<unknown>[]>> {
    const { provenance } = this.context.environment;
    if (provenance !== undefined) {
      const sources = this.dependencies.map(
        (dependency) => () => recordsOf(dependency, split, task) as RecordIterator<Pair<K, unknown>>,
      );
      return attributedGroups(sources, this.callSite, provenance);
    }
    const table = new AppendOnlyMap<K, CompactBuffer<unknown>[]>();
    const count = this.parents.length;
    this.dependencies.forEach((dependency, at) => {
      const create = (value: unknown) => {
        const groups = new Array<CompactBuffer<unknown>>(count).fill(none);
        return merge(groups, value);
      };
      const merge = (groups: CompactBuffer<unknown>[], value: unknown) => {
        if (groups[at] === none) groups[at] = new CompactBuffer<unknown>();
        (groups[at] as CompactBuffer<unknown>).push(value);
        return groups;
      };
      recordsOf(dependency, split, task).drain((pair) => table.combine(pair[0] as K, pair[1], create, merge));
    });
    return table.records();
  }
}
