import { currentEnvironment } from '../ambient.js';
import { currentCallSite, withCallSite } from '../callSite.js';
import { cannotBeSerialized, mayHoldUnserializable, visitAll, type WritesItself, writeObject } from '../closure.js';
import { IllegalArgumentException, IllegalStateException, SparkException } from '../errors.js';
import { type LongArithmetic, numberCounts } from '../jvm/LongArithmetic.js';
import type { Environment } from '../ports/Environment.js';
import type { Process } from '../ports/Process.js';
import { PendingActions } from '../process/action.js';
import { type ConsumedIterator, keep } from '../provenance/records.js';
import { readBy, reading } from '../provenance/results.js';
import type { RecordIterator } from '../RecordIterator.js';
import { DAGScheduler, type JobOptions } from '../scheduler/DAGScheduler.js';
import { checkLineage } from '../scheduler/lineage.js';
import { readLocalMaster } from '../scheduler/localMaster.js';
import { preferredLocations } from '../scheduler/preferredLocations.js';
import { readSchedulerSettings } from '../scheduler/SchedulerSettings.js';
import { ShuffleManager } from '../scheduler/ShuffleManager.js';
import { SparkListenerBus } from '../scheduler/SparkListener.js';
import { TaskScheduler } from '../scheduler/TaskScheduler.js';
import type { TaskLocation } from '../scheduler/TaskSet.js';
import { BlockManagerMaster } from '../storage/BlockManagerMaster.js';
import type { AccumulatorV2 } from './AccumulatorV2.js';
import { Broadcast } from './Broadcast.js';
import { CollectionAccumulator } from './CollectionAccumulator.js';
import { DoubleAccumulator } from './DoubleAccumulator.js';
import { EmptyRDD } from './EmptyRDD.js';
import { HadoopRDD } from './HadoopRDD.js';
import { sizeOf } from './iterators/sizeOf.js';
import { LocalCheckpointRDD } from './LocalCheckpointRDD.js';
import { LongAccumulator } from './LongAccumulator.js';
import type { Pair } from './Pair.js';
import { ParallelCollectionRDD } from './ParallelCollectionRDD.js';
import { samePartitioner } from './Partitioner.js';
import { PartitionerAwareUnionRDD } from './PartitionerAwareUnionRDD.js';
import { partFile } from './partFile.js';
import { RDD } from './RDD.js';
import { ReliableCheckpointRDD } from './ReliableCheckpointRDD.js';
import { SparkConf } from './SparkConf.js';
import type { TaskContext } from './TaskContext.js';
import { UnionRDD } from './UnionRDD.js';
import { WholeTextFileRDD } from './WholeTextFileRDD.js';

/** The connection to the executors, and the source of RDDs. One for each driver. */
export class SparkContext implements WritesItself {
  readonly conf: SparkConf;
  readonly environment: Environment;
  /** How counts are represented; Longs in Spark. */
  longs: LongArithmetic = numberCounts as LongArithmetic;
  readonly pending = new PendingActions();
  /** Whether there was an RDD whose partitions are read over the network, of records that cannot leave their place. */
  readsOverNetwork = false;
  readonly shuffles: ShuffleManager;
  readonly scheduler: DAGScheduler;
  readonly tasks: TaskScheduler;
  readonly blocks: BlockManagerMaster;
  readonly listeners = new SparkListenerBus();
  /** `local[n]`: the driver is the only executor. */
  readonly isLocal: boolean;
  /** Whether there is an RDD whose records may ask their task to wait in between. */
  mayPause = false;
  /** Whether a function of an RDD says what it captures. */
  someCapture = false;
  readonly master: string;
  checkpointDir: string | undefined;
  private rdds = 0;
  private shuffleIds = 0;
  private accumulators = 0;
  private broadcasts = 0;
  private stopped = false;

  /** @throws {SparkException} without a master or a name, or with a master that is not understood */
  constructor(conf: SparkConf = new SparkConf()) {
    this.environment = currentEnvironment();
    this.conf = conf.clone();
    const { statics } = this.environment;
    if (!this.conf.has('spark.master')) throw new SparkException('A master URL must be set in your configuration');
    if (!this.conf.has('spark.app.name')) throw new SparkException('An application name must be set in your configuration');
    if (statics.get('SparkContext') !== undefined) {
      throw new SparkException('Only one SparkContext should be running in this JVM (see SPARK-2243).');
    }
    this.master = this.conf.get('spark.master') as string;
    const local = readLocalMaster(this.master);
    this.isLocal = local !== undefined;
    this.shuffles = new ShuffleManager(this);
    this.tasks = new TaskScheduler(
      this.environment,
      readSchedulerSettings(this.conf, local?.maxFailures),
      this.listeners,
      local?.cores,
      this.master,
    );
    this.blocks = new BlockManagerMaster(this.environment, this.tasks.executors, this.conf);
    this.scheduler = new DAGScheduler(this, this.tasks);
    statics.set('SparkContext', this);
  }

