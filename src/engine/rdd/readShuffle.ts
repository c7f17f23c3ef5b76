import type { ShuffleDependency } from './Dependency.js';
import type { Pair } from './Pair.js';
import type { TaskContext } from './TaskContext.js';

/** What a reducer fetched: the outputs of the map tasks, in the order of the map partitions. */
export function readShuffle<K, V, C>(
  dependency: ShuffleDependency<K, V, C>,
  partition: number,
  task: TaskContext,
): readonly (readonly Pair<K, C>[])[] {
  const { context } = dependency.rdd;
  const blocks = context.shuffles.read(dependency as ShuffleDependency, partition, task);
  const { shuffleRecordMs } = context.environment.costs;
  if (shuffleRecordMs > 0) for (const block of blocks) task.charge(block.length * shuffleRecordMs);
  return blocks as readonly (readonly Pair<K, C>[])[];
}
