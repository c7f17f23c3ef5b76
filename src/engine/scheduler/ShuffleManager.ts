import { BatchwiseError, JavaError } from '../errors.js';
import { MapSideCombiner } from '../jvm/MapSideCombiner.js';
import { toJavaString } from '../jvm/toJavaString.js';
import type { Process } from '../ports/Process.js';
import { type Attributed, attributing, attributingBuckets, settled } from '../provenance/byKey.js';
import type { Provenance } from '../provenance/Provenance.js';
import { END, PAUSE, type RecordIterator } from '../RecordIterator.js';
import type { ShuffleDependency } from '../rdd/Dependency.js';
import { HashPartitioner } from '../rdd/HashPartitioner.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import { RangePartitioner } from '../rdd/RangePartitioner.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import { noSpace } from '../storage/BlockStore.js';
import type { Executor } from './Executor.js';
import { FetchFailed } from './FetchFailed.js';

type AnyShuffle = ShuffleDependency<unknown, unknown, unknown>;
/** Of one map task: for each reducer, its pairs. */
type MapOutput = readonly (readonly Pair<unknown, unknown>[])[];

/** What one map task wrote, and where it is. */
interface Registered {
  readonly output: MapOutput;
  readonly executor: Executor;
  /** Of the map outputs, when it was registered. */
  readonly epoch: number;
}

/** The outputs of a shuffle by map partition, as an executor was told of them. */
export type MapStatuses = readonly (Registered | undefined)[];

/**
 * The shuffle files, on the executors that wrote them, and the driver's list of them. They live as long as the shuffle that they belong to can be
 * reached, as Spark's cleaner does it. Models: apache/spark 3.2.1 core/.../{MapOutputTracker,shuffle/sort/SortShuffleManager}.scala.
 */
export class ShuffleManager {
  constructor(private readonly context: SparkContext) {}

  /** Map partitions whose output does not exist. */
  missing(dependency: AnyShuffle): number[] {
    const outputs = this.outputsOf(dependency);
    const missing: number[] = [];
    for (let i = 0; i < outputs.length; i++) if (!exists(outputs[i])) missing.push(i);
    return missing;
  }

  isComplete(dependency: AnyShuffle): boolean {
    for (const output of this.outputsOf(dependency)) if (!exists(output)) return false;
    return true;
  }

  register(dependency: AnyShuffle, partition: number, output: MapOutput, executor: Executor): void {
    this.outputsOf(dependency)[partition] = { output, executor, epoch: this.context.tasks.epoch };
  }

  /** Forgets an output that could not be fetched. @returns whether it was still the one on `executor` */
  unregister(dependency: AnyShuffle, map: number, executor: Executor): boolean {
    const outputs = this.outputsOf(dependency);
    if (outputs[map]?.executor !== executor) return false;
    outputs[map] = undefined;
    return true;
  }

  /** Machines that have a good part of what reducer `partition` reads, by records (SC-276). */
  preferredHosts(dependency: AnyShuffle, partition: number): readonly string[] {
    const records = new Map<string, number>();
    let total = 0;
    for (const registered of this.outputsOf(dependency)) {
      if (!exists(registered)) continue;
      const { length } = registered.output[partition] as readonly unknown[];
      const { hostName } = registered.executor;
      records.set(hostName, (records.get(hostName) ?? 0) + length);
      total += length;
    }
    return [...records].filter(([, count]) => count > 0 && count >= total * goodPart).map(([host]) => host);
  }

  /**
   * What reducer `partition` fetches: one block for each map task, in the order of the map partitions.
   * @throws {FetchFailed} an output is not known, or the executor that has it cannot be reached
   */
  read(dependency: AnyShuffle, partition: number, task: TaskContext): readonly (readonly Pair<unknown, unknown>[])[] {
    const statuses = this.statusesFor(dependency, task.executor);
    const blocks: (readonly Pair<unknown, unknown>[])[] = new Array(statuses.length);
    let read = 0;
    for (let map = 0; map < statuses.length; map++) {
      const registered = statuses[map];
      if (registered === undefined) throw this.unknownOutput(dependency, partition, task.executor);
      const block = registered.output[partition] as readonly Pair<unknown, unknown>[];
      blocks[map] = block;
      read += block.length;
    }
    if (!task.executor.isLocal) this.checkReachable(dependency, partition, statuses, task.executor);
    task.shuffleRecordsRead += read;
    return blocks;
  }

