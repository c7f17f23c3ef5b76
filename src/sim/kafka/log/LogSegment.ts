import type { RecordBatch } from './RecordBatch.js';

/** A piece of a log: the batches from `baseOffset` on. Model: kafka 2.8.0 core log/LogSegment.scala. */
export class LogSegment {
  batches: RecordBatch[] = [];
  sizeInBytes = 0;
  /** -1: no record has one. */
  maxTimestamp = -1;
  /** Of the first batch; what `segment.ms` counts from (KA-021). */
  firstTimestamp: number | undefined;

  constructor(
    readonly baseOffset: number,
    /** Takes the place of timestamps where there are none. */
    readonly createdMs: number,
  ) {}

  append(batch: RecordBatch): void {
    this.batches.push(batch);
    this.sizeInBytes += batch.sizeInBytes;
    if (batch.maxTimestamp > this.maxTimestamp) this.maxTimestamp = batch.maxTimestamp;
    this.firstTimestamp ??= batch.maxTimestamp;
  }

  /** Replaces the content, after cleaning or truncation. */
  replace(batches: readonly RecordBatch[]): void {
    this.batches = [];
    this.sizeInBytes = 0;
    this.maxTimestamp = -1;
    this.firstTimestamp = undefined;
    for (const batch of batches) this.append(batch);
  }

  /** The time that retention counts from. */
  largestTimestamp(): number {
    return this.maxTimestamp >= 0 ? this.maxTimestamp : this.createdMs;
  }

  /** Index of the first batch whose last offset is at or behind `offset`. */
  indexOf(offset: number): number {
    let low = 0;
    let high = this.batches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.batches[middle] as RecordBatch).lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
