import { encode, type Json } from './values.js';

/** A collected sequence, sorted at every level. */
export const shown = (records: readonly unknown[]): Json => sortDeep({ seq: records.map(encode) });

/** Sequences in order: the order of records is not what these recordings are about. */
export function sortDeep(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortDeep);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, sortDeep(each)] as const);
  const sorted = Object.fromEntries(entries) as { seq?: Json };
  if (Array.isArray(sorted.seq)) sorted.seq = [...sorted.seq].sort(compareJson);
  return sorted as Json;
}

function compareJson(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const left = items(a);
  const right = items(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareJson(left[i] as Json, right[i] as Json);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function items(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  const { seq, long } = value as { readonly seq?: readonly Json[]; readonly long?: string };
  return seq ?? (long === undefined ? [JSON.stringify(value)] : [Number(long)]);
}
