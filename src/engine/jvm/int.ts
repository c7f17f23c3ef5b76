/** 32-bit integer arithmetic of the JVM: results wrap around. The engine's only place where `| 0` is written for arithmetic's sake. */

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
