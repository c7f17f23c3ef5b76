import { fixedPoint } from '../jvm/fixedPoint.js';

/** Count, mean and variance of numbers, kept up to date without keeping the numbers. Model: apache/spark 3.2.1 core/.../util/StatCounter.scala. */
export class StatCounter {
  count = 0;
  mean = 0;
  max = Number.NEGATIVE_INFINITY;
  min = Number.POSITIVE_INFINITY;
  /** Sum of squared distances from the mean. */
  private squares = 0;

  merge(value: number): this {
    const delta = value - this.mean;
    this.count++;
    this.mean += delta / this.count;
    this.squares += delta * (value - this.mean);
    this.max = Math.max(this.max, value);
    this.min = Math.min(this.min, value);
    return this;
  }

  mergeCounter(other: StatCounter): this {
    const own = this.count;
    const more = other.count;
    if (more === 0) return this;
    if (own === 0) {
      this.count = more;
      this.mean = other.mean;
      this.squares = other.squares;
      this.max = other.max;
      this.min = other.min;
      return this;
    }
    const delta = other.mean - this.mean;
    if (more * 10 < own) this.mean += (delta * more) / (own + more);
    else if (own * 10 < more) this.mean = other.mean - (delta * own) / (own + more);
    else this.mean = (this.mean * own + other.mean * more) / (own + more);
    this.squares += other.squares + (delta * delta * own * more) / (own + more);
    this.count += more;
    this.max = Math.max(this.max, other.max);
    this.min = Math.min(this.min, other.min);
    return this;
  }

  get sum(): number {
    return this.count * this.mean;
  }
  get popVariance(): number {
    return this.count === 0 ? Number.NaN : this.squares / this.count;
  }
  get variance(): number {
    return this.popVariance;
  }
  get sampleVariance(): number {
    return this.count <= 1 ? Number.NaN : this.squares / (this.count - 1);
  }
  get popStdev(): number {
    return Math.sqrt(this.popVariance);
  }
  get stdev(): number {
    return this.popStdev;
  }
  get sampleStdev(): number {
    return Math.sqrt(this.sampleVariance);
  }

  toString(): string {
    const { count, mean, stdev, max, min } = this;
    const [shownMean, shownStdev, shownMax, shownMin] = [mean, stdev, max, min].map((value) => fixedPoint(value, 6));
    return `(count: ${count}, mean: ${shownMean}, stdev: ${shownStdev}, max: ${shownMax}, min: ${shownMin})`;
  }
}
