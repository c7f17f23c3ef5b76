import type { RDD } from '../../rdd/RDD.js';
import type { Duration, Time } from '../../time/index.js';
import { DStream } from '../DStream.js';

/** One parent, whose slide it has; no RDD of the parent, no RDD. */
export abstract class UnaryDStream<T, U> extends DStream<U> {
  constructor(protected readonly parent: DStream<T>) {
    super(parent.context);
  }
  override get slideDuration(): Duration {
    return this.parent.slideDuration;
  }
  override get dependencies(): readonly DStream<T>[] {
    return [this.parent];
  }
  override compute(validTime: Time): RDD<U> | undefined {
    const rdd = this.parent.getOrCompute(validTime);
    return rdd === undefined ? undefined : this.derive(rdd);
  }
  /** The RDD of a batch from the parent's. */
  protected abstract derive(rdd: RDD<T>): RDD<U>;
}
