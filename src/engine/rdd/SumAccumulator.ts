import { AccumulatorV2 } from './AccumulatorV2.js';

/** What accumulators of numbers share: a sum, and how many were added. Model: apache/spark 3.2.1 core/.../util/AccumulatorV2.scala. */
export abstract class SumAccumulator extends AccumulatorV2<number, number> {
  private total = 0;
  private added = 0;

  /** Another one of the same class, with nothing in it. */
  protected abstract fresh(): SumAccumulator;
  /** Whether the two may be merged. */
  protected abstract isOfMyKind(other: AccumulatorV2<number, number>): other is SumAccumulator;

  get isZero(): boolean {
    return this.total === 0 && this.added === 0;
  }
  copy(): this {
    const made = this.fresh();
    made.total = this.total;
    made.added = this.added;
    return made as this;
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
    if (!this.isOfMyKind(other)) throw this.cannotMerge(other);
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
