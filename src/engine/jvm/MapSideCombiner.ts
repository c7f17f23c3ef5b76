import type { Aggregator } from '../rdd/Dependency.js';
import type { Pair } from '../rdd/Pair.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import { hashCode, hashHash, pairHash } from './hashCode.js';
import { isOddDouble, NOT_A_NUMBER, numberKind } from './javaEquals.js';
import { type Entry, entryHash, KeyIndex } from './KeyIndex.js';
import { slotOrder } from './slotOrder.js';
import { sortedPositions } from './sortedPositions.js';
import { giveInts, takeInts } from './spareInts.js';

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
  private index = new KeyIndex<K | Pair<number, K>, C>();
  private readonly create: (value: V) => C;
  private readonly mergeValue: (combined: C, value: V) => C;
  /** Whether the stored keys are the pairs, as in Spark, and not only the keys. */
  private byPair: boolean;
  /** The type of the numbers among the keys so far. */
  private kind = NOT_A_NUMBER;

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
    const stored = this.byPair ? ([this.partitioner.getPartition(key), key] as const) : key;
    const entry = this.index.find(stored);
    if (entry !== undefined) {
      entry.value = this.mergeValue(entry.value, value);
    } else if (!this.byPair && typeof key !== 'string' && this.needsPairs(key)) {
      this.storePairs();
      this.insert(key, value);
    } else {
      this.index.add(stored, this.create(value));
    }
  }

  /**
   * One array for each reducer, to be asked for once, at the end.
   * @throws {RangeError} the partitioner answered with a partition that does not exist
   */
  partitions(): Pair<K, C>[][] {
    const { entries } = this.index;
    const distinct = this.distinctKeys();
    const { keyOrdering } = this.options;
    const order = keyOrdering === undefined ? byHash(distinct) : byOrdering(distinct, keyOrdering);
    const count = this.partitioner.numPartitions;
    const outputs: Pair<K, C>[][] = Array.from({ length: count }, () => []);
    for (let i = 0; i < entries.length; i++) {
      const position = order[i] as number;
      const partition = distinct.partitions[position] as number;
      const output = outputs[partition];
      if (output === undefined) {
        throw new RangeError(`The partitioner put a key into partition ${partition}; there are ${count}, numbered from 0.`);
      }
      output.push([distinct.keys[position] as K, (entries[position] as Entry<unknown, C>).value]);
    }
    giveInts(order);
    giveInts(distinct.partitions);
    giveInts(distinct.hashes);
    return outputs;
  }

  /**
   * Keys that differ for Java's `equals` may be equal inside a pair, where Scala's `==` compares: an Int and the same Long become one key on
   * the map side. Keys of one type only are told apart alike, so the pairs are made when a second type of number is met.
   */
  private needsPairs(key: K): boolean {
    const kind = numberKind(key);
    if (kind === NOT_A_NUMBER) return false;
    if (isOddDouble(key) || (this.kind !== NOT_A_NUMBER && this.kind !== kind)) return true;
    this.kind = kind;
    return false;
  }

  private storePairs(): void {
    const { entries } = this.index;
    this.byPair = true;
    this.index = new KeyIndex();
    for (const { key, value } of entries) {
      const pair = [this.partitioner.getPartition(key), key as K] as const;
      this.index.find(pair);
      this.index.add(pair, value);
    }
  }

  private distinctKeys(): DistinctKeys<K> {
    const { entries } = this.index;
    const keys: K[] = [];
    const partitions = takeInts(entries.length);
    const hashes = takeInts(entries.length);
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry<K | Pair<number, K>, C>;
      if (this.byPair) {
        const [partition, key] = entry.key as Pair<number, K>;
        keys.push(key);
        partitions[i] = partition;
        hashes[i] = hashCode(key);
      } else {
        keys.push(entry.key as K);
        hashes[i] = entryHash(entry);
        partitions[i] = this.partitioner.getPartition(entry.key);
      }
    }
    return { keys, partitions, hashes };
  }
}

/** In the order of first insertion; what stands at one position belongs together. The arrays of Ints may be longer than `keys`. */
interface DistinctKeys<K> {
  readonly keys: readonly K[];
  readonly partitions: Int32Array;
  readonly hashes: Int32Array;
}

/** Rank of each key in the table whose keys are the pairs. */
function tableRanks({ keys, partitions }: DistinctKeys<unknown>): Int32Array {
  const ranks = new Int32Array(keys.length);
  slotOrder(keys.length, (i) => pairHash(partitions[i] as number, hashHash(keys[i]))).forEach((position, rank) => {
    ranks[position] = rank;
  });
  return ranks;
}

function byOrdering<K>(distinct: DistinctKeys<K>, compare: (a: K, b: K) => number): Int32Array {
  const ranks = tableRanks(distinct);
  const { keys } = distinct;
  return Int32Array.from(keys.keys()).sort(
    (a, b) => compare(keys[a] as K, keys[b] as K) || (ranks[a] as number) - (ranks[b] as number),
  );
}

/** By hash code alone: which partition a key goes to is looked at afterwards. */
function byHash(distinct: DistinctKeys<unknown>): Int32Array {
  const { hashes, keys } = distinct;
  const count = keys.length;
  const order = sortedPositions(hashes, count);
  let ranks: Int32Array | undefined;
  for (let from = 0; from < count; ) {
    const hash = hashes[order[from] as number];
    let until = from + 1;
    while (until < count && hashes[order[until] as number] === hash) until++;
    if (until - from > 1) {
      // Keys with one hash code are rare; only for them is the table of pairs worked out.
      ranks ??= tableRanks(distinct);
      const known = ranks;
      order.subarray(from, until).sort((a, b) => (known[a] as number) - (known[b] as number));
    }
    from = until;
  }
  return order;
}
