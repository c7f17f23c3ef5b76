import { SparkException } from '../errors.js';
import { ArrayRecordIterator, END, type End, RecordIterator } from '../RecordIterator.js';
import { NarrowDependency, oneToOne } from './Dependency.js';
import type { Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';
import type { TaskContext } from './TaskContext.js';

export const indices = (count: number): Partition[] => Array.from({ length: count }, (_, index) => ({ index }));

/** Records that are there: slices of a collection, blocks of an input, rows of a test. */
export class ParallelCollectionRDD<T> extends RDD<T> {
  constructor(
    context: SparkContext,
    private readonly slices: readonly (readonly T[])[],
  ) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return indices(this.slices.length);
  }
  compute(split: Partition): RecordIterator<T> {
    return new ArrayRecordIterator(this.slices[split.index] as readonly T[]);
  }
}

/** The blocks that a receiver stored for one batch, a partition each. */
export class BlockRDD<T> extends ParallelCollectionRDD<T> {
  private removed = false;
  constructor(
    context: SparkContext,
    private readonly stored: readonly { readonly id: string; readonly records: readonly T[] }[],
  ) {
    super(
      context,
      stored.map((block) => block.records),
    );
  }
  /** @throws {SparkException} when the blocks are gone */
  override compute(split: Partition): RecordIterator<T> {
    if (this.removed) throw new SparkException(`Attempted to use ${this} after its blocks have been removed!`);
    return super.compute(split);
  }
  /** Called when no batch needs them any more. */
  removeBlocks(): void {
    if (this.removed) return;
    this.removed = true;
    for (const { id } of this.stored) this.context.environment.trace.emit({ type: 'block.removed', block: id });
  }
}

/** The lines of a file as they are when it is read; an empty file has no partition. */
export class HadoopRDD extends RDD<string> {
  constructor(
    context: SparkContext,
    private readonly path: string,
  ) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return indices(this.lines.length === 0 ? 0 : 1);
  }
  compute(): RecordIterator<string> {
    return new ArrayRecordIterator(this.lines);
  }
  private get lines(): readonly string[] {
    return this.context.environment.storage.read(this.path) as readonly string[];
  }
}

/** No partitions at all. */
export class EmptyRDD<T> extends RDD<T> {
  constructor(context: SparkContext) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return [];
  }
  compute(): RecordIterator<T> {
    throw new Error('empty RDD');
  }
}

/** What a narrow operator does with one partition. */
export type PartitionFunction<T, U> = (records: RecordIterator<T>, index: number, task: TaskContext) => RecordIterator<U>;

/** One parent, partition by partition. */
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

/** The partitions of the parents, one after the other. */
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

/** Parents with one and the same partitioner: partition i unites their partitions i (SC-107). */
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
    return indices(this.partitioner?.numPartitions ?? 0);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<T> {
    return new ChainIterator(
      this.parents.map((parent) => () => parent.iterator(parent.partitions[split.index] as Partition, task)),
    );
  }
}

/** One iterator after the other, each made when it is its turn. */
export class ChainIterator<T> extends RecordIterator<T> {
  private current: RecordIterator<T> | undefined;
  private position = 0;
  constructor(private readonly sources: readonly (() => RecordIterator<T>)[]) {
    super();
  }
  next(): T | End {
    for (;;) {
      if (this.current === undefined) {
        const source = this.sources[this.position++];
        if (source === undefined) return END;
        this.current = source();
      }
      const record = this.current.next();
      if (record !== END) return record;
      this.current = undefined;
    }
  }
  override drain(sink: (record: T) => void): void {
    this.current?.drain(sink);
    this.current = undefined;
    while (this.position < this.sources.length) (this.sources[this.position++] as () => RecordIterator<T>)().drain(sink);
  }
}

/** Groups of parent partitions, without a shuffle (SC-181). */
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

/** Some partitions of the parent, renumbered. */
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

/** Each record of the left with each of the right; partition i·n + j joins left i and right j (SC-160). */
export class CartesianRDD<T, U> extends RDD<readonly [T, U]> {
  constructor(
    private readonly left: RDD<T>,
    private readonly right: RDD<U>,
  ) {
    const columns = right.partitions.length;
    super(left.context, [
      new NarrowDependency(left, (partition) => [Math.floor(partition / columns)]),
      new NarrowDependency(right, (partition) => [partition % columns]),
    ]);
  }
  protected getPartitions(): Partition[] {
    return indices(this.left.partitions.length * this.right.partitions.length);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<readonly [T, U]> {
    const { left, right } = this;
    const columns = right.partitions.length;
    const rightSplit = right.partitions[split.index % columns] as Partition;
    const leftSplit = left.partitions[Math.floor(split.index / columns)] as Partition;
    const lefts = left.iterator(leftSplit, task);
    const rows = function* () {
      for (const a of lefts) for (const b of right.iterator(rightSplit, task)) yield [a, b] as const;
    };
    return new GeneratorIterator(rows());
  }
}

/** Over an engine's own generator. */
export class GeneratorIterator<T> extends RecordIterator<T> {
  constructor(private readonly source: Iterator<T>) {
    super();
  }
  next(): T | End {
    const step = this.source.next();
    return step.done === true ? END : step.value;
  }
}

/** Partition i of every parent, together. */
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

/** What a checkpoint of an RDD left in the checkpoint directory (SC-240). */
export class ReliableCheckpointRDD<T> extends RDD<T> {
  constructor(
    context: SparkContext,
    readonly path: string,
    private readonly size: number,
    private readonly kept: Partitioner | undefined,
  ) {
    super(context, []);
  }
  override get partitioner(): Partitioner | undefined {
    return this.kept;
  }
  protected getPartitions(): Partition[] {
    return indices(this.size);
  }
  compute(split: Partition): RecordIterator<T> {
    return new ArrayRecordIterator(
      this.context.environment.storage.read(`${this.path}/${partFile(split.index)}`) as readonly T[],
    );
  }
}

/** `part-00003`. */
export const partFile = (index: number): string => `part-${String(index).padStart(5, '0')}`;
