import { HashPartitioner } from './HashPartitioner.js';
import type { Partitioner } from './Partitioner.js';
import type { RDD } from './RDD.js';

/** The partitioner of the parent that has most partitions, if it is worth keeping; else hashing (SC-206). */
export function defaultPartitioner(
  first: RDD<never> | RDD<unknown>,
  ...others: readonly (RDD<never> | RDD<unknown>)[]
): Partitioner {
  const rdds = [first, ...others] as RDD<unknown>[];
  const most = Math.max(...rdds.map((rdd) => rdd.partitions.length));
  let best: RDD<unknown> | undefined;
  for (const rdd of rdds) {
    if ((rdd.partitioner?.numPartitions ?? 0) > 0 && (best === undefined || rdd.partitions.length > best.partitions.length))
      best = rdd;
  }
  const { context } = first;
  const fallback = context.conf.has('spark.default.parallelism') ? context.defaultParallelism : most;
  const part = best?.partitioner;
  if (part !== undefined && (Math.log10(most) - Math.log10(part.numPartitions) < 1 || fallback <= part.numPartitions))
    return part;
  return new HashPartitioner(fallback);
}

/** A number of partitions, or how they are chosen. */
export type Where = number | Partitioner;

/** What an operator's optional last argument stands for. */
export const partitionerOf = (given: Where | undefined, fallback: () => Partitioner): Partitioner =>
  given === undefined ? fallback() : typeof given === 'number' ? new HashPartitioner(given) : given;
