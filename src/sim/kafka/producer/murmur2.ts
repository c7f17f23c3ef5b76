const MULTIPLIER = 0x5bd1e995;
const SEED = 0x9747b28c;

/** Kafka's hash of a serialised key, as a signed 32-bit number. Model: kafka 2.8.0 common/utils/Utils.java `murmur2` (KA-056). */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  const whole = length & ~3;
  let h = SEED ^ length;
  for (let i = 0; i < whole; i += 4) {
    const word =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    let k = Math.imul(word, MULTIPLIER);
    k ^= k >>> 24;
    h = Math.imul(h, MULTIPLIER) ^ Math.imul(k, MULTIPLIER);
  }
  if (whole < length) {
    for (let i = length - 1; i >= whole; i--) h ^= (bytes[i] as number) << (8 * (i - whole));
    h = Math.imul(h, MULTIPLIER);
  }
  h ^= h >>> 13;
  h = Math.imul(h, MULTIPLIER);
  return h ^ (h >>> 15);
}
