import { HashPartitioner } from '../../rdd/HashPartitioner.js';
import type { Partitioner } from '../../rdd/Partitioner.js';
import type { AnyDStream } from '../DStream.js';

/** A number of partitions, or how they are chosen. */
export type Where = number | Partitioner;

/** The partitioner of an operator on pairs: by default hashing into the default parallelism, as it is now (SS-403). */
export function partitionerFor(stream: AnyDStream, given: Where | undefined): Partitioner {
  if (typeof given === 'object') return given;
  return new HashPartitioner(given ?? stream.context.sparkContext.defaultParallelism);
}
