import { JavaError, require } from '../errors.js';
import type { CompactBuffer } from '../jvm/Seq.js';
import { combinedValue } from '../process/combinedValue.js';
import { NONE, type Provenance } from '../provenance/Provenance.js';
import { CoGroupedRDD } from '../rdd/CoGroupedRDD.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import type { RDD } from '../rdd/RDD.js';
import { StorageLevel } from '../rdd/StorageLevel.js';
import { type Duration, Interval, type Time } from '../time/index.js';
import { DStream, type WindowedBatches } from './DStream.js';
import { batchesBetween } from './operators/window.js';
import './operators/reduceByKey.js';

/**
 * The values of each key in each window, worked out from the window before.
 *
 *     batch time   1s   2s   3s   4s      window 3 s, slide 2 s, computed at 4 s
 *     leaves      [--]                    inverse-reduced out of the window computed at 2 s
 *     enters                [-------]     reduced in
 *
 * With a slide above the window the result is wrong, as it is in Spark: what lies between two windows is reduced in, too (SS-520).
 * Model: apache/spark 3.2.1 streaming/.../dstream/ReducedWindowedDStream.scala.
 */
export class ReducedWindowedDStream<K, V> extends DStream<Pair<K, V>> {
  override readonly mustCheckpoint = true;
  private readonly reduced: DStream<Pair<K, V>>;
  private batches: WindowedBatches | undefined;

  /** @throws {IllegalArgumentException} a duration is not a multiple of the parent's slide */
  constructor(
    private readonly parent: DStream<Pair<K, V>>,
    private readonly f: (a: V, b: V) => V,
    private readonly inverse: (total: V, left: V) => V,
    private readonly keep: ((pair: Pair<K, V>) => boolean) | undefined,
    readonly windowDuration: Duration,
    override readonly slideDuration: Duration,
    private readonly partitioner: Partitioner,
  ) {
    // Made first, so that it has the lower number and is whole when it is announced.
    const reduced = parent.reduceByKey(f, partitioner);
    super(parent.context);
    const slide = parent.slideDuration;
    for (const [which, duration] of [
      ['window', windowDuration],
      ['slide', slideDuration],
    ] as const) {
      require(duration.isMultipleOf(
        slide,
      ), `The ${which} duration of ReducedWindowedDStream (${duration}) must be multiple of the slide duration of parent DStream (${slide})`);
    }
    this.reduced = reduced;
    this.persist(StorageLevel.MEMORY_ONLY_SER);
  }
  override get dependencies(): readonly DStream<Pair<K, V>>[] {
    return [this.reduced];
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
  /** Also what each batch is reduced to. */
  override persist(level: StorageLevel = StorageLevel.MEMORY_ONLY_SER): this {
    super.persist(level);
    this.reduced.persist(level);
    return this;
  }
  override compute(validTime: Time): RDD<Pair<K, V>> {
    const { reduced, partitioner, keep } = this;
    const { slideDuration: step } = this.parent;
    const window = new Interval(validTime.minus(this.windowDuration).plus(step), validTime);
    const before = window.minus(this.slideDuration);
    const leaving = new Interval(before.beginTime, window.beginTime.minus(step));
    const entering = new Interval(before.endTime.plus(step), window.endTime);
    const left = reduced.slice(leaving);
    const entered = reduced.slice(entering);
    const previous = this.getOrCompute(before.endTime) ?? this.context.sparkContext.makeRDD<Pair<K, V>>([]);
    const batches = ({ beginTime, endTime }: Interval) =>
      batchesBetween(reduced as unknown as DStream<unknown>, beginTime, endTime);
    this.batches = { members: batches(window), entered: batches(entering), left: batches(leaving) };
    const groups = new CoGroupedRDD<K>([previous, ...left, ...entered], partitioner);
    const { provenance } = this.context.sparkContext.environment;
    const plain = merging(this.f, this.inverse, left.length, entered.length);
    const merge = provenance === undefined ? plain : attributedMerge(plain, left.length, provenance);
    const merged = groups.mapValues(merge as (values: readonly CompactBuffer<unknown>[]) => V);
    return keep === undefined ? merged : merged.filter(keep);
  }
}

const nothing = Symbol('no value');

/** From the values of one key in the window before and in the batches that left and entered to its value in this window. */
function merging<V>(f: (a: V, b: V) => V, inverse: (total: V, left: V) => V, left: number, entered: number) {
  const reduce = (a: V, b: V) => combinedValue('reduceByKeyAndWindow', f(a, b));
  /** What the batches from `from` to before `until` have, reduced in their order. */
  const fold = (groups: readonly CompactBuffer<V>[], from: number, until: number): V | typeof nothing => {
    let total: V | typeof nothing = nothing;
    for (let i = from; i < until; i++) {
      const buffer = groups[i] as CompactBuffer<V>;
      if (buffer.length > 0) total = total === nothing ? (buffer[0] as V) : reduce(total as V, buffer[0] as V);
    }
    return total;
  };
  const firstEntered = 1 + left;
  return (groups: readonly CompactBuffer<V>[]): V => {
    const previous = groups[0] as CompactBuffer<V>;
    if (previous.length === 0) {
      const fresh = fold(groups, firstEntered, firstEntered + entered);
      if (fresh !== nothing) return fresh as V;
      throw new JavaError(
        'java.lang.Exception',
        'Neither previous window has value for key, nor new values found. Are you sure your key class hashes consistently?',
      );
    }
    let total = previous[0] as V;
    const old = fold(groups, 1, firstEntered);
    if (old !== nothing) total = combinedValue('reduceByKeyAndWindow', inverse(total, old as V));
    const fresh = fold(groups, firstEntered, firstEntered + entered);
    if (fresh !== nothing) total = reduce(total, fresh as V);
    return total;
  };
}

/** The same, saying what each value is made of: what the window before held and what entered, without what left. */
function attributedMerge<V>(merge: (groups: readonly CompactBuffer<V>[]) => V, left: number, provenance: Provenance) {
  const firstOf = (groups: readonly CompactBuffer<V>[]) =>
    groups.flatMap((group) => (group.length > 0 ? [provenance.of(group)?.[0] ?? NONE] : []));
  return (groups: readonly CompactBuffer<V>[]): V => {
    const value = merge(groups);
    const before = firstOf(groups.slice(0, 1));
    const entered = firstOf(groups.slice(1 + left));
    // Without a value in the window before nothing is taken out of it.
    const gone = before.length === 0 ? [] : firstOf(groups.slice(1, 1 + left));
    provenance.current = provenance.node('window before, less what left, and what entered', [...before, ...entered], gone);
    return value;
  };
}
