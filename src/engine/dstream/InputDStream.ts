import type { RateController } from '../rate/RateController.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Duration, Time } from '../time/index.js';
import { DStream } from './DStream.js';

/**
 * A stream without parents: one RDD for each batch, made from what came in. Its slide is the batch duration.
 * Model: apache/spark 3.2.1 streaming/.../dstream/InputDStream.scala.
 */
export abstract class InputDStream<T> extends DStream<T> {
  /** Number among the inputs of its context, from 0. */
  readonly id: number;
  readonly dependencies: readonly DStream<never>[] = [];
  /** Fixed at creation: it is asked for before a recovered graph has its context. */
  readonly slideDuration: Duration;
  private lastValidTime: Time | undefined;

  constructor(context: StreamingContext) {
    super(context);
    const { batchDuration } = context.graph;
    if (batchDuration === undefined) throw new Error('batchDuration is null');
    this.slideDuration = batchDuration;
    context.graph.addInputStream(this);
    this.id = context.nextInputStreamId();
  }

  /** Told of each batch that ends; undefined: this input's rate is not adapted here. */
  get rateController(): RateController | undefined {
    return undefined;
  }

  /** Called when the graph is started, not after a recovery. */
  start(): void {}
  stop(): void {}

  /** `Queue stream [0]` */
  get name(): string {
    const words = this.constructor.name.replaceAll('InputDStream', 'Stream').split(/(?=[A-Z])/);
    const text = words.join(' ').toLowerCase();
    return `${text.charAt(0).toUpperCase()}${text.slice(1)} [${this.id}]`;
  }

  /** Also warns when times go backwards. */
  override isTimeValid(time: Time): boolean {
    if (!super.isTimeValid(time)) return false;
    const last = this.lastValidTime;
    if (last !== undefined && time.less(last)) {
      this.log('WARN', `isTimeValid called with ${time} whereas the last valid time is ${last}`);
    }
    this.lastValidTime = time;
    return true;
  }
}
