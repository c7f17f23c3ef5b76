import { IllegalArgumentException } from '../errors.js';
import { compareValues } from '../jvm/compareValues.js';
import { byteswap32 } from '../jvm/int.js';
import { javaEquals } from '../jvm/javaEquals.js';
import { XORShiftRandom } from '../jvm/XORShiftRandom.js';
import { END, type RecordIterator } from '../RecordIterator.js';
import type { Pair } from './Pair.js';
import type { Partitioner } from './Partitioner.js';
import type { RDD } from './RDD.js';

/**
 * By ranges of keys of about equal weight, found by a sample of the RDD: a job of its own that runs when the partitioner is made
 * (SC-202).
 * Model: apache/spark 3.2.1 core/.../Partitioner.scala.
 */
export class RangePartitioner<K> implements Partitioner {
  /** The greatest key of each partition but the last. */
  readonly bounds: readonly K[];

  constructor(
    partitions: number,
    rdd: RDD<Pair<K, unknown>>,
    readonly ascending = true,
    private readonly compare: (a: K, b: K) => number = compareValues,
  ) {
    if (partitions < 0) {
      throw new IllegalArgumentException(`requirement failed: Number of partitions cannot be negative but found ${partitions}.`);
    }
    this.bounds = partitions <= 1 ? [] : findBounds(partitions, rdd, compare);
  }

  get numPartitions(): number {
    return this.bounds.length + 1;
  }

  getPartition(key: unknown): number {
    const { bounds, compare } = this;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(key as K, bounds[middle] as K) > 0) low = middle + 1;
      else high = middle;
    }
    return this.ascending ? low : bounds.length - low;
  }

  equals(other: Partitioner): boolean {
    return (
      other instanceof RangePartitioner &&
      other.ascending === this.ascending &&
      other.bounds.length === this.bounds.length &&
      this.bounds.every((bound, i) => javaEquals(bound, other.bounds[i]))
    );
  }
}

interface Candidate<K> {
  readonly key: K;
  readonly weight: number;
}

function findBounds<K>(partitions: number, rdd: RDD<Pair<K, unknown>>, compare: (a: K, b: K) => number): K[] {
  const { context } = rdd;
  const sampleSize = Math.min(20 * partitions, 1e6);
  const perPartition = Math.ceil((3 * sampleSize) / rdd.partitions.length);
  const keys = rdd.map((pair) => pair[0]);
  const sketched = keys.mapPartitionsWithIndex((index, records: RecordIterator<K>) => {
    const seed = byteswap32(index ^ (keys.id << 16));
    return [{ index, ...reservoir(records, perPartition, seed) }];
  });
  const sketches = context.blockOn('sortByKey', sketched.collect());
  const items = sketches.reduce((sum, sketch) => sum + sketch.count, 0);
  if (items === 0) return [];
  const fraction = Math.min(sampleSize / Math.max(items, 1), 1);
  const candidates: Candidate<K>[] = [];
  const imbalanced = new Set<number>();
  for (const { index, count, sample } of sketches) {
    if (fraction * count > perPartition) imbalanced.add(index);
    else {
      const weight = Math.fround(count / sample.length);
      for (const key of sample) candidates.push({ key, weight });
    }
  }
  if (imbalanced.size > 0) {
    const again = keys.prune((index) => imbalanced.has(index)).sample(false, fraction, byteswap32(-keys.id - 1));
    const weight = Math.fround(1 / fraction);
    for (const key of context.blockOn('sortByKey', again.collect())) candidates.push({ key, weight });
  }
  return determineBounds(candidates, Math.min(partitions, candidates.length), compare);
}

function determineBounds<K>(candidates: Candidate<K>[], partitions: number, compare: (a: K, b: K) => number): K[] {
  const ordered = [...candidates].sort((a, b) => compare(a.key, b.key));
  const step = ordered.reduce((sum, { weight }) => sum + weight, 0) / partitions;
  const bounds: K[] = [];
  let cumulated = 0;
  let target = step;
  for (const { key, weight } of ordered) {
    if (bounds.length >= partitions - 1) break;
    cumulated += weight;
    if (cumulated < target) continue;
    if (bounds.length > 0 && compare(key, bounds[bounds.length - 1] as K) <= 0) continue;
    bounds.push(key);
    target += step;
  }
  return bounds;
}

/** A uniform sample of at most `size`, and how many there were. Model: apache/spark 3.2.1 SamplingUtils.scala. */
function reservoir<T>(records: RecordIterator<T>, size: number, seed: number): { readonly sample: T[]; readonly count: number } {
  const sample: T[] = [];
  let record = records.pull();
  for (; sample.length < size && record !== END; record = records.pull()) sample.push(record as T);
  let count = sample.length;
  if (record === END) return { sample, count };
  const random = new XORShiftRandom(seed);
  for (; record !== END; record = records.pull()) {
    count++;
    const position = Math.trunc(random.nextDouble() * count);
    if (position < size) sample[position] = record as T;
  }
  return { sample, count };
}
