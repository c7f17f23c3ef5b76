import { IllegalArgumentException } from '../errors.js';
import type { Clock } from '../ports/Clock.js';
import { awaiting, type Process } from '../ports/Process.js';
import type { SparkConf } from '../rdd/SparkConf.js';

/** What "no limit" is called: the largest Long. */
const unlimited = Number.MAX_SAFE_INTEGER;

/**
 * Lets so many records a second pass (SS-745). What was not used is saved up for at most a second, but nothing is there at the beginning. The limit
 * starts at `spark.streaming.backpressure.initialRate`, also without backpressure, and never exceeds `spark.streaming.receiver.maxRate`.
 * Model: apache/spark 3.2.1 streaming/.../receiver/RateLimiter.scala; recorded: conformance/runtime `rate-limiter`.
 */
export class RateLimiter {
  private readonly maxRate: number;
  private limit: number;
  /** Records that may pass at once, at `nextFree`; virtual ms, with fractions. */
  private stored = 0;
  private nextFree: number | undefined;

  constructor(
    conf: SparkConf,
    private readonly clock: Clock,
  ) {
    this.maxRate = conf.getNumber('spark.streaming.receiver.maxRate', unlimited);
    this.limit = Math.min(conf.getNumber('spark.streaming.backpressure.initialRate', this.maxRate), this.maxRate);
  }

  /** Records a second; undefined: no limit. @throws {IllegalArgumentException} a limit that is not positive */
  get currentLimit(): number | undefined {
    if (this.limit <= 0) throw new IllegalArgumentException('rate must be positive');
    return this.limit >= unlimited ? undefined : this.limit;
  }

  /** A new limit from the driver; 0 and below change nothing. @throws {IllegalArgumentException} when the limits set are not positive */
  updateRate(rate: number): void {
    if (rate <= 0 || this.currentLimit === Math.min(rate, this.maxRate)) return;
    this.settle(this.clock.now());
    this.limit = Math.min(rate, this.maxRate);
    this.stored = Math.min(this.stored, this.limit);
  }

  /** Waits until one record may pass. @throws {IllegalArgumentException} a limit that is not positive */
  *waitToPush(): Process<void> {
    const wait = this.reserve();
    if (wait > 0) yield* awaiting(this.clock.sleep(wait));
  }

  /** Takes the place of one record. @returns the ms until it may pass. @throws {IllegalArgumentException} a limit that is not positive */
  reserve(): number {
    const limit = this.currentLimit;
    if (limit === undefined) return 0;
    const now = this.clock.now();
    this.settle(now);
    const wait = (this.nextFree as number) - now;
    const saved = Math.min(1, this.stored);
    this.stored -= saved;
    this.nextFree = (this.nextFree as number) + ((1 - saved) * 1000) / limit;
    return wait;
  }

  private settle(now: number): void {
    const since = now - (this.nextFree ?? now);
    if (since < 0) return;
    this.stored = Math.min(this.limit, this.stored + (since * this.limit) / 1000);
    this.nextFree = now;
  }
}
