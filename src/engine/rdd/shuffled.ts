import { AppendOnlyMap } from '../jvm/AppendOnlyMap.js';
import { JavaHashMap } from '../jvm/JavaHashMap.js';
import { ArrayBufferSeq, CompactBuffer } from '../jvm/Seq.js';
import { ArrayRecordIterator, RecordIterator } from '../RecordIterator.js';
import { type Aggregator, type Dependency, NarrowDependency, oneToOne, ShuffleDependency } from './Dependency.js';
import { indices } from './kinds.js';
import type { Pair } from './Pair.js';
import type { Partition } from './Partition.js';
import { type Partitioner, samePartitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/** What a reducer fetched: the outputs of the map tasks, in the order of the map partitions. */
export function readShuffle<K, V, C>(
  dependency: ShuffleDependency<K, V, C>,
  partition: number,
  task: TaskContext,
): readonly (readonly Pair<K, C>[])[] {
  const { context } = dependency.rdd;
  const blocks = context.shuffles.read(dependency, partition);
  const { shuffleRecordMs } = context.environment.costs;
  if (shuffleRecordMs > 0) for (const block of blocks) task.charge(block.length * shuffleRecordMs);
  return blocks as readonly (readonly Pair<K, C>[])[];
}

/** All blocks one after the other. */
class BlocksIterator<T> extends RecordIterator<T> {
  private inner: ArrayRecordIterator<T> | undefined;
  private position = 0;
  constructor(private readonly blocks: readonly (readonly T[])[]) {
    super();
  }
  next() {
    for (;;) {
      this.inner ??= new ArrayRecordIterator(this.blocks[this.position++] ?? []);
      const record = this.inner.next();
      if (typeof record !== 'symbol' || this.position >= this.blocks.length) return record;
      this.inner = undefined;
    }
  }
  override drain(sink: (record: T) => void): void {
    this.inner?.drain(sink);
    while (this.position < this.blocks.length) for (const record of this.blocks[this.position++] as readonly T[]) sink(record);
  }
}

/** The reduce side of a shuffle (SC-330 …). Model: apache/spark 3.2.1 BlockStoreShuffleReader.scala. */
export class ShuffledRDD<K, V, C> extends RDD<Pair<K, C>> {
  constructor(
    private readonly parent: RDD<Pair<K, V>>,
    private readonly part: Partitioner,
    private readonly options: ShuffleDependency<K, V, C>['options'] = {},
  ) {
    super(parent.context);
  }
  protected override getDependencies(): Dependency[] {
    return [new ShuffleDependency<K, V, C>(this.parent, this.part, this.context.newShuffleId(), this.options)];
  }
  override get partitioner(): Partitioner {
    return this.part;
  }
  protected getPartitions(): Partition[] {
    return indices(this.part.numPartitions);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<Pair<K, C>> {
    const dependency = this.dependencies[0] as ShuffleDependency<K, V, C>;
    const blocks = readShuffle(dependency, split.index, task);
    const { aggregator, mapSideCombine, keyOrdering } = this.options;
    if (aggregator === undefined) {
      if (keyOrdering === undefined) return new BlocksIterator(blocks);
      return new ArrayRecordIterator(sorted(new BlocksIterator(blocks).toArray(), keyOrdering));
    }
    const table = new AppendOnlyMap<K, C>();
    if (mapSideCombine === true) {
      const create = (combined: C) => combined;
      for (const block of blocks) for (const pair of block) table.combine(pair[0], pair[1], create, aggregator.mergeCombiners);
    } else {
      for (const block of blocks as unknown as readonly (readonly Pair<K, V>[])[]) {
        for (const pair of block) table.combine(pair[0], pair[1], aggregator.create, aggregator.mergeValue);
      }
    }
    const pairs = table.toPairs();
    return new ArrayRecordIterator(keyOrdering === undefined ? pairs : sorted(pairs, keyOrdering));
  }
}

const sorted = <K, C>(pairs: Pair<K, C>[], compare: (a: K, b: K) => number): Pair<K, C>[] =>
  pairs.sort((a, b) => compare(a[0], b[0]));

/** `aggregator` over records that are in the right partition already (SC-121). */
export function combineInPlace<K, V, C>(
  records: RecordIterator<Pair<K, V>>,
  aggregator: Aggregator<V, C>,
): RecordIterator<Pair<K, C>> {
  const table = new AppendOnlyMap<K, C>();
  records.drain((pair) => table.combine(pair[0], pair[1], aggregator.create, aggregator.mergeValue));
  return table.records();
}

/** A narrow dependency where the parent has the partitioner already, else a shuffle without map-side combine. */
function dependencyOn(rdd: RDD<Pair<unknown, unknown>>, part: Partitioner): Dependency {
  return samePartitioner(rdd.partitioner, part)
    ? new NarrowDependency(rdd, oneToOne)
    : new ShuffleDependency<unknown, unknown, unknown>(rdd, part, rdd.context.newShuffleId());
}

function recordsOf(dependency: Dependency, split: Partition, task: TaskContext): RecordIterator<Pair<unknown, unknown>> {
  if (dependency.kind === 'shuffle') return new BlocksIterator(readShuffle(dependency, split.index, task));
  const rdd = dependency.rdd as RDD<Pair<unknown, unknown>>;
  return rdd.iterator(rdd.partitions[split.index] as Partition, task);
}

/** For each key the values of every parent (SC-150). Model: apache/spark 3.2.1 CoGroupedRDD.scala. */
export class CoGroupedRDD<K> extends RDD<Pair<K, readonly CompactBuffer<unknown>[]>> {
  constructor(
    private readonly parents: readonly RDD<Pair<K, unknown>>[],
    private readonly part: Partitioner,
  ) {
    super((parents[0] as RDD<Pair<K, unknown>>).context);
  }
  protected override getDependencies(): Dependency[] {
    return this.parents.map((parent) => dependencyOn(parent as RDD<Pair<unknown, unknown>>, this.part));
  }
  override get partitioner(): Partitioner {
    return this.part;
  }
  protected getPartitions(): Partition[] {
    return indices(this.part.numPartitions);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<Pair<K, readonly CompactBuffer<unknown>[]>> {
    const table = new AppendOnlyMap<K, CompactBuffer<unknown>[]>();
    const count = this.parents.length;
    this.dependencies.forEach((dependency, at) => {
      const create = (value: unknown) => {
        const groups = Array.from({ length: count }, () => new CompactBuffer<unknown>());
        (groups[at] as CompactBuffer<unknown>).push(value);
        return groups;
      };
      const merge = (groups: CompactBuffer<unknown>[], value: unknown) => {
        (groups[at] as CompactBuffer<unknown>).push(value);
        return groups;
      };
      recordsOf(dependency, split, task).drain((pair) => table.combine(pair[0] as K, pair[1], create, merge));
    });
    return table.records();
  }
}

/** Pairs of the left whose key the right does not have, in the order of Java's HashMap (SC-158). */
export class SubtractedRDD<K, V> extends RDD<Pair<K, V>> {
  constructor(
    private readonly left: RDD<Pair<K, V>>,
    private readonly right: RDD<Pair<K, unknown>>,
    private readonly part: Partitioner,
  ) {
    super(left.context);
  }
  protected override getDependencies(): Dependency[] {
    return [this.left, this.right].map((rdd) => dependencyOn(rdd as RDD<Pair<unknown, unknown>>, this.part));
  }
  override get partitioner(): Partitioner {
    return this.part;
  }
  protected getPartitions(): Partition[] {
    return indices(this.part.numPartitions);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<Pair<K, V>> {
    const table = new JavaHashMap<K, ArrayBufferSeq<V>>();
    const [left, right] = this.dependencies as [Dependency, Dependency];
    recordsOf(left, split, task).drain((pair) => {
      let values = table.get(pair[0] as K);
      if (values === undefined) {
        values = new ArrayBufferSeq<V>();
        table.put(pair[0] as K, values);
      }
      values.push(pair[1] as V);
    });
    recordsOf(right, split, task).drain((pair) => {
      table.remove(pair[0] as K);
    });
    const pairs: Pair<K, V>[] = [];
    for (const [key, values] of table) for (const value of values) pairs.push([key, value]);
    return new ArrayRecordIterator(pairs);
  }
}
