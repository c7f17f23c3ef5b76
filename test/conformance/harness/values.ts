import { Double, isInt, isTuple, Long, None, Seq, Some, toJavaString, Vector } from '../../../src/engine/jvm/index.js';

/** A value as the recordings write it (recordings/README.md, "Values"). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The value that a recording means. */
export function decode(json: Json): unknown {
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== 'object' || json === null) return json;
  const value = json as Readonly<Record<string, Json>>;
  if ('long' in value) return new Long(BigInt(value.long as string));
  if ('double' in value) {
    const number = Number(value.double);
    return isInt(number) ? new Double(number) : number;
  }
  if ('seq' in value) return Vector.from((value.seq as readonly Json[]).map(decode));
  if ('some' in value) return new Some(decode(value.some as Json));
  if ('none' in value) return None;
  throw new Error(`not a recorded value: ${JSON.stringify(json)}`);
}

/** A value of the engine as the recordings would write it. */
export function encode(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Long) return { long: value.toString() };
  if (value instanceof Double) return { double: toJavaString(value) };
  if (typeof value === 'number') return isInt(value) && !Object.is(value, -0) ? value : { double: toJavaString(value) };
  if (value instanceof Some) return { some: encode(value.value) };
  if (value === None) return { none: true };
  if (Array.isArray(value)) {
    const items = Array.from(value, encode);
    return value instanceof Seq || value.length < 2 || value.length > 22 ? { seq: items } : items;
  }
  return { unknown: String(value) };
}

/** The order of `sorted`, `sortByKey`, `top`, `max` in the recordings: texts by UTF-16 units, Ints and Longs by value, pairs by component, anything else by its text. */
export function order(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number' && typeof b === 'number' && isInt(a) && isInt(b)) return a - b;
  if (a instanceof Long && b instanceof Long) return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  if (isPair(a) && isPair(b)) return order(a[0], b[0]) || order(a[1], b[1]);
  return order(toJavaString(a), toJavaString(b));
}

const isPair = (value: unknown): value is readonly [unknown, unknown] =>
  Array.isArray(value) && value.length === 2 && isTuple(value);
