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
  let freeAt = 0;
  for (let k = 0; k < processing.length; ) {
    const start = Math.max((k + 1) * interval, freeAt);
    // All batches that have come due by then are one.
    let last = k;
    while (last + 1 < processing.length && (last + 2) * interval <= start && concurrent > 0) last++;
    const end = start + Math.max(...processing.slice(k, last + 1));
    runs.push({ start, end, delay: start - (k + 1) * interval });
    freeAt = end;
    k = last + 1;
  }
  return runs;
}
