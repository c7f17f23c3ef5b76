import { JavaError } from '../errors.js';

/**
 * A 64-bit integer of the JVM: needed where a plain number (an Int or a Double) would hash, compare or print differently.
 * Immutable; results wrap around at 64 bits.
 */
export class Long {
  readonly value: bigint;

  /** @throws {RangeError} when `value` is a number that is no integer */
  constructor(value: bigint | number) {
    this.value = BigInt.asIntN(64, BigInt(value));
  }

  static of(value: bigint | number): Long {
    return new Long(value);
  }

  /** @throws {JavaError} `java.lang.NumberFormatException`: not a Long in decimal digits */
  static parse(text: string): Long {
    if (/^[+-]?\d+$/.test(text)) {
      const value = BigInt(text.replace('+', ''));
      if (value === BigInt.asIntN(64, value)) return new Long(value);
    }
    throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
  }

  plus(other: Long): Long {
    return new Long(this.value + other.value);
  }

  minus(other: Long): Long {
    return new Long(this.value - other.value);
  }

  times(other: Long): Long {
    return new Long(this.value * other.value);
  }

  /** Quotient towards zero. @throws {JavaError} `java.lang.ArithmeticException`: by zero */
  dividedBy(other: Long): Long {
    if (other.value === 0n) throw new JavaError('java.lang.ArithmeticException', '/ by zero');
    return new Long(this.value / other.value);
  }

  /** Remainder with the sign of this. @throws {JavaError} `java.lang.ArithmeticException`: by zero */
  remainder(other: Long): Long {
    if (other.value === 0n) throw new JavaError('java.lang.ArithmeticException', '/ by zero');
    return new Long(this.value % other.value);
  }

  /** Of the least Long it is itself. */
  negated(): Long {
    return new Long(-this.value);
  }

  /** -1, 0 or 1. */
  compareTo(other: Long): number {
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }

  equals(other: unknown): boolean {
    return other instanceof Long && this.value === other.value;
  }

  hashCode(): number {
    return longHash(this.value);
  }

  /** Exact only up to 2^53. */
  toNumber(): number {
    return Number(this.value);
  }

  toString(): string {
    return this.value.toString();
  }
}

/** `java.lang.Long.hashCode`: the two halves, exclusive-or. */
export function longHash(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ (value >> 32n)));
}
