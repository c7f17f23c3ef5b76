import { Long } from './Long.js';

/** How the engine counts (`count`, `countByValue`, `zipWithIndex`, …): Spark's counts are Longs, a program prefers plain numbers. */
export interface LongArithmetic<T = unknown> {
  /** `value` is an integer. */
  fromNumber(value: number): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  isZero(value: T): boolean;
}

/** Counts are plain numbers, exact up to 2^53. The default. */
export const numberCounts: LongArithmetic<number> = {
  fromNumber: (value) => value,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  isZero: (value) => value === 0,
};

/** Counts are `Long`s, as in Spark: they hash and print as 64-bit integers. */
export const longCounts: LongArithmetic<Long> = {
  fromNumber: (value) => new Long(value),
  add: (a, b) => a.plus(b),
  subtract: (a, b) => a.minus(b),
  isZero: (value) => value.value === 0n,
};
