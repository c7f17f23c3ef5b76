import { IllegalArgumentException, SparkException } from '../../errors.js';
import { AppendOnlyMap } from '../../jvm/AppendOnlyMap.js';
import { byteswap32 } from '../../jvm/int.js';
import { JavaRandom } from '../../jvm/JavaRandom.js';
import { type CompactBuffer, Vector } from '../../jvm/Seq.js';
import { toJavaString } from '../../jvm/toJavaString.js';
import { XORShiftRandom } from '../../jvm/XORShiftRandom.js';
import { plainResult } from '../../process/callUser.js';
import { ArrayRecordIterator, END, IterableRecordIterator, RecordIterator } from '../../RecordIterator.js';
import { defaultPartitioner } from '../defaultPartitioner.js';
import { HashPartitioner } from '../HashPartitioner.js';
import { FilterIterator, FlatMapIterator, MapIterator } from '../iterators.js';
import {
  CartesianRDD,
  CoalescedRDD,
  GeneratorIterator,
  MapPartitionsRDD,
  PartitionPruningRDD,
  ZippedPartitionsRDD,
} from '../kinds.js';
import type { Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { ShuffledRDD } from '../shuffled.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** A function that returns `[key, value]` makes pairs. */
    map<K, V>(f: (record: T) => readonly [K, V]): RDD<Pair<K, V>>;
    map<U>(f: (record: T) => U): RDD<U>;
    flatMap<U>(f: (record: T) => Iterable<U>): RDD<U>;
    filter(keep: (record: T) => boolean): RDD<T>;
    /** `f` gets all records of a partition, lazily. */
    mapPartitions<U>(f: (records: RecordIterator<T>) => Iterable<U>, preservesPartitioning?: boolean): RDD<U>;
    mapPartitionsWithIndex<U>(
      f: (index: number, records: RecordIterator<T>) => Iterable<U>,
      preservesPartitioning?: boolean,
    ): RDD<U>;
    /** One record for each partition: all that it holds. */
    glom(): RDD<readonly T[]>;
    keyBy<K>(f: (record: T) => K): RDD<Pair<K, T>>;
    union(other: RDD<T>): RDD<T>;
    /** Fewer partitions; with `shuffle`, any number. */
    coalesce(numPartitions: number, shuffle?: boolean): RDD<T>;
    repartition(numPartitions: number): RDD<T>;
    distinct(numPartitions?: number): RDD<T>;
    cartesian<U>(other: RDD<U>): RDD<readonly [T, U]>;
    zip<U>(other: RDD<U>): RDD<readonly [T, U]>;
    zipPartitions<U, V>(other: RDD<U>, f: (left: RecordIterator<T>, right: RecordIterator<U>) => Iterable<V>): RDD<V>;
    /** Runs a job when there is more than one partition: the sizes must be known. */
    zipWithIndex(): RDD<readonly [T, number]>;
    zipWithUniqueId(): RDD<readonly [T, number]>;
    /** Each record with probability `fraction` (with replacement: Poisson). @param seed by default drawn from the scenario's seed */
    sample(withReplacement: boolean, fraction: number, seed?: number): RDD<T>;
    groupBy<K>(f: (record: T) => K, numPartitions?: number): RDD<Pair<K, CompactBuffer<T>>>;
    /** Only the partitions for which `keep` holds. */
    prune(keep: (partition: number) => boolean): RDD<T>;
  }
}

const narrow = <T, U>(
  parent: RDD<T>,
  f: (records: RecordIterator<T>, index: number) => RecordIterator<U>,
  keeps = false,
): RDD<U> => new MapPartitionsRDD<T, U>(parent, f, keeps);

const several = <U>(operator: string, result: Iterable<U>): RecordIterator<U> => {
  if (typeof result !== 'object' || result === null || !(Symbol.iterator in result)) {
    plainResult(operator, result);
    throw new TypeError(
      `The function given to ${operator} must return a sequence, such as an array; it returned ${String(result)}.`,
    );
  }
  if (Array.isArray(result)) return new ArrayRecordIterator<U>(result);
  return result instanceof RecordIterator ? result : new IterableRecordIterator<U>(result);
};

type R = RDD<unknown>;

