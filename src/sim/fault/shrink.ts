/** What shrinking found, and what it cost. */
export interface Shrunk<T> {
  /** The smallest list found that still fails; in the order of the original. */
  readonly items: readonly T[];
  /** How often it was asked whether a candidate fails. */
  readonly tries: number;
}

/** How far to go. */
export interface ShrinkOptions<T> {
  /** Simpler forms of one item, the simplest first. */
  readonly simpler?: (item: T) => readonly T[];
  /** Asks at most so often; 2000 unless said. */
  readonly tries?: number;
}

/**
 * The smallest part of `items` that still fails: halves, quarters and so on are left out as long as the rest fails, down to single items, then each
 * item is replaced by simpler forms of itself. Yields each candidate and expects to be told whether it fails, so that whoever drives it may run
 * the candidates here, in another thread, or later. Model: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input (2002).
 * @param items must fail themselves
 */
export function* shrinking<T>(
  items: readonly T[],
  { simpler = () => [], tries: limit = 2000 }: ShrinkOptions<T> = {},
): Generator<readonly T[], Shrunk<T>, boolean> {
  let tries = 0;
  let best = items;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.length && tries < limit; ) {
      const without = [...best.slice(0, from), ...best.slice(from + size)];
      tries++;
      if (yield without) {
        best = without;
        // What had to stay before may go now.
        from = 0;
      } else from += size;
    }
  }
  for (let i = 0; i < best.length; i++) {
    for (const form of simpler(best[i] as T)) {
      if (tries >= limit) return { items: best, tries };
      const simplified = [...best.slice(0, i), form, ...best.slice(i + 1)];
      tries++;
      if (!(yield simplified)) continue;
      best = simplified;
      break;
    }
  }
  return { items: best, tries };
}

/** `shrinking`, driven at once. @param fails must hold for `items`, and depend on its argument alone */
export function shrink<T>(items: readonly T[], fails: (items: readonly T[]) => boolean, options?: ShrinkOptions<T>): Shrunk<T> {
  const steps = shrinking(items, options);
  let step = steps.next();
  while (step.done !== true) step = steps.next(fails(step.value));
  return step.value;
}
