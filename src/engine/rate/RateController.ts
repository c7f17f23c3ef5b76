import type { SparkConf } from '../rdd/SparkConf.js';
import type { BatchInfo } from '../scheduler/StreamingListener.js';
import { PIDRateEstimator } from './PIDRateEstimator.js';

/**
 * Asks an estimator after each batch how fast one stream should come in (SS-1003). Failed batches count; batches without information on the stream don't.
 * Model: apache/spark 3.2.1 streaming/.../scheduler/RateController.scala.
 */
export class RateController {
  private readonly estimator: PIDRateEstimator;
  private rate = -1;

  /** @throws {IllegalArgumentException} parameters of the estimator out of range */
  constructor(
    private readonly stream: number,
    conf: SparkConf,
    batchMs: number,
    private readonly publish: (rate: number) => void,
  ) {
    const term = (name: string, fallback: number): number => conf.getNumber(`spark.streaming.backpressure.pid.${name}`, fallback);
    this.estimator = new PIDRateEstimator({
      batchMs,
      proportional: term('proportional', 1),
      integral: term('integral', 0.2),
      derivative: term('derived', 0),
      minRate: term('minRate', 100),
    });
  }

  /** Records a second, a whole number; -1 until there is a first result. */
  get latestRate(): number {
    return this.rate;
  }

  onBatchCompleted(info: BatchInfo): void {
    const { processingEndTime, processingDelay, schedulingDelay } = info;
    const elements = info.streamIdToInputInfo.get(this.stream);
    if (elements === undefined || processingEndTime === undefined) return;
    const rate = this.estimator.compute(processingEndTime, elements, processingDelay ?? 0, schedulingDelay ?? 0);
    if (rate === undefined) return;
    this.rate = Math.trunc(rate);
    this.publish(this.rate);
  }
}