attach(RDD.prototype, {
  map(this: R, f: (record: unknown) => unknown) {
    return narrow(this, (records) => new MapIterator(records, f, 'map'));
  },
  flatMap(this: R, f: (record: unknown) => Iterable<unknown>) {
    return narrow(this, (records) => new FlatMapIterator(records, f, 'flatMap'));
  },
  filter(this: R, keep: (record: unknown) => boolean) {
    return narrow(this, (records) => new FilterIterator(records, keep), true);
  },
  mapPartitions(this: R, f: (records: RecordIterator<unknown>) => Iterable<unknown>, keeps = false) {
    return narrow(this, (records) => several('mapPartitions', f(records)), keeps);
  },
  mapPartitionsWithIndex(this: R, f: (index: number, records: RecordIterator<unknown>) => Iterable<unknown>, keeps = false) {
    return narrow(this, (records, index) => several('mapPartitionsWithIndex', f(index, records)), keeps);
  },
  glom(this: R) {
    return narrow(this, (records) => new ArrayRecordIterator([Vector.from(records.toArray())]));
  },
  keyBy(this: R, f: (record: unknown) => unknown) {
    return this.map((record) => [plainResult('keyBy', f(record)), record]);
  },
  union(this: R, other: R) {
    return this.context.union([this, other]);
  },
  coalesce(this: R, numPartitions: number, shuffle = false) {
    if (!(numPartitions > 0))
      throw new IllegalArgumentException(`requirement failed: Number of partitions (${numPartitions}) must be positive.`);
    if (!shuffle) return new CoalescedRDD(this, numPartitions);
    const numbered = narrow(this, (records, index) => {
      let position = new JavaRandom(byteswap32(index)).nextInt(numPartitions);
      return new MapIterator(records, (record) => [++position | 0, record] as const, 'repartition');
    });
    return new CoalescedRDD(new ShuffledRDD(numbered, new HashPartitioner(numPartitions)), numPartitions).values();
  },
  repartition(this: R, numPartitions: number) {
    return this.coalesce(numPartitions, true);
  },
  distinct(this: R, numPartitions?: number) {
    const count = numPartitions ?? this.partitions.length;
    if (this.partitioner !== undefined && count === this.partitions.length) {
      return narrow(
        this,
        (records) => {
          const table = new AppendOnlyMap<unknown, null>();
          records.drain((record) => table.update(record, null));
          return new MapIterator(table.records(), (pair) => pair[0], 'distinct');
        },
        true,
      );
    }
    return this.map((record) => [record, null] as const)
      .reduceByKey((a) => a, count)
      .map((pair) => pair[0]);
  },
  cartesian(this: R, other: R) {
    return new CartesianRDD(this, other);
  },
  zip(this: R, other: R) {
    const pairs = function* (left: RecordIterator<unknown>, right: RecordIterator<unknown>) {
      for (;;) {
        const a = left.next();
        const b = right.next();
        if (a === END && b === END) return;
        if (a === END || b === END) throw new SparkException('Can only zip RDDs with same number of elements in each partition');
        yield [a, b] as const;
      }
    };
    return zipped(this, other, (left, right) => new GeneratorIterator(pairs(left, right)));
  },
  zipPartitions(this: R, other: R, f: (left: RecordIterator<unknown>, right: RecordIterator<unknown>) => Iterable<unknown>) {
    return zipped(this, other, (left, right) => several('zipPartitions', f(left, right)));
  },
  zipWithIndex(this: R) {
    const { context } = this;
    const count = this.partitions.length;
    const starts = [0];
    if (count > 1) {
      const sizes = context.blockOn(
        'zipWithIndex',
        context.runJob(this, (records) => size(records), { partitions: [...Array(count - 1).keys()], action: 'zipWithIndex' }),
      );
      for (const each of sizes) starts.push((starts.at(-1) as number) + each);
    }
    return new ZippedWithIndexRDD(this, (records, partition) => {
      let at = starts[partition] ?? 0;
      return new MapIterator(records, (record) => [record, context.longs.fromNumber(at++)] as const, 'zipWithIndex');
    });
  },
  zipWithUniqueId(this: R) {
    const count = this.partitions.length;
    const { longs } = this.context;
    return narrow(this, (records, index) => {
      let at = 0;
      return new MapIterator(records, (record) => [record, longs.fromNumber(at++ * count + index)] as const, 'zipWithUniqueId');
    });
  },
  sample(this: R, withReplacement: boolean, fraction: number, seed?: number) {
    if (!(fraction >= 0))
      throw new IllegalArgumentException(`requirement failed: Fraction must be nonnegative, but got ${toJavaString(fraction)}`);
    const { context, partitions } = this;
    const base = seed ?? Math.floor(context.environment.draw('sample', this.id) * 2 ** 53);
    const random = new JavaRandom(base);
    const seeds = partitions.map(() => random.nextLong());
    return new PartitionwiseSampledRDD(this, (records, partition) => {
      if (withReplacement)
        throw new IllegalArgumentException('sample with replacement is not available; use sample(false, fraction)');
      const draws = new XORShiftRandom(seeds[partition] as bigint);
      return bernoulli(records, fraction, draws);
    });
  },
  groupBy(this: R, f: (record: unknown) => unknown, numPartitions?: number) {
    const part = numPartitions === undefined ? defaultPartitioner(this) : new HashPartitioner(numPartitions);
    return this.map((record) => [plainResult('groupBy', f(record)), record] as const).groupByKey(part);
  },
  prune(this: R, keep: (partition: number) => boolean) {
    return new PartitionPruningRDD(this, keep);
  },
});

class ZippedWithIndexRDD<T, U> extends MapPartitionsRDD<T, U> {}
class PartitionwiseSampledRDD<T, U> extends MapPartitionsRDD<T, U> {}
class ZippedPartitionsRDD2<T, U, V> extends ZippedPartitionsRDD<T, U, V> {}

function zipped(left: R, right: R, body: (a: RecordIterator<unknown>, b: RecordIterator<unknown>) => RecordIterator<unknown>): R {
  const counts = [left.partitions.length, right.partitions.length];
  if (counts[0] !== counts[1]) {
    throw new IllegalArgumentException(`Can't zip RDDs with unequal numbers of partitions: List(${counts.join(', ')})`);
  }
  return new ZippedPartitionsRDD2(left, right, body);
}

/** Up to a fraction of 0.4 the gaps between kept records are drawn, above it each record is (SC-171). Model: apache/spark 3.2.1 RandomSampler.scala. */
function bernoulli<T>(records: RecordIterator<T>, fraction: number, random: XORShiftRandom): RecordIterator<T> {
  if (fraction <= 0) return new ArrayRecordIterator<T>([]);
  if (fraction >= 1) return records;
  if (fraction > 0.4) return new FilterIterator(records, () => random.nextDouble() <= fraction);
  const scale = Math.log1p(-fraction);
  const gap = () => Math.trunc(Math.log(Math.max(random.nextDouble(), 5e-11)) / scale);
  let left = gap();
  return new FilterIterator(records, () => {
    if (left > 0) {
      left--;
      return false;
    }
    left = gap();
    return true;
  });
}

const size = (records: RecordIterator<unknown>): number => {
  let count = 0;
  records.drain(() => {
    count++;
  });
  return count;
};
