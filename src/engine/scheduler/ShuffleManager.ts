import { BatchwiseError, JavaError, SparkException } from '../errors.js';
import { MapSideCombiner } from '../jvm/MapSideCombiner.js';
import { toJavaString } from '../jvm/toJavaString.js';
import type { Process } from '../ports/Process.js';
import { type Attributed, attributing, attributingBuckets, settled } from '../provenance/byKey.js';
import type { Provenance } from '../provenance/Provenance.js';
import { END, type RecordIterator } from '../RecordIterator.js';
import type { ShuffleDependency } from '../rdd/Dependency.js';
import { HashPartitioner } from '../rdd/HashPartitioner.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import { RangePartitioner } from '../rdd/RangePartitioner.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { TaskContext } from '../rdd/TaskContext.js';

type AnyShuffle = ShuffleDependency<unknown, unknown, unknown>;
/** Of one map task: for each reducer, its pairs. */
type MapOutput = readonly (readonly Pair<unknown, unknown>[])[];

/** The shuffle files. They live as long as the shuffle that they belong to can be reached, as Spark's cleaner does it. */
export class ShuffleManager {
  constructor(private readonly context: SparkContext) {}

  /** Map partitions whose output does not exist. */
  missing(dependency: AnyShuffle): number[] {
    const outputs = this.outputsOf(dependency);
    const missing: number[] = [];
    for (let i = 0; i < outputs.length; i++) if (outputs[i] === undefined) missing.push(i);
    return missing;
  }

  register(dependency: AnyShuffle, partition: number, output: MapOutput): void {
    this.outputsOf(dependency)[partition] = output;
  }

  /** What reducer `partition` fetches: one block for each map task, in the order of the map partitions. */
  read(dependency: object, partition: number): readonly (readonly Pair<unknown, unknown>[])[] {
    const outputs = this.outputsOf(dependency as AnyShuffle);
    return outputs.map((output, map) => {
      if (output === undefined) {
        throw new SparkException(`Missing an output location for shuffle ${(dependency as AnyShuffle).id} partition ${map}`);
      }
      return output[partition] as readonly Pair<unknown, unknown>[];
    });
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
    if (task.recordMs === 0) {
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
      insert(record as Pair<unknown, unknown>);
      yield* this.context.pay(task);
    }
    return finish();
  }

  private written(dependency: AnyShuffle, output: MapOutput, task: TaskContext, recordMs: number): MapOutput {
    let written = 0;
    for (const block of output) written += block.length;
    if (recordMs > 0) task.charge(written * recordMs);
    const { trace } = this.context.environment;
    trace.emit({ type: 'shuffle.written', shuffle: dependency.id, map: task.partitionId, read: task.recordsRead, written });
    return output;
  }

  private outputsOf(dependency: AnyShuffle): (MapOutput | undefined)[] {
    // Not a WeakMap: what one of those holds outlives the shuffle until the whole heap is collected.
    let outputs = dependency.mapOutputs as (MapOutput | undefined)[] | undefined;
    if (outputs === undefined) {
      outputs = new Array<MapOutput | undefined>(dependency.rdd.partitions.length).fill(undefined);
      dependency.mapOutputs = outputs;
    }
    return outputs;
  }
}

function settledOutput(output: Pair<unknown, unknown>[][], provenance: Provenance): Pair<unknown, unknown>[][] {
  return output.map((block) => settled(block as Pair<unknown, Attributed<unknown>>[], 'combined before the shuffle', provenance));
}

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
