import { currentCallSite } from '../callSite.js';
import { requireSerializable, writeObject } from '../closure.js';
import { SparkException, UnsupportedOperationException } from '../errors.js';
import type { Process } from '../ports/Process.js';
import { keep, kept, passing } from '../provenance/records.js';
import type { RecordIterator } from '../RecordIterator.js';
import type { TaskLocation } from '../scheduler/TaskSet.js';
import type { StoredBlock } from '../storage/StoredBlock.js';
import { type Dependency, NarrowDependency, oneToOne } from './Dependency.js';
import { StoringIterator } from './iterators/StoringIterator.js';
import type { Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import type { SparkContext } from './SparkContext.js';
import { StorageLevel } from './StorageLevel.js';
import type { TaskContext } from './TaskContext.js';

// biome-ignore lint/suspicious/noExplicitAny: a function of any type
type AnyFunction = (...args: any[]) => unknown;
const none: readonly AnyFunction[] = [];

/**
 * A dataset in partitions: a recipe, computed where and whenever it is needed. Operators are attached by the files of
 * `operators/`.
 * Model: apache/spark 3.2.1 core/.../rdd/RDD.scala.
 */
export abstract class RDD<T> {
  readonly id: number;
  name: string | undefined;
  /** The operator of the program that made it: `reduceByKey`. */
  readonly callSite: string;
  private level: StorageLevel = StorageLevel.NONE;
  /** Partitions that were kept, by index. */
  private blocks: Map<number, StoredBlock> | undefined;
  private given: readonly AnyFunction[] = none;
  private knownPartitions: readonly Partition[] | undefined;
  private knownDependencies: readonly Dependency[] | undefined;
  private checkpointState: 'none' | 'marked' | 'local' | 'done' = 'none';
  private checkpointCalled = false;
  private checkpointRdd: RDD<T> | undefined;

  constructor(
    readonly context: SparkContext,
    dependencies?: readonly Dependency[],
  ) {
    context.checkRunning();
    this.id = context.newRddId();
    this.callSite = currentCallSite() ?? 'unknown';
    this.knownDependencies = dependencies;
  }

  protected abstract getPartitions(): readonly Partition[];
  /** The records of one partition, from its parents. Called inside a task. */
  abstract compute(split: Partition, task: TaskContext): RecordIterator<T>;
  /** For kinds that make their dependencies when these are first asked for. */
  protected getDependencies(): readonly Dependency[] {
    return [];
  }

  /**
   * Reads over the network what `compute` then hands on. Called inside a task, before its records are asked for: that is where a task may wait.
   * Absent: nothing has to be waited for.
   */
  prepare?(split: Partition, task: TaskContext): Process<void>;

  /** Where records of equal keys are, when that is known. */
  get partitioner(): Partitioner | undefined {
    return undefined;
  }

  get dependencies(): readonly Dependency[] {
    if (this.checkpointRdd !== undefined) return [new NarrowDependency(this.checkpointRdd, oneToOne)];
    this.knownDependencies ??= this.getDependencies();
    return this.knownDependencies;
  }

  get partitions(): readonly Partition[] {
    if (this.checkpointRdd !== undefined) return this.checkpointRdd.partitions;
    this.knownPartitions ??= this.getPartitions();
    return this.knownPartitions;
  }

  getNumPartitions(): number {
    return this.partitions.length;
  }

  get storageLevel(): StorageLevel {
    return this.level;
  }

  /** The class name, as Spark shows it. */
  get kind(): string {
    return this.constructor.name;
  }

  /** The class in full, as the JVM shows it. */
  get className(): string {
    return `org.apache.spark.rdd.${this.kind}`;
  }

  /** The records of a partition: kept ones, else those of the checkpoint, else computed. Called inside a task. */
  iterator(split: Partition, task: TaskContext): RecordIterator<T> {
    if (this.level === StorageLevel.NONE) return this.computeOrRead(split, task);
    const { provenance } = this.context.environment;
    const { index } = split;
    const known = this.blocks?.get(index);
    if (known?.isStored && this.context.blocks.holderFor(known, task.executor) !== undefined) {
      return kept(known.records as readonly T[], provenance);
    }
    if (known !== undefined) {
      const { trace } = this.context.environment;
      trace.emit({ type: 'partition.recomputed', rdd: this.id, partition: index, executor: task.executorId });
    }
    const records = this.computeOrRead(split, task);
    const store = (block: readonly T[]): void => this.store(index, block, task);
    if (this.context.mayPause) return new StoringIterator(records, store);
    const block = keep(records, provenance);
    if (!this.level.deserialized && this.context.readsOverNetwork) requireSerializable(block);
    store(block);
    return kept(block, provenance);
  }

  /** Keeps a partition that was just computed, on the executor of the task. */
  private store(index: number, records: readonly T[], task: TaskContext): void {
    if (this.level === StorageLevel.NONE) return;
    this.blocks ??= new Map();
    const block = this.context.blocks.store(task.executor, `rdd_${this.id}_${index}`, records, this.level);
    if (block !== undefined) this.blocks.set(index, block);
  }

  /** The stored block of a partition, if there ever was one. */
  blockOf(index: number): StoredBlock | undefined {
    return this.blocks?.get(index);
  }

  /** Functions of the operator that made it which say what they capture. */
  get functions(): readonly AnyFunction[] {
    return this.given;
  }
  /** Called by the operator that made it. */
  keepFunctions(functions: readonly AnyFunction[]): void {
    this.given = functions;
    this.context.someCapture = true;
  }

  /** What goes to the executors with a task of it, besides functions: records of the program's own memory. */
  get shipped(): unknown {
    return undefined;
  }

  /** Where a partition would best be computed, as far as the kind of RDD knows. */
  preferredLocations(_index: number): readonly TaskLocation[] {
    return [];
  }

  private computeOrRead(split: Partition, task: TaskContext): RecordIterator<T> {
    const { checkpointRdd } = this;
    const records =
      checkpointRdd === undefined
        ? this.compute(split, task)
        : checkpointRdd.iterator(checkpointRdd.partitions[split.index] as Partition, task);
    const { provenance } = this.context.environment;
    return provenance === undefined ? records : passing(records, this, split.index, task, provenance);
  }

  /**
   * Keeps partitions when they are first computed.
   * @throws {UnsupportedOperationException} when another level was assigned already
   */
  persist(level: StorageLevel = StorageLevel.MEMORY_ONLY): this {
    if (this.level !== StorageLevel.NONE && this.level !== level) {
      throw new UnsupportedOperationException('Cannot change storage level of an RDD after it was already assigned a level');
    }
    this.level = level;
    return this;
  }

  cache(): this {
    return this.persist();
  }

  unpersist(): this {
    this.level = StorageLevel.NONE;
    for (const block of this.blocks?.values() ?? []) this.context.blocks.remove(block);
    this.blocks = undefined;
    return this;
  }

  /** Goes with a task: it can be sent, without its context. Functions were checked when they were given. */
  [writeObject](): void {}

  setName(name: string): this {
    this.name = name;
    return this;
  }

  /** Whether partition `index` is kept in memory or on disk. */
  isStored(index: number): boolean {
    return this.blocks?.get(index)?.isStored ?? false;
  }

  /** Has the RDD written to the checkpoint directory after the next job over it. */
  checkpoint(): void {
    if (this.context.checkpointDir === undefined) {
      throw new SparkException('Checkpoint directory has not been set in the SparkContext');
    }
    if (this.checkpointState === 'none') this.checkpointState = 'marked';
  }

  /** Cuts the lineage after the next job over it: from then on only the stored blocks are left, on the executors that have them. */
  localCheckpoint(): this {
    if (this.level === StorageLevel.NONE) this.persist(StorageLevel.MEMORY_AND_DISK);
    this.checkpointState = 'local';
    return this;
  }

  get isLocallyCheckpointed(): boolean {
    return this.checkpointState === 'local';
  }

  get isCheckpointed(): boolean {
    return this.checkpointState === 'done';
  }

  /** Called after a job: writes what is marked here, or among the ancestors. @returns RDDs to be written, in order */
  takeMarked(): RDD<unknown>[] {
    if (this.checkpointCalled) return [];
    this.checkpointCalled = true;
    if (this.checkpointState === 'marked' || this.checkpointState === 'local') return [this as RDD<unknown>];
    if (this.checkpointState === 'done') return [];
    return this.dependencies.flatMap((dependency) => (dependency.rdd as RDD<unknown>).takeMarked());
  }

  /** From now on the lineage begins at `rdd`. */
  replaceBy(rdd: RDD<T>): void {
    this.checkpointRdd = rdd;
    this.checkpointState = 'done';
    this.knownDependencies = undefined;
    this.knownPartitions = undefined;
  }

  toString(): string {
    return `${this.name === undefined ? '' : `${this.name} `}${this.kind}[${this.id}] at ${this.callSite}`;
  }
}
