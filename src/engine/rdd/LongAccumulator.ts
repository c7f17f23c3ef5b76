import { AccumulatorV2 } from './AccumulatorV2.js';

/** Sums and counts integers. Model: apache/spark 3.2.1 core/.../util/AccumulatorV2.scala `LongAccumulator`. */
export class LongAccumulator extends AccumulatorV2<number, number> {
  private total = 0;
  private added = 0;

  get isZero(): boolean {
    return this.total === 0 && this.added === 0;
  }
  copy(): LongAccumulator {
    const made = new LongAccumulator();
    made.total = this.total;
    made.added = this.added;
    return made;
  }
  reset(): void {
    this.total = 0;
    this.added = 0;
  }
  add(value: number): void {
    this.total += value;
    this.added++;
  }
  merge(other: AccumulatorV2<number, number>): void {
    if (!(other instanceof LongAccumulator)) throw this.cannotMerge(other);
    this.total += other.total;
    this.added += other.added;
  }
  get value(): number {
    return this.total;
  }
  get sum(): number {
    return this.total;
  }
  /** How often `add` was called. */
  get count(): number {
    return this.added;
  }
  /** NaN before the first `add`. */
  get avg(): number {
    return this.total / this.added;
  }
}
