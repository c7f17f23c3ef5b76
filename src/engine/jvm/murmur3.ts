/** The steps of MurmurHash3 x86_32 on Ints (SC-240, SC-311). Model: scala 2.13.5 scala/util/hashing/MurmurHash3.scala. */

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Mixes a block without the last shift of `h`; for the last block of a hash. */
export function mixLast(h: number, data: number): number {
  return h ^ Math.imul(rotateLeft(Math.imul(data, 0xcc9e2d51), 15), 0x1b873593);
}

/** Mixes a block into the hash. */
export function mix(h: number, data: number): number {
  return (Math.imul(rotateLeft(mixLast(h, data), 13), 5) + 0xe6546b64) | 0;
}

/** Forces all bits to depend on all bits. */
export function avalanche(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Ends a hash over `length` blocks (or bytes). */
export function finalizeHash(h: number, length: number): number {
  return avalanche(h ^ length);
}

/** What Spark's hash tables do to a hash code before taking slot bits from it: Guava's `murmur3_32().hashInt` (SC-311). */
export function rehash(hash: number): number {
  return finalizeHash(mix(0, hash), 4);
}

/** MurmurHash3 of the eight big-endian bytes of a 64-bit value. Model: scala MurmurHash3.bytesHash. */
export function hashEightBytes(high: number, low: number, seed: number): number {
  return finalizeHash(mix(mix(seed, swapBytes(high)), swapBytes(low)), 8);
}

function swapBytes(x: number): number {
  return (x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24);
}
