import { currentCallSite } from '../../callSite.js';
import { BatchwiseError } from '../../errors.js';
import { HashPartitioner } from '../../rdd/HashPartitioner.js';
import type { Partitioner } from '../../rdd/Partitioner.js';
import type { AnyDStream } from '../DStream.js';

/** A number of partitions, or how they are chosen. */
export type Where = number | Partitioner;

/**
 * The partitioner of an operator on pairs: by default hashing into the default parallelism, as it is now (SS-403).
 * @throws {IllegalArgumentException} a negative number; {BatchwiseError} 0, or no whole number: Spark would run no task and give nothing, without a word
 */
export function partitionerFor(stream: AnyDStream, given: Where | undefined): Partitioner {
  const { defaultParallelism } = stream.context.sparkContext;
  const partitioner = typeof given === 'object' ? given : new HashPartitioner(given ?? defaultParallelism);
  const count = partitioner.numPartitions;
  if (Number.isInteger(count) && count > 0) return partitioner;
  throw new BatchwiseError({
    message: `The number of partitions is ${count}: no task would run, and nothing would come out.`,
    where: currentCallSite() ?? 'an operator on pairs',
    hint: `Give a positive whole number, or none for the default parallelism, which is ${defaultParallelism}.`,
  });
}
