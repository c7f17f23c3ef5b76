import { NarrowDependency } from '../rdd/Dependency.js';
import { RDD } from '../rdd/RDD.js';
import { StorageLevel } from '../rdd/StorageLevel.js';
import { rddsOfStage } from './lineage.js';
import type { AnyRDD } from './Stage.js';
import type { TaskLocation } from './TaskSet.js';

/**
 * Whether any partition of a stage that ends in `rdd` may have a preferred place: some RDD of the stage is kept, or says where its records are.
 * Asked once a stage, so that tasks without a preference, the most, cost nothing.
 */
export function mayPrefer(rdd: AnyRDD): boolean {
  for (const each of rddsOfStage(rdd)) {
    if (each.storageLevel !== StorageLevel.NONE || each.preferredLocations !== RDD.prototype.preferredLocations) return true;
  }
  return false;
}

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
