import type { RDD } from './RDD.js';
import {
  type ZipFunction,
  type ZippedPartitionsRDD,
  ZippedPartitionsRDD2,
  ZippedPartitionsRDD3,
  ZippedPartitionsRDD4,
} from './ZippedPartitionsRDD.js';

const classes = [ZippedPartitionsRDD2, ZippedPartitionsRDD3, ZippedPartitionsRDD4] as const;

/** Two to four RDDs, partition by partition. */
export function zippedPartitions<V>(
  parents: readonly RDD<unknown>[],
  body: ZipFunction<V>,
  preservesPartitioning = false,
): ZippedPartitionsRDD<V> {
  const Zipped = classes[parents.length - 2] as (typeof classes)[number];
  return new Zipped<V>(parents, body, preservesPartitioning);
}
