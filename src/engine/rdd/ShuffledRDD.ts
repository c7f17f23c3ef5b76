import { AppendOnlyMap } from '../jvm/AppendOnlyMap.js';
import { attributedReduce } from '../provenance/shuffles.js';
import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import type { TaskLocation } from '../scheduler/TaskSet.js';
import { type Dependency, ShuffleDependency } from './Dependency.js';
import { BlocksIterator } from './iterators/BlocksIterator.js';
import type { Pair } from './Pair.js';
import { indices, type Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { RDD } from './RDD.js';
import { readShuffle } from './readShuffle.js';
import type { TaskContext } from './TaskContext.js';

/**
 * The reduce side of a shuffle (SC-320 …). Model: apache/spark 3.2.1 core/.../rdd/ShuffledRDD.scala,
 * shuffle/BlockStoreShuffleReader.scala.
 */
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
  override preferredLocations(index: number): readonly TaskLocation[] {
    const { context } = this;
    if (!context.conf.getBoolean('spark.shuffle.reduceLocality.enabled', true)) return [];
    const [dependency] = this.dependencies;
    if (dependency === undefined || dependency.kind !== 'shuffle') return [];
    return context.shuffles.preferredHosts(dependency, index).map((hostName) => ({ hostName }));
  }
  compute(split: Partition, task: TaskContext): RecordIterator<Pair<K, C>> {
    const dependency = this.dependencies[0] as ShuffleDependency<K, V, C>;
    const blocks = readShuffle(dependency, split.index, task);
    const { provenance } = this.context.environment;
    if (provenance !== undefined) return attributedReduce(blocks, this.options, this.callSite, provenance);
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
