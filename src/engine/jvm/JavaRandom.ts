/** The draws that `java.util.Random` derives from `next(bits)`. */
export abstract class RandomSource {
  private spareGaussian: number | undefined;

  /** The next `bits` random bits (1 to 32) as a signed Int. */
  protected abstract next(bits: number): number;

  /** Any Int; with `bound` (above 0) one from 0 to `bound - 1`. */
  nextInt(bound?: number): number {
    if (bound === undefined) return this.next(32);
    const m = bound - 1;
    let r = this.next(31);
    // The product is below 2^62: a power of two times an Int, so exact as a double.
    if ((bound & m) === 0) return Math.floor((bound * r) / 0x80000000);
    let u = r;
    // Draws from the incomplete last multiple of the bound would favour small numbers: there the sum overflows.
    for (r = u % bound; ((u - r + m) | 0) < 0; r = u % bound) u = this.next(31);
    return r;
  }

  nextLong(): bigint {
    const high = BigInt(this.next(32));
    return BigInt.asIntN(64, (high << 32n) + BigInt(this.next(32)));
  }

  nextBoolean(): boolean {
    return this.next(1) !== 0;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  nextDouble(): number {
    const high = this.next(26);
    return (high * 0x8000000 + this.next(27)) * 2 ** -53;
  }

  /** From 0 (inclusive) to 1 (exclusive), a 32-bit float. */
  nextFloat(): number {
    return this.next(24) / (1 << 24);
  }

  /** Normally distributed, mean 0 and deviation 1; made in pairs by the polar method. */
  nextGaussian(): number {
    if (this.spareGaussian !== undefined) {
      const value = this.spareGaussian;
      this.spareGaussian = undefined;
      return value;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.nextDouble() - 1;
      y = 2 * this.nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.spareGaussian = y * factor;
    return x * factor;
  }
}

/** `java.util.Random`: a linear congruential generator of 48 bits (SC-226). */
export class JavaRandom extends RandomSource {
  // The state in two halves of 24 bits, so that their products stay exact as doubles.
  private high: number;
  private low: number;

  /** `seed` is an integer; a bigint where it needs more than 53 bits. */
  constructor(seed: number | bigint) {
    super();
    const state = BigInt.asUintN(48, BigInt(seed) ^ 0x5deece66dn);
    this.high = Number(state >> 24n);
    this.low = Number(state & 0xffffffn);
  }

  protected next(bits: number): number {
    // state · 0x5DEECE66D + 0xB modulo 2^48; the multiplier is 0x5DE · 2^24 + 0xECE66D.
    const product = this.low * 0xece66d + 0xb;
    const carry = Math.floor(product / 0x1000000);
    this.high = (this.high * 0xece66d + this.low * 0x5de + carry) % 0x1000000;
    this.low = product % 0x1000000;
    const top = this.high * 0x100 + (this.low >>> 16);
    return bits === 32 ? top | 0 : top >>> (32 - bits);
  }
}
