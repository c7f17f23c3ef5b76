import { Double, Float } from './Double.js';
import { isInt } from './int.js';
import { Long } from './Long.js';
import { None, Some } from './Option.js';
import { isProduct, productFields } from './product.js';
import { isTuple } from './Seq.js';

/**
 * Java's `a.equals(b)` on the JVM values that `a` and `b` stand for: an Int, a Long and a Double are never equal, NaN equals NaN, 0.0 does
 * not equal -0.0 (SC-230). Elements of tuples, sequences and case classes are compared as Scala's `==` does.
 */
export function javaEquals(a: unknown, b: unknown): boolean {
  if (a === b) return a !== 0 || Object.is(a, b);
  if (typeof a === 'string' || typeof b === 'string') return false;
  const kind = numberKind(a);
  if (kind !== NOT_A_NUMBER) return kind === numberKind(b) && Object.is(numberOf(a), numberOf(b));
  return objectEquals(a, b);
}

/** Scala's `a == b`: numbers are equal by value whatever their types, NaN equals nothing, 0.0 equals -0.0. */
export function scalaEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') return false;
  if (numberKind(a) !== NOT_A_NUMBER) {
    if (numberKind(b) === NOT_A_NUMBER) return false;
    const x = numberOf(a);
    const y = numberOf(b);
    if (typeof x === typeof y) return x === y;
    // A Long against a Double: Scala converts the Long to Double.
    return Number(x) === Number(y);
  }
  return objectEquals(a, b);
}

export const NOT_A_NUMBER = 0;
const INT = 1;
const LONG = 2;
const DOUBLE = 3;
const FLOAT = 4;

/** The JVM type of a number, as a small number above 0; `NOT_A_NUMBER` for other values. */
export function numberKind(value: unknown): number {
  if (typeof value === 'number') return isInt(value) ? INT : DOUBLE;
  if (typeof value === 'bigint' || value instanceof Long) return LONG;
  if (value instanceof Double) return DOUBLE;
  return value instanceof Float ? FLOAT : NOT_A_NUMBER;
}

/** Whether a number has a value for which Java's `equals` and Scala's `==` differ even among Doubles: NaN, 0.0 and -0.0. */
export function isOddDouble(value: unknown): boolean {
  if (numberKind(value) < DOUBLE) return false;
  const number = Number(value);
  return Number.isNaN(number) || number === 0;
}

function numberOf(value: unknown): number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? value : (value as Double | Float | Long).value;
}

function objectEquals(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && isTuple(a) === isTuple(b) && sameElements(a, b);
  if (a instanceof Some) return b instanceof Some && scalaEquals(a.value, b.value);
  if (a === None || b === None) return false;
  if (a instanceof Map) return b instanceof Map && sameEntries([...a], [...b]);
  if (a instanceof Set) return b instanceof Set && sameEntries([...a], [...b]);
  const own = (a as { equals?: unknown }).equals;
  if (typeof own === 'function') return (own as (other: unknown) => boolean).call(a, b);
  if (a.constructor !== b.constructor || !isProduct(a)) return false;
  return sameElements(productFields(a), productFields(b));
}

function sameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!scalaEquals(a[i], b[i])) return false;
  return true;
}

/** Regardless of order; quadratic, for maps and sets are seldom keys. */
function sameEntries(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((entry) => b.some((other) => scalaEquals(entry, other)));
}