  /** An executor asks the driver once, and again when it has heard of a change. */
  private statusesFor(dependency: AnyShuffle, executor: Executor): MapStatuses {
    if (executor.isLocal) return this.outputsOf(dependency);
    dependency.knownStatuses ??= new Map();
    const known = dependency.knownStatuses as Map<Executor, { readonly generation: number; readonly statuses: MapStatuses }>;
    const last = known.get(executor);
    if (last?.generation === executor.mapGeneration) return last.statuses;
    const statuses = this.outputsOf(dependency).map((each) => (exists(each) ? each : undefined));
    known.set(executor, { generation: executor.mapGeneration, statuses });
    return statuses;
  }

  private unknownOutput(dependency: AnyShuffle, reduce: number, executor: Executor): FetchFailed {
    // What it was told is out of date.
    executor.mapGeneration++;
    const message = `org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle ${dependency.id} partition ${reduce}`;
    return new FetchFailed({ kind: 'fetchFailed', shuffle: dependency.id, map: -1, reduce, from: undefined, message }, undefined);
  }

  /** Blocks without a record are not fetched. */
  private checkReachable(dependency: AnyShuffle, reduce: number, statuses: MapStatuses, executor: Executor): void {
    const { cluster } = this.context.environment;
    for (let map = 0; map < statuses.length; map++) {
      const { executor: from, output } = statuses[map] as Registered;
      if (from === executor || (output[reduce] as readonly unknown[]).length === 0 || cluster.isReachable(from.handle)) continue;
      const message = `org.apache.spark.shuffle.FetchFailedException\nCaused by: org.apache.spark.ExecutorDeadException: The relative remote executor(Id: ${from.id}), which maintains the block data to fetch is dead.`;
      throw new FetchFailed({ kind: 'fetchFailed', shuffle: dependency.id, map, reduce, from: from.id, message }, from);
    }
  }

  /** Body of a map task: partitions what it reads, combined where the shuffle says so. */
  write(
    dependency: AnyShuffle,
    records: RecordIterator<Pair<unknown, unknown>>,
    task: TaskContext,
  ): MapOutput | Process<MapOutput> {
    const { provenance } = this.context.environment;
    if (provenance !== undefined) return provenance.followed(() => this.writeFrom(dependency, records, task, provenance));
    return this.writeFrom(dependency, records, task, undefined);
  }

  private writeFrom(
    dependency: AnyShuffle,
    records: RecordIterator<Pair<unknown, unknown>>,
    task: TaskContext,
    provenance: Provenance | undefined,
  ): MapOutput | Process<MapOutput> {
    const { aggregator, mapSideCombine, keyOrdering } = dependency.options;
    const isBuiltIn = dependency.partitioner instanceof HashPartitioner || dependency.partitioner instanceof RangePartitioner;
    const partitioner = isBuiltIn ? dependency.partitioner : withinBounds(dependency.partitioner);
    let insert: (pair: Pair<unknown, unknown>) => void;
    let finish: () => Pair<unknown, unknown>[][];
    if (aggregator !== undefined && mapSideCombine === true) {
      const partitionEachRecord = !isBuiltIn;
      const options = keyOrdering === undefined ? { partitionEachRecord } : { partitionEachRecord, keyOrdering };
      const combined = provenance === undefined ? aggregator : (attributing(aggregator, provenance) as typeof aggregator);
      const combiner = new MapSideCombiner<unknown, unknown, unknown>(combined, partitioner, options);
      insert = (pair) => combiner.insert(checked(pair)[0], pair[1]);
      finish = () => (provenance === undefined ? combiner.partitions() : settledOutput(combiner.partitions(), provenance));
    } else {
      const buckets: Pair<unknown, unknown>[][] = Array.from({ length: partitioner.numPartitions }, () => []);
      const bucketOf = (pair: Pair<unknown, unknown>) =>
        buckets[partitioner.getPartition(checked(pair)[0])] as Pair<unknown, unknown>[];
      insert = provenance === undefined ? (pair) => bucketOf(pair).push(pair) : attributingBuckets(bucketOf, buckets, provenance);
      finish = () => buckets;
    }
    const { shuffleRecordMs } = this.context.environment.costs;
    if (task.recordMs === 0 && !this.context.mayPause) {
      records.drain(insert);
      return this.written(dependency, finish(), task, shuffleRecordMs);
    }
    return this.writePaced(records, insert, () => this.written(dependency, finish(), task, shuffleRecordMs), task);
  }

