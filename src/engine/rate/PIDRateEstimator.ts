import { require } from '../errors.js';
import { doubleToString } from '../jvm/doubleToString.js';

export interface PIDParameters {
  /** Batch duration in ms. */
  readonly batchMs: number;
  readonly proportional: number;
  readonly integral: number;
  readonly derivative: number;
  /** Records a second. */
  readonly minRate: number;
}

/**
 * How fast records should come in, from how fast the last batch was processed and how long it had waited (SS-1004). The default parameters follow the
 * processing rate, less 20 % for each interval of scheduling delay. Model: apache/spark 3.2.1 streaming/.../scheduler/rate/PIDRateEstimator.scala.
 */
export class PIDRateEstimator {
  private firstRun = true;
  private latestTime = -1;
  private latestRate = -1;
  private latestError = -1;

  /** @throws {IllegalArgumentException} parameters out of range */
  constructor(private readonly parameters: PIDParameters) {
    const { batchMs, proportional, integral, derivative, minRate } = parameters;
    const text = (term: number): string => doubleToString(term);
    require(batchMs > 0, `Specified batch interval ${batchMs} in PIDRateEstimator is invalid.`);
    require(proportional >= 0, `Proportional term ${text(proportional)} in PIDRateEstimator should be >= 0.`);
    require(integral >= 0, `Integral term ${text(integral)} in PIDRateEstimator should be >= 0.`);
    require(derivative >= 0, `Derivative term ${text(derivative)} in PIDRateEstimator should be >= 0.`);
    require(minRate > 0, 'Minimum rate in PIDRateEstimator should be > 0');
  }

  /**
   * @param time end of processing, in ms
   * @param elements records of the batch
   * @param processingDelay and `schedulingDelay` in ms
   * @returns records a second; undefined: no new rate
   */
  compute(time: number, elements: number, processingDelay: number, schedulingDelay: number): number | undefined {
    if (time <= this.latestTime || elements <= 0 || processingDelay <= 0) return undefined;
    const { batchMs, proportional, integral, derivative, minRate } = this.parameters;
    const sinceSeconds = (time - this.latestTime) / 1000;
    const processingRate = (elements / processingDelay) * 1000;
    const error = this.latestRate - processingRate;
    const historicalError = (schedulingDelay * processingRate) / batchMs;
    const errorChange = (error - this.latestError) / sinceSeconds;
    const rate = this.latestRate - proportional * error - integral * historicalError - derivative * errorChange;
    const newRate = Math.max(rate, minRate);
    this.latestTime = time;
    if (this.firstRun) {
      this.firstRun = false;
      this.latestRate = processingRate;
      this.latestError = 0;
      return undefined;
    }
    this.latestRate = newRate;
    this.latestError = error;
    return newRate;
  }
}
