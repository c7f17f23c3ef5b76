import type { CompactBuffer } from '../../jvm/Seq.js';
import { attributedJoin } from '../../provenance/pairs.js';
import type { Where } from '../defaultPartitioner.js';
import type { AnyPair } from '../Pair.js';
import type { RDD } from '../RDD.js';

/** A join: cogroup, then `rows` of what both sides have for a key (SC-131). */
export function joining(
  rdd: RDD<AnyPair>,
  other: RDD<AnyPair>,
  partitions: Where | undefined,
  rows: (left: CompactBuffer<unknown>, right: CompactBuffer<unknown>) => unknown[],
): RDD<AnyPair> {
  const joined = attributedJoin(rows, rdd.context.environment.provenance);
  return (rdd as RDD<AnyPair>).cogroup(other, partitions).flatMapValues((groups) => joined(groups[0], groups[1])) as RDD<AnyPair>;
}

/** Each of the left with each of the right, in loops. */
export function product<V, W, X>(left: readonly V[], right: readonly W[], row: (v: V, w: W) => X): X[] {
  const rows: X[] = [];
  for (const v of left) for (const w of right) rows.push(row(v, w));
  return rows;
}
