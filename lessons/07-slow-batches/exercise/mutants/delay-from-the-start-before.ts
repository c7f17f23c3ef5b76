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
  let before = 0;
  return processing.map((ms, k) => {
    const thread = freeAt.indexOf(Math.min(...freeAt));
    const start = Math.max((k + 1) * interval, freeAt[thread] as number);
    freeAt[thread] = start + ms;
    const delay = Math.max(0, start - before - interval);
    before = start;
    return { start, end: start + ms, delay };
  });
}
