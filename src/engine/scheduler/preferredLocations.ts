import { NarrowDependency } from '../rdd/Dependency.js';
import type { AnyRDD } from './Stage.js';
import type { TaskLocation } from './TaskSet.js';

/**
 * Where a partition would best be computed: where a stored block of it is, else where the RDD itself says, else as for the first of its narrow
 * parents that has a preference (DAGScheduler.getPreferredLocs).
 */
export function preferredLocations(rdd: AnyRDD, partition: number, seen = new Set<string>()): readonly TaskLocation[] {
  const key = `${rdd.id} ${partition}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const stored = rdd.blockOf(partition)?.holders ?? [];
  if (stored.length > 0) return stored.map(({ executor }) => ({ hostName: executor.hostName, executor: executor.id }));
  const own = rdd.preferredLocations(partition);
  if (own.length > 0) return own;
  for (const dependency of rdd.dependencies) {
    if (!(dependency instanceof NarrowDependency)) continue;
    for (const parent of dependency.parentsOf(partition)) {
      const found = preferredLocations(dependency.rdd as AnyRDD, parent, seen);
      if (found.length > 0) return found;
    }
  }
  return [];
}
