import { JavaError } from '../errors.js';

/** Whether a JavaScript number stands for an `Int`: an integer within 32 bits, and not -0. */
export function isInt(value: number): boolean {
  return (value | 0) === value && (value !== 0 || 1 / value > 0);
}

/** `a + b` on Ints. */
export function addInt(a: number, b: number): number {
  return (a + b) | 0;
}

/** `a - b` on Ints. */
export function subtractInt(a: number, b: number): number {
  return (a - b) | 0;
}

/** `a * b` on Ints. */
export function multiplyInt(a: number, b: number): number {
  return Math.imul(a, b);
}

/** `-a` on Ints. */
export function negateInt(a: number): number {
  return -a | 0;
}

/** Remainder with the sign of the divisor: never negative for a positive `b`. Model: java.lang.Math.floorMod. */
export function floorMod(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
}

/** `x` modulo a positive `mod`, from 0 to `mod - 1`. Model: apache/spark 3.2.1 core/.../util/Utils.scala (nonNegativeMod). */
export function nonNegativeMod(x: number, mod: number): number {
  const remainder = x % mod;
  // "+ 0" turns the -0 of a negative multiple into 0.
  return remainder < 0 ? remainder + mod : remainder + 0;
}

/** Reverses the bytes of a scrambled Int. Model: scala 2.13.5 scala/util/hashing/package.scala (byteswap32). */
export function byteswap32(value: number): number {
  const scrambled = Math.imul(value, 0x9e3775cd);
  const reversed = (scrambled << 24) | ((scrambled & 0xff00) << 8) | ((scrambled >>> 8) & 0xff00) | (scrambled >>> 24);
  return Math.imul(reversed, 0x9e3775cd);
}

/**
 * 32-bit integers. This is the place that says which number of the JVM a JavaScript number stands for, when it is hashed, compared for
 * equality, or printed:
 *
 * | JavaScript              | JVM     | hashCode                         | printed            | equals                     |
 * | ----------------------- | ------- | -------------------------------- | ------------------ | -------------------------- |
 * | `5`, `-1` (32 bits)     | Int     | the value                        | `5`                | Ints of the same value     |
 * | `0.5`, `-0`, `2 ** 31`  | Double  | the halves of its bits, xor      | `0.5` `-0.0` `2.147483648E9` | Doubles of the same bits |
 * | `new Double(5)`         | Double  | the same                         | `5.0`              | Doubles of the same bits   |
 * | `new Float(5)`          | Float   | its bits                         | `5.0`              | Floats of the same bits    |
 * | `new Long(5)`, `5n`     | Long    | its halves, xor                  | `5`                | Longs of the same value    |
 *
 * So `5` and `new Long(5)` are two keys, as `5` and `5L` are in Spark. Inside tuples and case classes Scala hashes equal numbers of
 * different types alike (`hashHash`). Arithmetic is JavaScript's: `2147483647 + 1` becomes a Double. Where a program depends on the
 * wrap-around of the JVM, it calls these functions; where it needs 64 bits, it uses `Long`.
 * Model: java.lang.Integer; scala 2.13.5 scala/runtime/Statics.java.
 */
export const Int = {
  MIN_VALUE: -0x80000000,
  MAX_VALUE: 0x7fffffff,
  /** Whether a number stands for an Int. */
  isInt,
  /** Sum, wrapped around. */
  add: addInt,
  /** Difference, wrapped around. */
  subtract: subtractInt,
  /** Product, wrapped around. */
  multiply: multiplyInt,
  /** Wrapped around: of the least Int it is itself. */
  negate: negateInt,
  /** Quotient towards zero. @throws {JavaError} `java.lang.ArithmeticException`: by zero */
  divide(a: number, b: number): number {
    if (b === 0) throw new JavaError('java.lang.ArithmeticException', '/ by zero');
    return (a / b) | 0;
  },
  /** Remainder with the sign of `b`. */
  floorMod,
  /** `value.toInt` of a Double: towards zero, held within the range; 0 of NaN. */
  fromDouble(value: number): number {
    return Math.max(Int.MIN_VALUE, Math.min(Int.MAX_VALUE, Math.trunc(value) || 0));
  },
  /** `Integer.parseInt`. @throws {JavaError} `java.lang.NumberFormatException`: not an Int in decimal digits */
  parse(text: string): number {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= Int.MIN_VALUE && value <= Int.MAX_VALUE))
      throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
    return value + 0;
  },
} as const;
