import { blockRecords } from '../provenance/shuffles.js';
import type { RecordIterator } from '../RecordIterator.js';
import { type Dependency, NarrowDependency, oneToOne, ShuffleDependency } from './Dependency.js';
import type { Pair } from './Pair.js';
import type { Partition } from './Partition.js';
import { type Partitioner, samePartitioner } from './Partitioner.js';
import type { RDD } from './RDD.js';
import { readShuffle } from './readShuffle.js';
import type { TaskContext } from './TaskContext.js';

/** A narrow dependency where the parent has the partitioner already, else a shuffle without map-side combine. */
export function cogroupDependency(rdd: RDD<Pair<unknown, unknown>>, part: Partitioner): Dependency {
  return samePartitioner(rdd.partitioner, part)
    ? new NarrowDependency(rdd, oneToOne)
    : new ShuffleDependency<unknown, unknown, unknown>(rdd, part, rdd.context.newShuffleId());
}

/** The records that partition `split` of a cogroup gets from one of its parents. */
export function recordsOf(dependency: Dependency, split: Partition, task: TaskContext): RecordIterator<Pair<unknown, unknown>> {
  if (dependency.kind === 'shuffle')
    return blockRecords(readShuffle(dependency, split.index, task), dependency.rdd.context.environment.provenance);
  const rdd = dependency.rdd as RDD<Pair<unknown, unknown>>;
  return rdd.iterator(rdd.partitions[split.index] as Partition, task);
}
