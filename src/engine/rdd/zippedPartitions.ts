import { IllegalArgumentException } from '../errors.js';
import type { RDD } from './RDD.js';
import {
  type ZipFunction,
  type ZippedPartitionsRDD,
  ZippedPartitionsRDD2,
  ZippedPartitionsRDD3,
  ZippedPartitionsRDD4,
} from './ZippedPartitionsRDD.js';

const classes = [ZippedPartitionsRDD2, ZippedPartitionsRDD3, ZippedPartitionsRDD4] as const;

/** Two to four RDDs, partition by partition. @throws {IllegalArgumentException} unless all have the same number of partitions */
export function zippedPartitions<V>(
  parents: readonly RDD<unknown>[],
  body: ZipFunction<V>,
  preservesPartitioning = false,
): ZippedPartitionsRDD<V> {
  const counts = parents.map((parent) => parent.partitions.length);
  if (counts.some((count) => count !== counts[0])) {
    throw new IllegalArgumentException(`Can't zip RDDs with unequal numbers of partitions: List(${counts.join(', ')})`);
  }
  const Zipped = classes[parents.length - 2] as (typeof classes)[number];
  return new Zipped<V>(parents, body, preservesPartitioning);
}
