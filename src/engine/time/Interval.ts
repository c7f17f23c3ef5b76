import { JavaError } from '../errors.js';
import type { Duration } from './Duration.js';
import type { Time } from './Time.js';

/** The time from `beginTime` to `endTime`. Immutable. Model: apache/spark 3.2.1 streaming/.../Interval.scala. */
export class Interval {
  constructor(
    readonly beginTime: Time,
    readonly endTime: Time,
  ) {}

  get duration(): Duration {
    return this.endTime.minus(this.beginTime);
  }

  /** Shifted by `duration`. */
  plus(duration: Duration): Interval {
    return new Interval(this.beginTime.plus(duration), this.endTime.plus(duration));
  }

  /** Shifted back by `duration`. */
  minus(duration: Duration): Interval {
    return new Interval(this.beginTime.minus(duration), this.endTime.minus(duration));
  }

  /** Whether this one ends earlier. @throws {JavaError} the durations differ */
  less(other: Interval): boolean {
    if (!this.duration.equals(other.duration)) {
      throw new JavaError('java.lang.Exception', `Comparing two intervals with different durations [${this}, ${other}]`);
    }
    return this.endTime.less(other.endTime);
  }

  /** @throws {JavaError} the durations differ */
  lessEqual(other: Interval): boolean {
    return this.less(other) || this.equals(other);
  }

  /** @throws {JavaError} the durations differ */
  greater(other: Interval): boolean {
    return !this.lessEqual(other);
  }

  /** @throws {JavaError} the durations differ */
  greaterEqual(other: Interval): boolean {
    return !this.less(other);
  }

  /** Only an interval itself: Spark's class does not define equality, so `lessEqual` of two alike is false. */
  equals(other: unknown): boolean {
    return this === other;
  }

  /** `[1000 ms, 3000 ms]` */
  toString(): string {
    return `[${this.beginTime}, ${this.endTime}]`;
  }
}