  /** The running one, or a new one. */
  static getOrCreate(conf?: SparkConf): SparkContext {
    return (currentEnvironment().statics.get('SparkContext') as SparkContext | undefined) ?? new SparkContext(conf);
  }

  get cores(): number {
    return this.tasks.cores;
  }

  /** Where a partition would best be computed now. */
  getPreferredLocs(rdd: RDD<unknown>, partition: number): readonly TaskLocation[] {
    return preferredLocations(rdd, partition);
  }

  get defaultParallelism(): number {
    return this.conf.getNumber('spark.default.parallelism', this.isLocal ? this.tasks.cores : Math.max(this.tasks.cores, 2));
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  newRddId(): number {
    return this.rdds++;
  }
  newShuffleId(): number {
    return this.shuffleIds++;
  }

  checkRunning(): void {
    if (this.stopped) throw new IllegalStateException('Cannot call methods on a stopped SparkContext.');
  }

  emptyRDD<T>(): RDD<T> {
    return withCallSite('emptyRDD', () => new EmptyRDD<T>(this));
  }

  /** Slices of nearly equal size, in order (SC-101). @throws {IllegalArgumentException} unless `numSlices` is positive */
  parallelize<T>(values: readonly T[], numSlices = this.defaultParallelism): RDD<T> {
    if (!(numSlices >= 1)) throw new IllegalArgumentException('Positive number of partitions required');
    const slices = Array.from({ length: numSlices }, (_, i) =>
      values.slice(Math.floor((i * values.length) / numSlices), Math.floor(((i + 1) * values.length) / numSlices)),
    );
    return withCallSite('parallelize', () => new ParallelCollectionRDD<T>(this, slices));
  }

  makeRDD<T>(values: readonly T[], numSlices?: number): RDD<T> {
    return withCallSite('makeRDD', () => this.parallelize(values, numSlices));
  }

  /**
   * Numbers from `start` (inclusive) to `end` (exclusive). Model: apache/spark 3.2.1 core/.../SparkContext.scala `range`.
   * @throws {IllegalArgumentException} `step` is 0
   */
  range(start: number, end: number, step = 1, numSlices = this.defaultParallelism): RDD<number> {
    if (step === 0) throw new IllegalArgumentException('requirement failed: step cannot be 0');
    const count = Math.max(0, Math.ceil((end - start) / step));
    const positions = Array.from({ length: count }, (_, i) => i);
    return withCallSite('range', () =>
      this.parallelize(positions, numSlices).mapPartitions((records) => Array.from(records, (i) => start + i * step)),
    );
  }

  /** Cuts that files get unless a program says how many. */
  get defaultMinPartitions(): number {
    return Math.min(this.defaultParallelism, 2);
  }

  /**
   * The lines of a file, of the files of a directory, or of all that match a pattern or are listed with commas, sorted by name.
   * Model: apache/spark 3.2.1 core/.../SparkContext.scala `textFile`. An action fails when nothing is there.
   */
  textFile(path: string, minPartitions = this.defaultMinPartitions): RDD<string> {
    this.checkRunning();
    return withCallSite('textFile', () => new HadoopRDD(this, path, minPartitions).map((line) => line).setName(path));
  }

  /** A pair of path and content for each file. Model: apache/spark 3.2.1 core/.../SparkContext.scala `wholeTextFiles`. */
  wholeTextFiles(path: string, minPartitions = this.defaultMinPartitions): RDD<Pair<string, string>> {
    this.checkRunning();
    return withCallSite('wholeTextFiles', () =>
      new WholeTextFileRDD(this, path, minPartitions).map((file) => file).setName(path),
    );
  }

  /** An RDD of exactly these partitions. */
  makePartitioned<T>(partitions: readonly (readonly T[])[]): RDD<T> {
    return new ParallelCollectionRDD<T>(this, partitions);
  }

  union<T>(rdds: readonly RDD<T>[]): RDD<T> {
    return withCallSite('union', () => {
      const full = rdds.filter((rdd) => rdd.partitions.length > 0);
      const part = full[0]?.partitioner;
      if (part !== undefined && full.every((rdd) => samePartitioner(rdd.partitioner, part))) {
        return new PartitionerAwareUnionRDD(this, full);
      }
      return new UnionRDD(this, full);
    });
  }

  /**
   * Runs `body` over each of `partitions` and waits for the results, in the order of `partitions`.
   * @throws {SparkException} Job aborted due to stage failure: …
   */
  *runJob<T, U>(
    rdd: RDD<T>,
    body: (records: RecordIterator<T>, task: TaskContext) => U | Process<U>,
    options: JobOptions<U> = {},
  ): Process<U[]> {
    this.checkRunning();
    if (this.someCapture) checkLineage(rdd as RDD<unknown>);
    // The operator of the program counts, also for a job that another operator needs, such as the sample for a sort.
    const action = currentCallSite() ?? options.action ?? 'runJob';
    const { provenance } = this.environment;
    let results: U[];
    if (provenance === undefined) results = yield* this.scheduler.runJob(rdd, body, { ...options, action });
    else {
      const read: ConsumedIterator<T>[] = [];
      results = yield* this.scheduler.runJob(rdd, reading(body, read, provenance), { ...options, action });
      provenance.learned(readBy(read as ConsumedIterator<unknown>[], provenance));
    }
    for (const marked of (rdd as RDD<unknown>).takeMarked()) {
      if (marked.isLocallyCheckpointed) yield* this.cutLineage(marked, action);
      else yield* this.writeCheckpoint(marked, action);
    }
    return results;
  }

  /** Partitions that no action has stored yet are computed, then there is no way back. */
  private *cutLineage(rdd: RDD<unknown>, action: string): Process<void> {
    const missing = rdd.partitions.map(({ index }) => index).filter((index) => !rdd.isStored(index));
    if (missing.length > 0) yield* this.scheduler.runJob(rdd, sizeOf, { partitions: missing, action });
    rdd.replaceBy(withCallSite('localCheckpoint', () => new LocalCheckpointRDD(rdd), true));
  }

  /** The job that writes it has the name of the one that computed it. */
  private *writeCheckpoint(rdd: RDD<unknown>, callSite: string): Process<void> {
    const { storage, trace, provenance } = this.environment;
    const path = `${this.checkpointDir}/rdd-${rdd.id}`;
    storage.makeDirectory(path);
    yield* this.scheduler.runJob(
      rdd,
      function* (records: RecordIterator<unknown>, task: TaskContext) {
        yield* storage.write(`${path}/${partFile(task.partitionId)}`, keep(records, provenance));
      },
      { action: callSite },
    );
    if (rdd.partitioner !== undefined) yield* storage.write(`${path}/_partitioner`, rdd.partitioner);
    const kept = withCallSite(
      'checkpoint',
      () => new ReliableCheckpointRDD<unknown>(this, path, rdd.partitions.length, rdd.partitioner),
      true,
    );
    rdd.replaceBy(kept);
    trace.emit({ type: 'rdd.checkpointed', rdd: rdd.id, path });
  }

  /** RDDs are kept in a folder of this context's own below `directory`: their numbers begin anew with each context. */
  setCheckpointDir(directory: string): void {
    const { storage } = this.environment;
    let number = 1;
    while (storage.exists(`${directory}/context-${number}`)) number++;
    this.checkpointDir = `${directory}/context-${number}`;
    storage.makeDirectory(this.checkpointDir);
  }

  /** Drives `process` to its end, as a blocked thread would. */
  blockOn<T>(label: string, process: Process<T>): T {
    return this.environment.driver.blockOn(label, process);
  }

  /** @throws {IllegalArgumentException} `value` is an RDD */
  broadcast<V>(value: V): Broadcast<V> {
    this.checkRunning();
    if (value instanceof RDD) {
      throw new IllegalArgumentException(
        'requirement failed: Can not directly broadcast RDDs; instead, call collect() and broadcast the result.',
      );
    }
    if (mayHoldUnserializable()) visitAll(value, false);
    return new Broadcast(this.broadcasts++, value, this.isLocal, this.environment.driver);
  }

  /** Makes an accumulator known, so that what tasks add reaches the driver. @throws {IllegalStateException} the second time */
  register<A extends AccumulatorV2<never, unknown>>(accumulator: A, name?: string): A {
    accumulator.register(this.accumulators++, name);
    return accumulator;
  }
  longAccumulator(name?: string): LongAccumulator {
    return this.register(new LongAccumulator(), name);
  }
  doubleAccumulator(name?: string): DoubleAccumulator {
    return this.register(new DoubleAccumulator(), name);
  }
  collectionAccumulator<T>(name?: string): CollectionAccumulator<T> {
    return this.register(new CollectionAccumulator<T>(), name);
  }

  /** Ends every job that runs. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.environment.statics.delete('SparkContext');
    this.scheduler.stop();
  }

  /** It lives on the driver. @throws {NotSerializableException} */
  [writeObject](): void {
    throw cannotBeSerialized('org.apache.spark.SparkContext');
  }
}

/** For the end of a program. @throws {BatchwiseError} when an action of the running context was called and never run */
export function checkPendingActions(): void {
  (currentEnvironment().statics.get('SparkContext') as SparkContext | undefined)?.pending.check();
}
