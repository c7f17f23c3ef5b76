/** What shrinking found, and what it cost. */
export interface Shrunk<T> {
  /** The smallest list found that still fails; in the order of the original. */
  readonly items: readonly T[];
  /** How often `fails` was asked. */
  readonly tries: number;
}

/** How far to go. */
export interface ShrinkOptions<T> {
  /** Simpler forms of one item, the simplest first. */
  readonly simpler?: (item: T) => readonly T[];
  /** Asks `fails` at most so often. */
  readonly tries?: number;
}

/**
 * The smallest part of `items` for which `fails` still holds: halves, quarters and so on are left out as long as the rest fails, down to single
 * items, then each item is replaced by simpler forms of itself. Model: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input (2002).
 * @param fails must hold for `items` themselves, and depend on its argument alone
 */
export function shrink<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => boolean,
  options: ShrinkOptions<T> = {},
): Shrunk<T> {
  const { simpler = () => [], tries: limit = 2000 } = options;
  let tries = 0;
  const stillFails = (candidate: readonly T[]): boolean => {
    if (tries >= limit) return false;
    tries++;
    return fails(candidate);
  };

  let best = items;
  for (let size = Math.ceil(best.length / 2); size >= 1 && best.length > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.length; ) {
      const without = [...best.slice(0, from), ...best.slice(from + size)];
      if (stillFails(without)) {
        best = without;
        // What had to stay before may go now.
        from = 0;
      } else from += size;
    }
  }
  for (let i = 0; i < best.length; i++) {
    for (const form of simpler(best[i] as T)) {
      const simplified = [...best.slice(0, i), form, ...best.slice(i + 1)];
      if (!stillFails(simplified)) continue;
      best = simplified;
      break;
    }
  }
  return { items: best, tries };
}
