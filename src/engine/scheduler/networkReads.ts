import type { Process } from '../ports/Process.js';
import { NarrowDependency } from '../rdd/Dependency.js';
import type { Partition } from '../rdd/Partition.js';
import type { RDD } from '../rdd/RDD.js';
import type { TaskContext } from '../rdd/TaskContext.js';

type AnyRDD = RDD<unknown>;

/** Reads what a task will need over the network, before it asks for its records: only a process can wait (`RDD.prepare`). */
export function* networkReads(rdd: AnyRDD, partition: number, task: TaskContext): Process<void> {
  if (rdd.isStored(partition)) return;
  if (rdd.prepare !== undefined && !rdd.isCheckpointed) {
    yield* rdd.prepare(rdd.partitions[partition] as Partition, task);
    return;
  }
  for (const dependency of rdd.dependencies) {
    if (!(dependency instanceof NarrowDependency)) continue;
    for (const parent of dependency.parentsOf(partition)) yield* networkReads(dependency.rdd as AnyRDD, parent, task);
  }
}
