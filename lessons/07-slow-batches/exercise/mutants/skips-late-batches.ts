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
  const runs: Run[] = [];
  const freeAt: number[] = Array.from({ length: concurrent }, () => 0);
  for (const [k, ms] of processing.entries()) {
    const made = (k + 1) * interval;
    const thread = freeAt.findIndex((at) => at <= made);
    if (thread < 0) continue;
    freeAt[thread] = made + ms;
    runs.push({ start: made, end: made + ms, delay: 0 });
  }
  return runs;
}
