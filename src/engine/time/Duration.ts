import { BatchwiseError, JavaError } from '../errors.js';
import { stringHash } from '../jvm/hashCode.js';
import { longHash } from '../jvm/Long.js';
import { finalizeHash, mix } from '../jvm/murmur3.js';

const hashSeed = mix(0xcafebabe | 0, stringHash('Duration'));

/** A length of time in whole milliseconds; may be negative. Immutable. Model: apache/spark 3.2.1 streaming/.../Duration.scala. */
export class Duration {
  /** @throws {BatchwiseError} not a whole number */
  constructor(readonly millis: number) {
    if (Number.isInteger(millis)) return;
    throw new BatchwiseError({
      message: `A duration is a whole number of milliseconds; it is ${millis}.`,
      hint: 'Seconds(1), Seconds(0.5) and Milliseconds(200) are durations.',
    });
  }

  get milliseconds(): number {
    return this.millis;
  }

  plus(other: Duration): Duration {
    return new Duration(this.millis + other.millis);
  }

  minus(other: Duration): Duration {
    return new Duration(this.millis - other.millis);
  }

  /** `factor` is an integer. */
  times(factor: number): Duration {
    return new Duration(this.millis * factor);
  }

  /** How many times `other` fits, a fraction: 6 s / 4 s is 1.5 (SS-202). */
  div(other: Duration): number {
    return this.millis / other.millis;
  }

  /** Zero and negative multiples count. @throws {JavaError} ArithmeticException when `other` is zero */
  isMultipleOf(other: Duration): boolean {
    return remainder(this.millis, other.millis) === 0;
  }

  get isZero(): boolean {
    return this.millis === 0;
  }

  less(other: Duration): boolean {
    return this.millis < other.millis;
  }

  lessEqual(other: Duration): boolean {
    return this.millis <= other.millis;
  }

  greater(other: Duration): boolean {
    return this.millis > other.millis;
  }

  greaterEqual(other: Duration): boolean {
    return this.millis >= other.millis;
  }

  min(other: Duration): Duration {
    return this.millis < other.millis ? this : other;
  }

  max(other: Duration): Duration {
    return this.millis > other.millis ? this : other;
  }

  /** Negative, 0 or positive. */
  compareTo(other: Duration): number {
    return this.millis - other.millis;
  }

  equals(other: unknown): boolean {
    return other instanceof Duration && this.millis === other.millis;
  }

  hashCode(): number {
    return finalizeHash(mix(hashSeed, millisHash(this.millis)), 1);
  }

  /** `1500 ms` */
  toString(): string {
    return `${this.millis} ms`;
  }

  /** `1500` */
  toFormattedString(): string {
    return String(this.millis);
  }

  /** `500 ms`, `1.5 s`, `2.0 m`, `1.50 h`, by size; negative durations in ms (SS-206). */
  prettyPrint(): string {
    return formatDuration(this.millis);
  }
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `duration.prettyPrint()` of a number of milliseconds. Model: apache/spark 3.2.1 core/.../util/Utils.scala (msDurationToString). */
export function formatDuration(millis: number): string {
  if (millis < SECOND) return `${millis} ms`;
  if (millis < MINUTE) return `${inUnit(millis, SECOND, 1)} s`;
  if (millis < HOUR) return `${inUnit(millis, MINUTE, 1)} m`;
  return `${inUnit(millis, HOUR, 2)} h`;
}

/** Spark divides 32-bit floats: 1150 ms is 1.14999998 s and prints as 1.1. Halves are rounded up, by Java and by `toFixed`. */
function inUnit(millis: number, unit: number, decimals: number): string {
  return Math.fround(Math.fround(millis) / unit).toFixed(decimals);
}

/** Division of millisecond counts toward zero. @throws {JavaError} ArithmeticException when `divisor` is 0 */
export function quotient(millis: number, divisor: number): number {
  if (divisor === 0) throw new JavaError('java.lang.ArithmeticException', '/ by zero');
  return Math.trunc(millis / divisor) + 0;
}

/** @throws {JavaError} ArithmeticException when `divisor` is 0 */
export function remainder(millis: number, divisor: number): number {
  if (divisor === 0) throw new JavaError('java.lang.ArithmeticException', '/ by zero');
  return (millis % divisor) + 0;
}

/** What a field of type Long adds to the hash of a case class. */
export function millisHash(millis: number): number {
  return (millis | 0) === millis ? millis : longHash(BigInt(millis));
}

export const Milliseconds = (millis: number): Duration => new Duration(millis);
export const Seconds = (seconds: number): Duration => new Duration(seconds * SECOND);
export const Minutes = (minutes: number): Duration => new Duration(minutes * MINUTE);
