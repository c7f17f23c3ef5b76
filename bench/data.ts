/** Seeded data for the benches: the same words in every process. */

/** Numbers in [0, 1) from a 32-bit state; quality is enough for choosing words. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** `count` different words of 3 to 10 letters. */
export function vocabulary(count: number): string[] {
  const random = generator(7);
  const words = new Set<string>();
  while (words.size < count) {
    const letters = Array.from({ length: 3 + Math.floor(random() * 8) }, () => 97 + Math.floor(random() * 26));
    words.add(String.fromCharCode(...letters));
  }
  return [...words];
}

/** Lines of `perLine` words drawn with Zipf frequencies (exponent 1) from `keys` words; strings are flat, as if read from a socket. */
export function lines(words: number, keys: number, perLine = 10): string[] {
  const vocabularyOfKeys = vocabulary(keys);
  const random = generator(42);
  const cumulative = new Float64Array(keys);
  let total = 0;
  for (let rank = 0; rank < keys; rank++) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  const pick = (): string => {
    const target = random() * total;
    let low = 0;
    let high = keys - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    return vocabularyOfKeys[low] as string;
  };
  const result: string[] = [];
  for (let done = 0; done < words; done += perLine) {
    const line = Array.from({ length: perLine }, pick).join(' ');
    result.push(Buffer.from(line, 'latin1').toString('latin1'));
  }
  return result;
}
