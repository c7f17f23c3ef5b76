import { ensureSerializable } from '../closure.js';
import { ShuffleDependency } from '../rdd/Dependency.js';
import type { AnyRDD, AnyShuffle } from './Stage.js';

/** The shuffles nearest below an RDD, each once; of several parents the last one first, as Spark's stack has it (DAGScheduler.getShuffleDependencies). */
export function shufflesBelow(rdd: AnyRDD): AnyShuffle[] {
  const found = new Set<AnyShuffle>();
  const seen = new Set<AnyRDD>();
  const waiting: AnyRDD[] = [rdd];
  for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
    if (seen.has(each)) continue;
    seen.add(each);
    for (const dependency of each.dependencies) {
      if (dependency instanceof ShuffleDependency) found.add(dependency);
      else waiting.unshift(dependency.rdd as AnyRDD);
    }
  }
  return [...found];
}

/**
 * Checks the functions of an RDD and of everything that it comes from: a task carries them all.
 * @throws {SparkException} `Task not serializable`: what one of them captures cannot be sent any more
 */
export function checkLineage(rdd: AnyRDD): void {
  const seen = new Set<AnyRDD>([rdd]);
  for (const each of seen) {
    for (const f of each.functions) ensureSerializable(f);
    for (const dependency of each.dependencies) seen.add(dependency.rdd as AnyRDD);
  }
}

/** The RDDs that a stage ending in `rdd` computes: down to the next shuffles. */
export function rddsOfStage(rdd: AnyRDD): Set<AnyRDD> {
  const found = new Set<AnyRDD>([rdd]);
  for (const each of found) {
    for (const dependency of each.dependencies) {
      if (!(dependency instanceof ShuffleDependency)) found.add(dependency.rdd as AnyRDD);
    }
  }
  return found;
}
