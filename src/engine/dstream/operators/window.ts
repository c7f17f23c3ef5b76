import { JavaError } from '../../errors.js';
import type { RDD } from '../../rdd/RDD.js';
import { StorageLevel } from '../../rdd/StorageLevel.js';
import type { Duration, Time } from '../../time/index.js';
import { DStream, type WindowedBatches } from '../DStream.js';
import { attachOperators } from './operator.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Every `slideDuration` (by default each batch of this stream) the records of the last `windowDuration` (SS-501 ff.).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `window`.
     */
    window(windowDuration: Duration, slideDuration?: Duration): DStream<T>;
  }
}

/**
 * Every `slideDuration`, the union of the parent RDDs with batch time in `(validTime - windowDuration, validTime]`. The first windows hold
 * fewer batches; none is padded. Model: apache/spark 3.2.1 streaming/.../dstream/WindowedDStream.scala.
 */
export class WindowedDStream<T> extends DStream<T> {
  private batches: WindowedBatches | undefined;

  /** @throws {JavaError} java.lang.Exception: a duration is not a multiple of the parent's slide */
  constructor(
    private readonly parent: DStream<T>,
    readonly windowDuration: Duration,
    override readonly slideDuration: Duration,
  ) {
    super(parent.context);
    requireMultiple('window', windowDuration, parent.slideDuration);
    requireMultiple('slide', slideDuration, parent.slideDuration);
    // Neighbouring windows share the parent's RDDs, so the parent keeps them.
    parent.persist(StorageLevel.MEMORY_ONLY_SER);
  }
  override get dependencies(): readonly DStream<T>[] {
    return [this.parent];
  }
  override get parentRememberDuration(): Duration | undefined {
    return this.rememberDuration?.plus(this.windowDuration);
  }
  override get windowMs(): number {
    return this.windowDuration.millis;
  }
  protected override get windowed(): WindowedBatches | undefined {
    return this.batches;
  }
  /** A window's data is its parent's: the parent's level changes, and the window's stays NONE (SS-504). */
  override persist(level: StorageLevel = StorageLevel.MEMORY_ONLY_SER): this {
    this.parent.persist(level);
    return this;
  }
  override compute(validTime: Time): RDD<T> {
    const oldest = validTime.minus(this.windowDuration).plus(this.parent.slideDuration);
    const rdds = this.parent.slice(oldest, validTime);
    this.batches = { members: batchesBetween(this.parent as DStream<unknown>, oldest, validTime) };
    return this.context.sparkContext.union(rdds);
  }
}

/** The batches between two batch times of a stream, both included, that have an RDD. */
export function batchesBetween(stream: DStream<never> | DStream<unknown>, from: Time, to: Time): number[] {
  const times = from.to(to, stream.slideDuration).map((time) => time.millis);
  return times.filter((millis) => stream.generatedRDDs.has(millis));
}

function requireMultiple(which: string, duration: Duration, slide: Duration): void {
  if (duration.isMultipleOf(slide)) return;
  throw new JavaError(
    'java.lang.Exception',
    `The ${which} duration of windowed DStream (${duration}) must be a multiple of the slide duration of parent DStream (${slide})`,
  );
}

attachOperators({
  window(this: DStream<unknown>, windowDuration: Duration, slideDuration: Duration = this.slideDuration) {
    return new WindowedDStream(this, windowDuration, slideDuration);
  },
});
