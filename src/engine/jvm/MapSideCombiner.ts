import type { Aggregator } from '../rdd/Dependency.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import { hashCode, hashHash, pairHash } from './hashCode.js';
import { KeyIndex } from './KeyIndex.js';
import { entryHash, slotOrder } from './slotOrder.js';

export interface MapSideCombinerOptions<K> {
  /** Replaces the order by hash code inside an output. */
  readonly keyOrdering?: (a: K, b: K) => number;
  /**
   * The partitioner may send equal keys to different partitions, or does something that is seen, so it is asked for every record as in
   * Spark. Otherwise it is asked once for each distinct key, when the input is over.
   */
  readonly partitionEachRecord?: boolean;
}

/**
 * What one map task of a shuffle with map-side combine writes: for each reducer its keys with their combined values, by ascending hash code
 * as a signed Int, or by the key ordering; ties in the order of the table whose keys are the pairs (partition, key) (SC-322).
 * Model: apache/spark 3.2.1 core/.../util/collection/ExternalSorter.scala, PartitionedAppendOnlyMap.scala.
 */
export class MapSideCombiner<K, V, C> {
  private readonly index = new KeyIndex<K | Pair<number, K>, C>();
  private readonly create: (value: V) => C;
  private readonly mergeValue: (combined: C, value: V) => C;
  private readonly byPair: boolean;

  constructor(
    aggregator: Pick<Aggregator<V, C>, 'create' | 'mergeValue'>,
    private readonly partitioner: Partitioner,
    private readonly options: MapSideCombinerOptions<K> = {},
  ) {
    this.create = aggregator.create;
    this.mergeValue = aggregator.mergeValue;
    this.byPair = options.partitionEachRecord === true;
  }

  /** Number of distinct keys so far. */
  get size(): number {
    return this.index.entries.length;
  }

  insert(key: K, value: V): void {
    const { entries } = this.index;
    const before = entries.length;
    const entry = this.index.findOrAdd(this.byPair ? [this.partitioner.getPartition(key), key] : key);
    entry.value = entries.length > before ? this.create(value) : this.mergeValue(entry.value, value);
  }

  /**
   * One array for each reducer, to be asked for once, at the end.
   * @throws {RangeError} the partitioner answered with a partition that does not exist
   */
  partitions(): Pair<K, C>[][] {
    const distinct = this.distinctKeys();
    const outputs = groupByPartition(distinct.partitions, this.partitioner.numPartitions);
    const { keyOrdering } = this.options;
    const sort = keyOrdering === undefined ? hashSorter(distinct) : orderingSorter(distinct, keyOrdering);
    const { entries } = this.index;
    return outputs.map((positions) =>
      sort(positions).map((position): Pair<K, C> => [distinct.keys[position] as K, (entries[position] as { value: C }).value]),
    );
  }

  private distinctKeys(): DistinctKeys<K> {
    const { entries } = this.index;
    const keys: K[] = [];
    const partitions = new Int32Array(entries.length);
    const hashes = new Int32Array(entries.length);
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as { key: K | Pair<number, K>; value: C; hash: number | undefined };
      if (this.byPair) {
        const [partition, key] = entry.key as Pair<number, K>;
        keys.push(key);
        partitions[i] = partition;
        hashes[i] = hashCode(key);
      } else {
        keys.push(entry.key as K);
        partitions[i] = this.partitioner.getPartition(entry.key);
        hashes[i] = entryHash(entry);
      }
    }
    return { keys, partitions, hashes };
  }
}

/** In the order of first insertion. */
interface DistinctKeys<K> {
  readonly keys: readonly K[];
  readonly partitions: Int32Array;
  readonly hashes: Int32Array;
}

/** Takes the positions of one output's keys, ascending, and returns them in the order in which they are written. */
type Sorter = (positions: readonly number[]) => readonly number[];

function groupByPartition(partitions: Int32Array, count: number): number[][] {
  const outputs: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < partitions.length; i++) {
    const output = outputs[partitions[i] as number];
    if (output === undefined) {
      throw new RangeError(`The partitioner put a key into partition ${partitions[i]}; there are ${count}, numbered from 0.`);
    }
    output.push(i);
  }
  return outputs;
}

/** Rank of each key in the table whose keys are the pairs; worked out only where two keys tie. */
function tableRanks(distinct: DistinctKeys<unknown>): Int32Array {
  const { keys, partitions } = distinct;
  const order = slotOrder(keys.length, (i) => pairHash(partitions[i] as number, hashHash(keys[i])));
  const ranks = new Int32Array(keys.length);
  order.forEach((position, rank) => {
    ranks[position] = rank;
  });
  return ranks;
}

const POSITION_LIMIT = 2 ** 21;

function hashSorter(distinct: DistinctKeys<unknown>): Sorter {
  const { hashes } = distinct;
  let ranks: Int32Array | undefined;
  const rankOf = (position: number): number => {
    ranks ??= tableRanks(distinct);
    return ranks[position] as number;
  };
  return (positions) => {
    const sorted =
      positions.length < POSITION_LIMIT
        ? sortedByHash(positions, hashes)
        : [...positions].sort((a, b) => (hashes[a] as number) - (hashes[b] as number));
    orderTies(sorted, hashes, rankOf);
    return sorted;
  };
}

/** Sorts numbers without a comparator, several times as fast: the hash above, the place in `positions` below, 53 bits in all. */
function sortedByHash(positions: readonly number[], hashes: Int32Array): number[] {
  const packed = new Float64Array(positions.length);
  for (let i = 0; i < packed.length; i++) packed[i] = ((hashes[positions[i] as number] as number) + 2 ** 31) * POSITION_LIMIT + i;
  packed.sort();
  const sorted: number[] = [];
  for (let i = 0; i < packed.length; i++) sorted.push(positions[(packed[i] as number) % POSITION_LIMIT] as number);
  return sorted;
}

/** Keys with equal hash codes stay in the order of the table. */
function orderTies(sorted: number[], hashes: Int32Array, rankOf: (position: number) => number): void {
  for (let from = 0; from < sorted.length; ) {
    const hash = hashes[sorted[from] as number];
    let until = from + 1;
    while (until < sorted.length && hashes[sorted[until] as number] === hash) until++;
    if (until - from > 1) {
      const ties = sorted.slice(from, until).sort((a, b) => rankOf(a) - rankOf(b));
      for (let i = from; i < until; i++) sorted[i] = ties[i - from] as number;
    }
    from = until;
  }
}

function orderingSorter<K>(distinct: DistinctKeys<K>, compare: (a: K, b: K) => number): Sorter {
  const ranks = tableRanks(distinct);
  const { keys } = distinct;
  return (positions) =>
    [...positions].sort((a, b) => compare(keys[a] as K, keys[b] as K) || (ranks[a] as number) - (ranks[b] as number));
}
