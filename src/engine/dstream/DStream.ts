import { currentCallSite, withCallSite } from '../callSite.js';
import { givenFunctions, NotSerializableException, type Visit, type WritesItself, writeObject } from '../closure.js';
import { IllegalStateException, JavaError, require, SparkException, UnsupportedOperationException } from '../errors.js';
import type { RDD } from '../rdd/RDD.js';
import { StorageLevel } from '../rdd/StorageLevel.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Job } from '../scheduler/Job.js';
import { type Duration, Interval, Seconds, type Time } from '../time/index.js';
import { DStreamCheckpointData } from './DStreamCheckpointData.js';
import type { DStreamGraph } from './DStreamGraph.js';
import { StreamJob } from './StreamJob.js';

// biome-ignore lint/suspicious/noExplicitAny: parents and children of a stream have any element types
export type AnyDStream = DStream<any>;

/** Batch times, in ms, ascending: see `RddGenerated`. */
export interface WindowedBatches {
  readonly members: readonly number[];
  readonly entered?: readonly number[];
  readonly left?: readonly number[];
}

/**
 * A sequence of RDDs, one for each multiple of `slideDuration` after `zeroTime`; a recipe that is worked out batch by batch. Operators are
 * attached by the files of `operators/`. Fields are kept plain: a checkpoint of the graph copies them (`copyGraph.ts`).
 * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala.
 */
export abstract class DStream<T> implements WritesItself {
  /** In the order in which the streams of a context were made, from 0; -1 for an output operation. */
  readonly number: number;
  /** The operator of the program that made it. */
  readonly callSite: string;
  /** RDDs that were made and not forgotten, by batch time in ms. */
  generatedRDDs = new Map<number, RDD<T>>();
  zeroTime: Time | undefined;
  rememberDuration: Duration | undefined;
  storageLevel: StorageLevel = StorageLevel.NONE;
  /** Whether its RDDs must be checkpointed, since their lineage would grow for ever. */
  readonly mustCheckpoint: boolean = false;
  checkpointDuration: Duration | undefined;
  graph: DStreamGraph | undefined;
  protected readonly checkpointData: DStreamCheckpointData<T> = new DStreamCheckpointData<T>();
  /** Functions of the program that capture something. */
  private readonly functions = givenFunctions();
  private restored = false;
  private ssc: StreamingContext;

  constructor(context: StreamingContext, isOutput = false) {
    const state = String(context.getState());
    if (state === 'ACTIVE' || state === 'STOPPED') {
      const when = state === 'ACTIVE' ? 'starting' : 'stopping';
      throw new IllegalStateException(
        `Adding new inputs, transformations, and output operations after ${when} a context is not supported`,
      );
    }
    this.ssc = context;
    this.number = isOutput ? -1 : context.nextStreamId();
    this.callSite = currentCallSite() ?? this.constructor.name;
    if (!isOutput) context.graph.willAnnounce(this);
  }

  /** Distance between two RDDs. */
  abstract readonly slideDuration: Duration;
  /** The streams that it reads. */
  abstract readonly dependencies: readonly AnyDStream[];
  /** The RDD of a batch, or undefined when there is none. Called at valid times only, and not again once it gave an RDD. */
  abstract compute(validTime: Time): RDD<T> | undefined;

  get context(): StreamingContext {
    return this.ssc;
  }

  get isInitialized(): boolean {
    return this.zeroTime !== undefined;
  }

  /** How long parents must remember; more than the stream itself for windows. */
  get parentRememberDuration(): Duration | undefined {
    return this.rememberDuration;
  }

  /** Length of the window, for streams that have one. */
  get windowMs(): number | undefined {
    return undefined;
  }

  /** Whether operators that `compute` calls keep their own names, as inside `transform`. */
  protected get showsInnerOperators(): boolean {
    return false;
  }

  /** Of which batch times the RDD computed last was made, for streams that have windows. */
  protected get windowed(): WindowedBatches | undefined {
    return undefined;
  }

  /** @throws {UnsupportedOperationException} after the context was started */
  persist(level: StorageLevel = StorageLevel.MEMORY_ONLY_SER): this {
    if (this.isInitialized) {
      throw new UnsupportedOperationException('Cannot change storage level of a DStream after streaming context has started');
    }
    this.storageLevel = level;
    return this;
  }

  cache(): this {
    return this.persist();
  }

  /** Has RDDs at multiples of `interval` written to the checkpoint directory. @throws {UnsupportedOperationException} after the start */
  checkpoint(interval: Duration): this {
    if (this.isInitialized) {
      throw new UnsupportedOperationException(
        'Cannot change checkpoint interval of a DStream after streaming context has started',
      );
    }
    this.persist();
    this.checkpointDuration = interval;
    return this;
  }

