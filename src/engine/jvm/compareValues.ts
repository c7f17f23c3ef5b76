import { Double, Float } from './Double.js';
import { Long } from './Long.js';
import { isTuple } from './Seq.js';
import { toJavaString } from './toJavaString.js';

/**
 * The natural order, in which `sortByKey`, `top`, `takeOrdered`, `max` and `min` compare unless told otherwise: strings by UTF-16 units,
 * numbers by value (-0.0 before 0.0, NaN last), false before true, tuples of the same size component by component, sequences
 * lexicographically, objects that have `compareTo` by it; anything else by its printed text. Negative, 0 or positive.
 */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const x = comparable(a);
  const y = comparable(b);
  if (x !== undefined && y !== undefined) return compareNumbers(x, y);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    const tuples = isTuple(a);
    if (tuples === isTuple(b) && (!tuples || a.length === b.length)) return compareElements(a, b);
  }
  if (hasCompareTo(a) && hasCompareTo(b)) return a.compareTo(b);
  return compareValues(toJavaString(a), toJavaString(b));
}

function comparable(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Long || value instanceof Double || value instanceof Float) return value.value;
  return undefined;
}

/** `java.lang.Double.compare`, where a mixture of types is compared by value. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (typeof a === 'bigint' || typeof b === 'bigint') return 0;
  if (a === b) return a === 0 ? (Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1) : 0;
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : -1;
}

function compareElements(a: readonly unknown[], b: readonly unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function hasCompareTo(value: unknown): value is { compareTo(other: unknown): number } {
  return typeof value === 'object' && value !== null && typeof (value as { compareTo?: unknown }).compareTo === 'function';
}

/** Negative when `a` comes first, positive when `b` does, 0 when neither; Scala's `Ordering`. */
export type Compare<T> = (a: T, b: T) => number;
