import { RandomSource } from './JavaRandom.js';
import { hashEightBytes } from './murmur3.js';

const ARRAY_SEED = 0x3c074a61;

/**
 * Spark's own generator, for sampling and for the start of `repartition`; seeded through a hash so that neighbouring seeds differ (SC-226).
 * Model: apache/spark 3.2.1 core/.../util/random/XORShiftRandom.scala.
 */
export class XORShiftRandom extends RandomSource {
  private high: number;
  private low: number;

  /** `seed` is an integer, positive or negative; a bigint where it needs more than 53 bits. */
  constructor(seed: number | bigint) {
    super();
    const bits = BigInt.asIntN(64, BigInt(seed));
    const seedHigh = Number(bits >> 32n);
    const seedLow = Number(BigInt.asIntN(32, bits));
    this.low = hashEightBytes(seedHigh, seedLow, ARRAY_SEED);
    this.high = hashEightBytes(seedHigh, seedLow, this.low);
  }

  protected next(bits: number): number {
    let { high, low } = this;
    // x ^= x << 21, x ^= x >>> 35, x ^= x << 4 on 64 bits.
    high ^= (high << 21) | (low >>> 11);
    low ^= low << 21;
    low ^= high >>> 3;
    high ^= (high << 4) | (low >>> 28);
    low ^= low << 4;
    this.high = high;
    this.low = low;
    return bits === 32 ? low : low & ((1 << bits) - 1);
  }
}
