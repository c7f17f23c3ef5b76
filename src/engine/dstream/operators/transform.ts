import { BatchwiseError, JavaError, require, SparkException } from '../../errors.js';
import { inPlace, processInPlace } from '../../place.js';
import { isProcess, isThenable, type Process } from '../../ports/Process.js';
import { RDD } from '../../rdd/RDD.js';
import type { StreamingContext } from '../../StreamingContext.js';
import type { Duration, Time } from '../../time/index.js';
import { type AnyDStream, DStream } from '../DStream.js';
import { attachOperators } from './operator.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * `f` makes the RDD of each batch when the batch is generated; it may be a generator function (SS-413, SS-426).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `transform`.
     */
    transform<U>(f: (rdd: RDD<T>, time: Time) => RDD<U> | Process<RDD<U>>): DStream<U>;
    /** The same with the RDDs of two streams. */
    transformWith<U, V>(other: DStream<U>, f: (rdd: RDD<T>, other: RDD<U>, time: Time) => RDD<V> | Process<RDD<V>>): DStream<V>;
  }
}

/** Makes the RDD of a batch from those of the parents, in their order. */
export type TransformFunction<U> = (rdds: readonly RDD<never>[], time: Time) => RDD<U> | Process<RDD<U>>;

/**
 * What a function makes of the parents' RDDs. The function runs on the driver, when the batch is generated, not when its job runs.
 * Model: apache/spark 3.2.1 streaming/.../dstream/TransformedDStream.scala.
 */
export class TransformedDStream<U> extends DStream<U> {
  /** @throws {IllegalArgumentException} parents of different contexts or slides; {JavaError} no parents */
  constructor(
    private readonly parents: readonly AnyDStream[],
    private readonly f: TransformFunction<U>,
  ) {
    super(contextOf(parents));
    requireAlike(parents);
  }
  override get slideDuration(): Duration {
    return (this.parents[0] as AnyDStream).slideDuration;
  }
  override get dependencies(): readonly AnyDStream[] {
    return this.parents;
  }
  protected override get showsInnerOperators(): boolean {
    return true;
  }
  override compute(validTime: Time): RDD<U> {
    const rdds = this.parents.map((parent) => {
      const rdd = parent.getOrCompute(validTime);
      if (rdd === undefined) throw new SparkException(`Couldn't generate RDD from parent at time ${validTime}`);
      return rdd as RDD<never>;
    });
    const place = { kind: 'generation', batchTime: validTime.millis } as const;
    const made: unknown = inPlace(place, () => this.f(rdds, validTime));
    if (isThenable(made)) {
      throw new BatchwiseError({
        message: 'The function given to transform returned a promise.',
        hint: 'Time is simulated here: use a plain function, or function* with yield*.',
      });
    }
    const { sparkContext } = this.context;
    const rdd = isProcess(made) ? sparkContext.blockOn('transform', processInPlace(place, made)) : made;
    sparkContext.pending.check(validTime.millis);
    if (rdd === null || rdd === undefined) {
      throw new SparkException(
        'Transform function must not return null. Return SparkContext.emptyRDD() instead to represent no element as the result of transformation.',
      );
    }
    if (!(rdd instanceof RDD)) {
      throw new BatchwiseError({
        message: `The function given to transform must return an RDD; it returned ${String(rdd)}.`,
        where: `batch ${validTime}`,
        hint: 'To do something with each RDD and return nothing, use foreachRDD.',
      });
    }
    return rdd as RDD<U>;
  }
}

/** The context of the first stream. @throws {JavaError} of an empty list, with the text of Scala's library */
export function contextOf(streams: readonly AnyDStream[]): StreamingContext {
  const [first] = streams;
  if (first === undefined) throw new JavaError('java.util.NoSuchElementException', 'head of empty array');
  return first.context;
}

/** @throws {IllegalArgumentException} streams of different contexts or slides */
export function requireAlike(streams: readonly AnyDStream[]): void {
  const [first] = streams as readonly [AnyDStream];
  require(streams.every((stream) => stream.context === first.context), 'Some of the DStreams have different contexts');
  require(streams.every((stream) =>
    stream.slideDuration.equals(first.slideDuration),
  ), 'Some of the DStreams have different slide durations');
}

type Two = (rdd: RDD<never>, other: RDD<never>, time: Time) => RDD<unknown>;

attachOperators({
  transform(this: AnyDStream, f: (rdd: RDD<never>, time: Time) => RDD<unknown>) {
    return new TransformedDStream([this], (rdds, time) => f(rdds[0] as RDD<never>, time));
  },
  transformWith(this: AnyDStream, other: AnyDStream, f: Two) {
    return new TransformedDStream([this, other], (rdds, time) => f(rdds[0] as RDD<never>, rdds[1] as RDD<never>, time));
  },
});
