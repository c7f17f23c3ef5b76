import { RandomSource } from './JavaRandom.js';

const SIZE = 624;
const M1 = 70;
const M2 = 179;
const M3 = 449;

/**
 * The generator that commons-math draws from; Spark uses it for samples with replacement.
 * Model: apache/commons-math 3.4.1 .../math3/random/{AbstractWell,Well19937c,BitsStreamGenerator}.java.
 */
export class Well19937c extends RandomSource {
  private readonly state = new Int32Array(SIZE);
  private index = 0;
  private spare: number | undefined;

  /** `seed` is an integer; a bigint where it needs more than 53 bits. */
  constructor(seed: number | bigint) {
    super();
    const bits = BigInt.asIntN(64, BigInt(seed));
    const { state } = this;
    state[0] = Number(BigInt.asIntN(32, bits >> 32n));
    state[1] = Number(BigInt.asIntN(32, bits));
    for (let i = 2; i < SIZE; i++) {
      const earlier = state[i - 2] as number;
      state[i] = Math.imul(1812433253, earlier ^ (earlier >> 30)) + i;
    }
  }

  protected next(bits: number): number {
    const { state, index } = this;
    const at = (distance: number): number => state[(index + distance) % SIZE] as number;
    const before = (index + SIZE - 1) % SIZE;
    const beforeThat = (index + SIZE - 2) % SIZE;
    const v0 = at(0);
    const vM1 = at(M1);
    const vM2 = at(M2);
    const vM3 = at(M3);
    const z0 = (0x80000000 & (state[before] as number)) ^ (0x7fffffff & (state[beforeThat] as number));
    const z1 = v0 ^ (v0 << 25) ^ (vM1 ^ (vM1 >>> 27));
    const z2 = (vM2 >>> 9) ^ (vM3 ^ (vM3 >>> 1));
    const z3 = z1 ^ z2;
    let z4 = z0 ^ (z1 ^ (z1 << 9)) ^ (z2 ^ (z2 << 21)) ^ (z3 ^ (z3 >>> 21));
    state[index] = z3;
    state[before] = z4;
    state[beforeThat] = (state[beforeThat] as number) & 0x80000000;
    this.index = before;
    z4 ^= (z4 << 7) & 0xe46e1700;
    z4 ^= (z4 << 15) & 0x9b868000;
    return bits === 32 ? z4 : z4 >>> (32 - bits);
  }

  /** From 0 (inclusive) to 1 (exclusive), of 52 random bits. */
  override nextDouble(): number {
    const high = this.next(26);
    return (high * 0x4000000 + this.next(26)) * 2 ** -52;
  }

  /** By the method of Box and Muller, in pairs. */
  override nextGaussian(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    const angle = 2 * Math.PI * this.nextDouble();
    const radius = Math.sqrt(-2 * Math.log(this.nextDouble()));
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}
