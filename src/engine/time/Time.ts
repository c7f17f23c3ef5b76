import { IllegalArgumentException } from '../errors.js';
import { stringHash } from '../jvm/hashCode.js';
import { finalizeHash, mix } from '../jvm/murmur3.js';
import { Duration, millisHash, quotient, remainder } from './Duration.js';

const hashSeed = mix(0xcafebabe | 0, stringHash('Time'));

/** An instant, in whole milliseconds since the epoch. Immutable. Model: apache/spark 3.2.1 streaming/.../Time.scala. */
export class Time {
  constructor(readonly millis: number) {}

  get milliseconds(): number {
    return this.millis;
  }

  plus(duration: Duration): Time {
    return new Time(this.millis + duration.millis);
  }

  /** Time minus Duration is a Time, Time minus Time a Duration. */
  minus(other: Duration): Time;
  minus(other: Time): Duration;
  minus(other: Duration | Time): Time | Duration {
    const millis = this.millis - other.millis;
    return other instanceof Time ? new Duration(millis) : new Time(millis);
  }

  /**
   * The nearest multiple of `duration`, counted from `zeroTime`, toward `zeroTime`: so upwards for an earlier instant (SS-204).
   * @throws {JavaError} ArithmeticException when `duration` is zero
   */
  floor(duration: Duration, zeroTime: Time = epoch): Time {
    const zero = zeroTime.millis;
    return new Time(quotient(this.millis - zero, duration.millis) * duration.millis + zero);
  }

  /** Counted from the epoch. @throws {JavaError} ArithmeticException when `duration` is zero */
  isMultipleOf(duration: Duration): boolean {
    return remainder(this.millis, duration.millis) === 0;
  }

  /** This time, then every `interval` up to `that`, which is left out. @throws {IllegalArgumentException} a zero interval */
  until(that: Time, interval: Duration): Time[] {
    return this.steps(interval, that, false);
  }

  /** This time, then every `interval` up to and including `that`. @throws {IllegalArgumentException} a zero interval */
  to(that: Time, interval: Duration): Time[] {
    return this.steps(interval, that, true);
  }

  less(other: Time): boolean {
    return this.millis < other.millis;
  }

  lessEqual(other: Time): boolean {
    return this.millis <= other.millis;
  }

  greater(other: Time): boolean {
    return this.millis > other.millis;
  }

  greaterEqual(other: Time): boolean {
    return this.millis >= other.millis;
  }

  min(other: Time): Time {
    return this.millis < other.millis ? this : other;
  }

  max(other: Time): Time {
    return this.millis > other.millis ? this : other;
  }

  /** Negative, 0 or positive. */
  compareTo(other: Time): number {
    return this.millis - other.millis;
  }

  equals(other: unknown): boolean {
    return other instanceof Time && this.millis === other.millis;
  }

  hashCode(): number {
    return finalizeHash(mix(hashSeed, millisHash(this.millis)), 1);
  }

  /** `1500 ms` */
  toString(): string {
    return `${this.millis} ms`;
  }

  private steps(interval: Duration, that: Time, endIncluded: boolean): Time[] {
    const step = interval.millis;
    if (this.millis === that.millis && !endIncluded) return [];
    if (step === 0) throw new IllegalArgumentException('step cannot be 0.');
    const times: Time[] = [];
    // A negative step counts down, as ranges of Scala do.
    for (let millis = this.millis; ; millis += step) {
      const left = step > 0 ? that.millis - millis : millis - that.millis;
      if (left < 0 || (left === 0 && !endIncluded)) return times;
      times.push(new Time(millis));
    }
  }
}

const epoch = new Time(0);
