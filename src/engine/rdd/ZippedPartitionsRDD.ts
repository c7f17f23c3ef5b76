import { IllegalArgumentException } from '../errors.js';
import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency, oneToOne } from './Dependency.js';
import type { Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** What becomes of the records of partition i of every parent, in the order of the parents. */
export type ZipFunction<V> = (parents: readonly RecordIterator<unknown>[]) => RecordIterator<V>;

/** Partition i of every parent, together. Model: apache/spark 3.2.1 core/.../rdd/ZippedPartitionsRDD.scala. */
export abstract class ZippedPartitionsRDD<V> extends RDD<V> {
  constructor(
    private readonly parents: readonly RDD<unknown>[],
    private readonly body: ZipFunction<V>,
    private readonly preservesPartitioning: boolean,
  ) {
    super(
      (parents[0] as RDD<unknown>).context,
      parents.map((parent) => new NarrowDependency(parent, oneToOne)),
    );
  }
  override get partitioner(): Partitioner | undefined {
    return this.preservesPartitioning ? this.parents[0]?.partitioner : undefined;
  }
  /** @throws {IllegalArgumentException} the parents' numbers of partitions differ: seen when the partitions are first asked for */
  protected getPartitions(): readonly Partition[] {
    const counts = this.parents.map(({ partitions }) => partitions.length);
    if (counts.some((count) => count !== counts[0])) {
      throw new IllegalArgumentException(`Can't zip RDDs with unequal numbers of partitions: List(${counts.join(', ')})`);
    }
    return (this.parents[0] as RDD<unknown>).partitions;
  }
  compute(split: Partition, task: TaskContext): RecordIterator<V> {
    return this.body(this.parents.map((parent) => parent.iterator(parent.partitions[split.index] as Partition, task)));
  }
}

/** Of two parents. */
export class ZippedPartitionsRDD2<V> extends ZippedPartitionsRDD<V> {}
/** Of three. */
export class ZippedPartitionsRDD3<V> extends ZippedPartitionsRDD<V> {}
/** Of four. */
export class ZippedPartitionsRDD4<V> extends ZippedPartitionsRDD<V> {}