  /** Sets what must be known before the first batch, here and in the parents (SS-306). */
  initialize(time: Time): void {
    if (this.zeroTime !== undefined && !this.zeroTime.equals(time)) {
      throw new SparkException(`ZeroTime is already initialized to ${this.zeroTime}, cannot initialize it again to ${time}`);
    }
    this.zeroTime = time;
    const slide = this.slideDuration;
    if (this.mustCheckpoint && this.checkpointDuration === undefined) {
      this.checkpointDuration = slide.times(Math.ceil(Seconds(10).div(slide)));
      this.log('INFO', `Checkpoint interval automatically set to ${this.checkpointDuration}`);
    }
    let least = slide;
    if (this.checkpointDuration !== undefined && least.lessEqual(this.checkpointDuration))
      least = this.checkpointDuration.times(2);
    if (this.rememberDuration?.less(least) ?? true) this.rememberDuration = least;
    for (const parent of this.dependencies) parent.initialize(time);
  }

  /** Raises the remember duration, never lowers it. */
  remember(duration: Duration | undefined): void {
    if (duration !== undefined && (this.rememberDuration?.less(duration) ?? true)) this.rememberDuration = duration;
    for (const parent of this.dependencies) parent.remember(this.parentRememberDuration);
  }

  /** @throws {IllegalArgumentException} a duration or level that does not fit the others (SS-308) */
  validateAtStart(): void {
    const name = this.constructor.name;
    const { checkpointDuration: interval, rememberDuration, slideDuration: slide } = this;
    require(rememberDuration !== undefined, 'Remember duration is set to null');
    require(!this.mustCheckpoint ||
      interval !==
        undefined, `The checkpoint interval for ${name} has not been set. Please use DStream.checkpoint() to set the interval.`);
    if (interval !== undefined) {
      require(this.context.sparkContext.checkpointDir !==
        undefined, 'The checkpoint directory has not been set. Please set it by StreamingContext.checkpoint().');
      require(interval.greaterEqual(
        slide,
      ), `The checkpoint interval for ${name} has been set to ${interval} which is lower than its slide time (${slide}). Please set it to at least ${slide}.`);
      require(interval.isMultipleOf(
        slide,
      ), `The checkpoint interval for ${name} has been set to  ${interval} which not a multiple of its slide time (${slide}). Please set it to a multiple of ${slide}.`);
      require(this.storageLevel !==
        StorageLevel.NONE, `${name} has been marked for checkpointing but the storage level has not been set to enable persisting. Please use DStream.persist() to set the storage level to use memory for better checkpointing performance.`);
      require((rememberDuration as Duration).greater(
        interval,
      ), `The remember duration for ${name} has been set to  ${rememberDuration} which is not more than the checkpoint interval (${interval}). Please set it to a value higher than ${interval}.`);
    }
    for (const parent of this.dependencies) parent.validateAtStart();
  }

  setContext(context: StreamingContext): void {
    this.ssc = context;
    for (const parent of this.dependencies) parent.setContext(context);
  }

  setGraph(graph: DStreamGraph): void {
    this.graph = graph;
    for (const parent of this.dependencies) parent.setGraph(graph);
  }

  /** Whether there is a batch of this stream at `time`. @throws {SparkException} before the start */
  isTimeValid(time: Time): boolean {
    const zero = this.initializedAt();
    const slide = this.slideDuration;
    const since = time.minus(zero);
    if (slide.isZero) throw this.dividedByZero(time);
    if (time.lessEqual(zero) || !since.isMultipleOf(slide)) {
      this.log('INFO', `Time ${time} is invalid as zeroTime is ${zero} , slideDuration is ${slide} and difference is ${since}`);
      if (time.greater(zero)) {
        const { trace } = this.context.sparkContext.environment;
        trace.emit({ type: 'time.invalid', batchTime: time.millis, stream: this.number, slideMs: slide.millis });
      }
      return false;
    }
    return true;
  }

  /** The RDD of a batch: the one that was made, else a new one, which is kept. "No RDD" is not kept: it is asked for again (SS-311). */
  getOrCompute(time: Time): RDD<T> | undefined {
    const known = this.generatedRDDs.get(time.millis);
    if (known !== undefined) return known;
    if (!this.isTimeValid(time)) return undefined;
    const rdd = withCallSite(this.showsInnerOperators ? undefined : this.callSite, () => this.compute(time), true);
    if (rdd === undefined) return undefined;
    if (this.storageLevel !== StorageLevel.NONE) rdd.persist(this.storageLevel);
    if (this.checkpointDuration !== undefined && time.minus(this.initializedAt()).isMultipleOf(this.checkpointDuration)) {
      rdd.checkpoint();
      this.log('INFO', `Marking RDD ${rdd.id} for time ${time} for checkpointing`);
    }
    this.generatedRDDs.set(time.millis, rdd);
    this.context.sparkContext.environment.trace.emit({
      type: 'rdd.generated',
      batchTime: time.millis,
      stream: this.number,
      rdd: rdd.id,
      partitions: rdd.partitions.length,
      ...this.windowed,
    });
    return rdd;
  }

  /** The job of an output operation for a batch, if it has one. By default it computes every partition and keeps nothing. */
  generateJob(time: Time): Job | undefined {
    const rdd = this.getOrCompute(time);
    if (rdd === undefined) return undefined;
    return new StreamJob(time, this.callSite, rdd.context.pending, function* () {
      yield* rdd.context.runJob(rdd, (records) => records.drain(() => {}), { action: 'foreach' });
    });
  }

