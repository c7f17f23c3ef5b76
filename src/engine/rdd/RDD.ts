import { currentCallSite } from '../callSite.js';
import { writeObject } from '../closure.js';
import { SparkException, UnsupportedOperationException } from '../errors.js';
import { keep, kept, passing } from '../provenance/records.js';
import type { RecordIterator } from '../RecordIterator.js';
import { type Dependency, NarrowDependency, oneToOne } from './Dependency.js';
import type { Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import type { SparkContext } from './SparkContext.js';
import { StorageLevel } from './StorageLevel.js';
import type { TaskContext } from './TaskContext.js';

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
  private blocks: Map<number, readonly T[]> | undefined;
  private knownPartitions: readonly Partition[] | undefined;
  private knownDependencies: readonly Dependency[] | undefined;
  private checkpointState: 'none' | 'marked' | 'done' = 'none';
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

  /** The records of a partition: kept ones, else those of the checkpoint, else computed. Called inside a task. */
  iterator(split: Partition, task: TaskContext): RecordIterator<T> {
    if (this.level === StorageLevel.NONE) return this.computeOrRead(split, task);
    const { provenance } = this.context.environment;
    this.blocks ??= new Map();
    let block = this.blocks.get(split.index);
    if (block === undefined) {
      block = keep(this.computeOrRead(split, task), provenance);
      this.blocks.set(split.index, block);
    }
    return kept(block, provenance);
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
    return this.blocks?.has(index) ?? false;
  }

  /** Has the RDD written to the checkpoint directory after the next job over it. */
  checkpoint(): void {
    if (this.context.checkpointDir === undefined) {
      throw new SparkException('Checkpoint directory has not been set in the SparkContext');
    }
    if (this.checkpointState === 'none') this.checkpointState = 'marked';
  }

  get isCheckpointed(): boolean {
    return this.checkpointState === 'done';
  }

  /** Called after a job: writes what is marked here, or among the ancestors. @returns RDDs to be written, in order */
  takeMarked(): RDD<unknown>[] {
    if (this.checkpointCalled) return [];
    this.checkpointCalled = true;
    if (this.checkpointState === 'marked') return [this as RDD<unknown>];
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
