const view = new DataView(new ArrayBuffer(8));

/**
 * A 64-bit floating point number of the JVM. Needed only where a plain number would count as an Int, as in `new Double(1)`, which prints
 * `1.0`; a plain 0.5 is a Double already. Immutable.
 */
export class Double {
  constructor(readonly value: number) {}

  static of(value: number): Double {
    return new Double(value);
  }

  hashCode(): number {
    return doubleHash(this.value);
  }

  valueOf(): number {
    return this.value;
  }
}

/** A 32-bit floating point number of the JVM; `value` is rounded to 32 bits. Immutable. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = Math.fround(value);
  }

  static of(value: number): Float {
    return new Float(value);
  }

  hashCode(): number {
    return floatBits(this.value);
  }

  valueOf(): number {
    return this.value;
  }
}

/** `java.lang.Double.hashCode`: the two halves of the IEEE-754 bits, exclusive-or; one hash for all NaN. */
export function doubleHash(value: number): number {
  view.setFloat64(0, value);
  return Number.isNaN(value) ? 0x7ff80000 : view.getInt32(0) ^ view.getInt32(4);
}

/** `java.lang.Float.floatToIntBits`, which is also the hash code. */
export function floatBits(value: number): number {
  view.setFloat32(0, value);
  return Number.isNaN(value) ? 0x7fc00000 : view.getInt32(0);
}