  /** Makes the stream an output operation. */
  register(): this {
    this.context.graph.addOutputStream(this);
    return this;
  }

  /** Forgets RDDs older than the remember duration, here and in the ancestors, and lets go of their data (SS-312). */
  clearMetadata(time: Time): void {
    const unpersist = this.context.sparkContext.conf.getBoolean('spark.streaming.unpersist', true);
    const oldest = time.minus(this.rememberDuration as Duration).millis;
    for (const [millis, rdd] of this.generatedRDDs) {
      if (millis > oldest) continue;
      this.generatedRDDs.delete(millis);
      if (!unpersist) continue;
      rdd.unpersist();
      if ('removeBlocks' in rdd && typeof rdd.removeBlocks === 'function') rdd.removeBlocks();
    }
    for (const parent of this.dependencies) parent.clearMetadata(time);
  }

  /** Notes which RDDs are in the checkpoint directory, for the checkpoint of the graph at `time`. */
  updateCheckpointData(time: Time): void {
    this.checkpointData.update(time, this.generatedRDDs);
    for (const parent of this.dependencies) parent.updateCheckpointData(time);
  }

  /** Deletes files that no checkpoint of the graph from `time` on refers to. */
  clearCheckpointData(time: Time): void {
    this.checkpointData.cleanup(time, this.context);
    for (const parent of this.dependencies) parent.clearCheckpointData(time);
  }

  /** Takes RDDs back from the checkpoint directory; once for each stream. */
  restoreCheckpointData(): void {
    if (this.restored) return;
    this.restored = true;
    this.restoreRDDs();
    for (const parent of this.dependencies) parent.restoreCheckpointData();
  }

  /**
   * Streams are written with the graph that holds them, never with a function (SS-318).
   * @throws {NotSerializableException} in a task's function, or when no output operation depends on the stream
   */
  [writeObject](visit: Visit, inCheckpoint: boolean): void {
    if (this.graph === undefined)
      throw new NotSerializableException('Graph is unexpectedly null when DStream is being serialized.');
    if (!inCheckpoint) {
      throw new NotSerializableException(
        `Object of ${this.className} is being serialized  possibly as a part of closure of an RDD operation. This is because  the DStream object is being referred to from within the closure.  Please rewrite the RDD operation inside this DStream to avoid this.  This has been enforced to avoid bloating of Spark tasks  with unnecessary objects.`,
      );
    }
    visit(this.functions);
  }

  /** Called when a checkpoint of the graph is about to be written. */
  beforeCheckpoint(): void {}

  /** Called when the stream was read from a checkpoint; it has no context yet. @throws when it cannot be recovered */
  afterCheckpoint(): void {}

  /** Called once after a recovery, when the context is set. */
  protected restoreRDDs(): void {
    this.checkpointData.restore(this);
  }

  /**
   * The RDDs of the batches between two times, or of an interval; both ends are included, each rounded down to a batch of this stream (SS-316).
   * @throws {SparkException} before the start
   */
  slice(interval: Interval): RDD<T>[];
  slice(fromTime: Time, toTime: Time): RDD<T>[];
  slice(first: Time | Interval, last?: Time): RDD<T>[] {
    const [fromTime, toTime] = first instanceof Interval ? [first.beginTime, first.endTime] : [first, last as Time];
    this.initializedAt();
    const to = this.aligned('toTime', toTime);
    const from = this.aligned('fromTime', fromTime);
    return this.sliceTimes(from, to).flatMap((time) => this.getOrCompute(time) ?? []);
  }

  /** Batch times of a slice whose bounds are aligned; none before the zero time. */
  protected sliceTimes(from: Time, to: Time): Time[] {
    const zero = this.initializedAt();
    return from.to(to, this.slideDuration).filter((time) => time.greaterEqual(zero));
  }

  private aligned(bound: string, time: Time): Time {
    const zero = this.initializedAt();
    const slide = this.slideDuration;
    if (time.minus(zero).isMultipleOf(slide)) return time;
    this.log('WARN', `${bound} (${time}) is not a multiple of slideDuration (${slide})`);
    return time.floor(slide, zero);
  }

  /** Spark divides by a slide of 0 ms in every batch. */
  private dividedByZero(time: Time): JavaError {
    return new JavaError('java.lang.ArithmeticException', {
      message: '/ by zero',
      where: `${this.constructor.name} at ${time}`,
      hint: `Its slide duration is 0 ms: give ${this.callSite} a slide that is a positive multiple of its parent’s.`,
    });
  }

  private initializedAt(): Time {
    if (this.zeroTime === undefined) throw new SparkException(`${this} has not been initialized`);
    return this.zeroTime;
  }

  protected log(level: 'INFO' | 'WARN' | 'ERROR', message: string): void {
    this.context.sparkContext.environment.console.log(level, this.constructor.name, message);
  }

  /** As a Java object without a text of its own. */
  toString(): string {
    return `${this.className}@${this.number.toString(16)}`;
  }

  /** The class in full, as the JVM shows it. */
  protected get className(): string {
    return `org.apache.spark.streaming.dstream.${this.constructor.name}`;
  }
}
