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
  // TODO: a batch that comes due while others run has to wait for its turn.
  return processing.map((ms, k) => ({ start: (k + 1) * interval, end: (k + 1) * interval + ms, delay: 0 }));
}
