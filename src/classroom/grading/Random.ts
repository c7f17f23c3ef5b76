import seedrandom from 'seedrandom';

/** Seeded chance for the author of an exercise: the same seed gives the same case. */
export class Random {
  private readonly next: () => number;
  constructor(readonly seed: string) {
    this.next = seedrandom.alea(seed);
  }
  /** In [0, 1). */
  fraction(): number {
    return this.next();
  }
  /** Both inclusive. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)] as T;
  }
  list<T>(length: number, item: (index: number) => T): T[] {
    return Array.from({ length }, (_, i) => item(i));
  }
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
    }
    return shuffled;
  }
}
