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
  const freeAt: number[] = Array.from({ length: concurrent }, () => 0);
  return processing.map((ms, k) => {
    const made = (k + 1) * interval;
    const thread = freeAt.indexOf(Math.min(...freeAt)); // the first that is free takes the oldest batch
    const start = Math.max(made, freeAt[thread] as number);
    freeAt[thread] = start + ms;
    return { start, end: start + ms, delay: start - made };
  });
}
