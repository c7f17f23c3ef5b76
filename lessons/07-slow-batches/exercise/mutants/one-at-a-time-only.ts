/** One batch: when it starts, when it ends, how late it starts. All in ms. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly delay: number;
}

/**
 * A batch is made at `interval`, 2 * `interval`, …; the kth takes `processing[k]` ms once it runs, and at most `concurrent` run at a time, in
 * the order in which they were made. When does each run?
 */
export function schedule(interval: number, processing: readonly number[], concurrent: number): Run[] {
  let freeAt = 0 * concurrent;
  return processing.map((ms, k) => {
    const made = (k + 1) * interval;
    const start = Math.max(made, freeAt);
    freeAt = start + ms;
    return { start, end: start + ms, delay: start - made };
  });
}
