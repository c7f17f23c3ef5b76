import { IllegalArgumentException } from '../../errors.js';
import type { RecordIterator } from '../../RecordIterator.js';
import type { RDD } from '../RDD.js';
import { ZippedPartitionsRDD2 } from '../ZippedPartitionsRDD2.js';

/** Partitions side by side. @throws {IllegalArgumentException} unless both have the same number of them */
export function zipped(
  left: RDD<unknown>,
  right: RDD<unknown>,
  body: (a: RecordIterator<unknown>, b: RecordIterator<unknown>) => RecordIterator<unknown>,
): RDD<unknown> {
  const counts = [left.partitions.length, right.partitions.length];
  if (counts[0] !== counts[1]) {
    throw new IllegalArgumentException(`Can't zip RDDs with unequal numbers of partitions: List(${counts.join(', ')})`);
  }
  return new ZippedPartitionsRDD2(left, right, body);
}