  /** Record by record, so that time passes, and a crash may strike, between two of them. */
  private *writePaced(
    records: RecordIterator<Pair<unknown, unknown>>,
    insert: (pair: Pair<unknown, unknown>) => void,
    finish: () => MapOutput,
    task: TaskContext,
  ): Process<MapOutput> {
    for (let record = records.next(); record !== END; record = records.next()) {
      if (record !== PAUSE) insert(record as Pair<unknown, unknown>);
      yield* task.waitForCharge();
    }
    return finish();
  }

  private written(dependency: AnyShuffle, output: MapOutput, task: TaskContext, recordMs: number): MapOutput {
    let written = 0;
    for (const block of output) written += block.length;
    if (task.executor.handle.isDiskFull) throw noSpace();
    task.shuffleRecordsWritten += written;
    if (recordMs > 0) task.charge(written * recordMs);
    const { trace } = this.context.environment;
    trace.emit({ type: 'shuffle.written', shuffle: dependency.id, map: task.partitionId, read: task.recordsRead, written });
    return output;
  }

  private outputsOf(dependency: AnyShuffle): (Registered | undefined)[] {
    // Not a WeakMap: what one of those holds outlives the shuffle until the whole heap is collected.
    let outputs = dependency.mapOutputs as (Registered | undefined)[] | undefined;
    if (outputs === undefined) {
      outputs = new Array<Registered | undefined>(dependency.rdd.partitions.length).fill(undefined);
      dependency.mapOutputs = outputs;
    }
    return outputs;
  }
}

function settledOutput(output: Pair<unknown, unknown>[][], provenance: Provenance): Pair<unknown, unknown>[][] {
  return output.map((block) => settled(block as Pair<unknown, Attributed<unknown>>[], 'combined before the shuffle', provenance));
}

/** Share of a reducer's input that makes a machine worth waiting for. */
const goodPart = 0.2;

/** Whether the executor still has it, as far as the driver knows. */
const exists = (registered: Registered | undefined): registered is Registered =>
  registered !== undefined && registered.epoch > (registered.executor.filesLostAt ?? -1);

function checked(pair: Pair<unknown, unknown>): Pair<unknown, unknown> {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new BatchwiseError({
      message: `An operator by key needs records that are pairs; found ${toJavaString(pair)}.`,
      hint: 'Make pairs first, [key, value]: words.map((word) => pair(word, 1)).',
    });
  }
  return pair;
}

/** A program's own partitioner, whose answers are looked at. */
function withinBounds(partitioner: Partitioner): Partitioner {
  const { numPartitions } = partitioner;
  return {
    numPartitions,
    getPartition(key) {
      const partition = partitioner.getPartition(key);
      if (Number.isInteger(partition) && partition >= 0 && partition < numPartitions) return partition;
      throw new JavaError('java.lang.ArrayIndexOutOfBoundsException', {
        message: `Index ${partition} out of bounds for length ${numPartitions}`,
        hint: `The partitioner's getPartition must return a whole number from 0 to ${numPartitions - 1}.`,
      });
    },
  };
}
