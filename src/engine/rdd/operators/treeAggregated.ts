import { IllegalArgumentException } from '../../errors.js';
import type { Process } from '../../ports/Process.js';
import { combinedValue } from '../../process/combinedValue.js';
import { opaque } from '../../provenance/records.js';
import { ArrayRecordIterator } from '../../RecordIterator.js';
import { HashPartitioner } from '../HashPartitioner.js';
import { MapIterator } from '../iterators/MapIterator.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { AnyPair } from '../Pair.js';
import type { RDD } from '../RDD.js';
import { copyOf } from './copyOf.js';

/** Partial results of partition i go to i modulo m, level by level, before the driver folds the rest (SC-145). `name`: of the action. */
export function* treeAggregated(
  rdd: RDD<unknown>,
  zero: unknown,
  seqOp: (combined: unknown, record: unknown) => unknown,
  combOp: (a: unknown, b: unknown) => unknown,
  depth: number,
  name: string,
): Process<unknown> {
  requireDepth(depth);
  if (rdd.partitions.length === 0) return copyOf(zero);
  const { provenance } = rdd.context.environment;
  let partial: RDD<unknown> = new MapPartitionsRDD(rdd, (records) =>
    opaque(records, name, provenance, (pulled) => {
      let total = copyOf(zero);
      pulled.drain((record) => {
        total = combinedValue(name, seqOp(total, record));
      });
      return new ArrayRecordIterator([total]);
    }),
  );
  let count = rdd.partitions.length;
  const scale = Math.max(Math.ceil(count ** (1 / depth)), 2);
  while (count > scale + Math.ceil(count / scale)) {
    count = Math.trunc(count / scale);
    const keys = count;
    partial = new MapPartitionsRDD<unknown, AnyPair>(
      partial,
      (records, index) => new MapIterator(records, (record) => [index % keys, record] as const, name),
    )
      .foldByKey(zero, combOp, new HashPartitioner(keys))
      .values();
  }
  return yield* partial.fold(copyOf(zero), combOp);
}

/** @throws {IllegalArgumentException} below 1 */
export function requireDepth(depth: number): void {
  if (depth >= 1) return;
  throw new IllegalArgumentException(`requirement failed: Depth must be greater than or equal to 1 but got ${depth}.`);
}
