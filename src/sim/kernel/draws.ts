import seedrandom from 'seedrandom';

/**
 * Randomness of a run. A draw is keyed by the thing that it decides about, not by how many draws came before, so that removing one fault or one
 * line of input leaves everything unrelated as it was (design.md, section 3).
 */
export class Draws {
  constructor(readonly seed: string) {}

  /** A number in [0, 1) that depends on the seed and `key` alone. */
  draw(...key: readonly (string | number)[]): number {
    return seedrandom.alea(`${this.seed}\u0000${key.join('\u0000')}`)();
  }

  /** A generator of numbers in [0, 1) for the user called `name`. */
  stream(name: string): () => number {
    const generator = seedrandom.alea(`${this.seed}\u0000stream\u0000${name}`);
    return () => generator();
  }
}
