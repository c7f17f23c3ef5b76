import { SparkException, UnsupportedOperationException } from '../../errors.js';
import { compareValues } from '../../jvm/compareValues.js';
import { None, type Option, Some } from '../../jvm/Option.js';
import { CompactBuffer } from '../../jvm/Seq.js';
import { plainResult } from '../../process/callUser.js';
import type { Aggregator } from '../Dependency.js';
import { defaultPartitioner, partitionerOf } from '../defaultPartitioner.js';
import { HashPartitioner } from '../HashPartitioner.js';
import { FlatMapIterator, MapIterator } from '../iterators.js';
import { MapPartitionsRDD } from '../kinds.js';
import type { Pair } from '../Pair.js';
import { type Partitioner, samePartitioner } from '../Partitioner.js';
import { RangePartitioner } from '../RangePartitioner.js';
import { RDD } from '../RDD.js';
import { CoGroupedRDD, combineInPlace, ShuffledRDD, SubtractedRDD } from '../shuffled.js';
import { attach } from './operator.js';

type Where = number | Partitioner;

declare module '../RDD.js' {
  interface RDD<T> {
    keys<K, V>(this: RDD<Pair<K, V>>): RDD<K>;
    values<K, V>(this: RDD<Pair<K, V>>): RDD<V>;
    mapValues<K, V, U>(this: RDD<Pair<K, V>>, f: (value: V) => U): RDD<Pair<K, U>>;
    flatMapValues<K, V, U>(this: RDD<Pair<K, V>>, f: (value: V) => Iterable<U>): RDD<Pair<K, U>>;
    partitionBy<K, V>(this: RDD<Pair<K, V>>, partitioner: Partitioner): RDD<Pair<K, V>>;
    combineByKey<K, V, C>(
      this: RDD<Pair<K, V>>,
      create: (value: V) => C,
      mergeValue: (combined: C, value: V) => C,
      mergeCombiners: (a: C, b: C) => C,
      partitions?: Where,
      mapSideCombine?: boolean,
    ): RDD<Pair<K, C>>;
    reduceByKey<K, V>(this: RDD<Pair<K, V>>, f: (a: V, b: V) => V, partitions?: Where): RDD<Pair<K, V>>;
    groupByKey<K, V>(this: RDD<Pair<K, V>>, partitions?: Where): RDD<Pair<K, CompactBuffer<V>>>;
    foldByKey<K, V>(this: RDD<Pair<K, V>>, zero: V, f: (a: V, b: V) => V, partitions?: Where): RDD<Pair<K, V>>;
    aggregateByKey<K, V, U>(
      this: RDD<Pair<K, V>>,
      zero: U,
      seqOp: (combined: U, value: V) => U,
      combOp: (a: U, b: U) => U,
      partitions?: Where,
    ): RDD<Pair<K, U>>;
    cogroup<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<W>]>>;
    join<K, V, W>(this: RDD<Pair<K, V>>, other: RDD<Pair<K, W>>, partitions?: Where): RDD<Pair<K, readonly [V, W]>>;
    leftOuterJoin<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [V, Option<W>]>>;
    rightOuterJoin<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [Option<V>, W]>>;
    fullOuterJoin<K, V, W>(
      this: RDD<Pair<K, V>>,
      other: RDD<Pair<K, W>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [Option<V>, Option<W>]>>;
    subtractByKey<K, V, W>(this: RDD<Pair<K, V>>, other: RDD<Pair<K, W>>, partitions?: Where): RDD<Pair<K, V>>;
    subtract(other: RDD<T>, partitions?: Where): RDD<T>;
    intersection(other: RDD<T>, partitions?: Where): RDD<T>;
    /** Runs a job to find the ranges when there is more than one partition. */
    sortByKey<K, V>(
      this: RDD<Pair<K, V>>,
      ascending?: boolean,
      numPartitions?: number,
      compare?: (a: K, b: K) => number,
    ): RDD<Pair<K, V>>;
    sortBy<K>(f: (record: T) => K, ascending?: boolean, numPartitions?: number, compare?: (a: K, b: K) => number): RDD<T>;
  }
}

type P = RDD<Pair<unknown, unknown>>;
type R = RDD<unknown>;

/** Scala's arrays have no hash of their own; ours are tuples or sequences, which have (SC-203 does not arise). */
function combine<K, V, C>(
  rdd: RDD<Pair<K, V>>,
  aggregator: Aggregator<V, C>,
  part: Partitioner,
  mapSideCombine: boolean,
): RDD<Pair<K, C>> {
  if (samePartitioner(rdd.partitioner, part)) {
    return new MapPartitionsRDD(rdd, (records) => combineInPlace(records, aggregator), true);
  }
  return new ShuffledRDD<K, V, C>(rdd, part, { aggregator, mapSideCombine });
}

const reducing = <V>(operator: string, f: (a: V, b: V) => V): Aggregator<V, V> => {
  const merge = (a: V, b: V) => plainResult(operator, f(a, b));
  return { create: (value) => value, mergeValue: merge, mergeCombiners: merge };
};

/** A zero value of its own for each key, as deserialising it gives in Spark. */
function copyOf<T>(value: T): T {
  if (!Array.isArray(value)) return value;
  const copy = value.slice();
  for (let i = 0; i < copy.length; i++) copy[i] = copyOf(copy[i]);
  return copy as T;
}

const sides = (pair: Pair<unknown, readonly CompactBuffer<unknown>[]>) =>
  pair[1] as readonly [CompactBuffer<unknown>, CompactBuffer<unknown>];

function joining(
  rdd: P,
  other: P,
  partitions: Where | undefined,
  rows: (left: CompactBuffer<unknown>, right: CompactBuffer<unknown>) => unknown[],
): P {
  return (rdd as RDD<Pair<unknown, unknown>>)
    .cogroup(other, partitions)
    .flatMapValues((groups) => rows(groups[0], groups[1])) as P;
}

function product<V, W, X>(left: readonly V[], right: readonly W[], row: (v: V, w: W) => X): X[] {
  const rows: X[] = [];
  for (const v of left) for (const w of right) rows.push(row(v, w));
  return rows;
}

attach(RDD.prototype, {
  keys(this: P) {
    return this.map((pair) => pair[0]);
  },
  values(this: P) {
    return this.map((pair) => pair[1]);
  },
  mapValues(this: P, f: (value: unknown) => unknown) {
    return new MapPartitionsRDD(
      this,
      (records) => new MapIterator(records, (pair) => [pair[0], plainResult('mapValues', f(pair[1]))] as const, 'mapValues'),
      true,
    );
  },
  flatMapValues(this: P, f: (value: unknown) => Iterable<unknown>) {
    return new MapPartitionsRDD(
      this,
      (records) =>
        new FlatMapIterator(
          records,
          (pair) => {
            const rows: Pair<unknown, unknown>[] = [];
            for (const value of f(pair[1])) rows.push([pair[0], value]);
            return rows;
          },
          'flatMapValues',
        ),
      true,
    );
  },
  partitionBy(this: P, partitioner: Partitioner) {
    return samePartitioner(this.partitioner, partitioner) ? this : new ShuffledRDD(this, partitioner);
  },
  combineByKey(
    this: P,
    create: (value: unknown) => unknown,
    mergeValue: (combined: unknown, value: unknown) => unknown,
    mergeCombiners: (a: unknown, b: unknown) => unknown,
    partitions?: Where,
    mapSideCombine = true,
  ) {
    const aggregator = {
      create: (value: unknown) => plainResult('combineByKey', create(value)),
      mergeValue: (a: unknown, b: unknown) => plainResult('combineByKey', mergeValue(a, b)),
      mergeCombiners: (a: unknown, b: unknown) => plainResult('combineByKey', mergeCombiners(a, b)),
    };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      mapSideCombine,
    );
  },
  reduceByKey(this: P, f: (a: unknown, b: unknown) => unknown, partitions?: Where) {
    return combine(
      this,
      reducing('reduceByKey', f),
      partitionerOf(partitions, () => defaultPartitioner(this)),
      true,
    );
  },
  groupByKey(this: P, partitions?: Where) {
    const aggregator: Aggregator<unknown, CompactBuffer<unknown>> = {
      create: (value) => {
        const buffer = new CompactBuffer<unknown>();
        buffer.push(value);
        return buffer;
      },
      mergeValue: (buffer, value) => {
        buffer.push(value);
        return buffer;
      },
      mergeCombiners: (a, b) => {
        for (const value of b) a.push(value);
        return a;
      },
    };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      false,
    );
  },
  foldByKey(this: P, zero: unknown, f: (a: unknown, b: unknown) => unknown, partitions?: Where) {
    const merge = (a: unknown, b: unknown) => plainResult('foldByKey', f(a, b));
    const aggregator = { create: (value: unknown) => merge(copyOf(zero), value), mergeValue: merge, mergeCombiners: merge };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      true,
    );
  },
  aggregateByKey(
    this: P,
    zero: unknown,
    seqOp: (combined: unknown, value: unknown) => unknown,
    combOp: (a: unknown, b: unknown) => unknown,
    partitions?: Where,
  ) {
    const mergeValue = (combined: unknown, value: unknown) => plainResult('aggregateByKey', seqOp(combined, value));
    const aggregator = {
      create: (value: unknown) => mergeValue(copyOf(zero), value),
      mergeValue,
      mergeCombiners: (a: unknown, b: unknown) => plainResult('aggregateByKey', combOp(a, b)),
    };
    return combine(
      this,
      aggregator,
      partitionerOf(partitions, () => defaultPartitioner(this)),
      true,
    );
  },
  cogroup(this: P, other: P, partitions?: Where) {
    const part = partitionerOf(partitions, () => defaultPartitioner(this, other));
    if (part.numPartitions === 0 && part instanceof HashPartitioner && this.partitions.length + other.partitions.length > 0) {
      throw new SparkException('Number of partitions of a cogroup must be positive');
    }
    return new CoGroupedRDD([this, other], part).mapValues((groups) => groups);
  },
  join(this: P, other: P, partitions?: Where) {
    return joining(this, other, partitions, (left, right) => product(left, right, (v, w) => [v, w]));
  },
  leftOuterJoin(this: P, other: P, partitions?: Where) {
    return joining(this, other, partitions, (left, right) =>
      right.length === 0 ? Array.from(left, (v) => [v, None]) : product(left, right, (v, w) => [v, new Some(w)]),
    );
  },
  rightOuterJoin(this: P, other: P, partitions?: Where) {
    return joining(this, other, partitions, (left, right) =>
      left.length === 0 ? Array.from(right, (w) => [None, w]) : product(left, right, (v, w) => [new Some(v), w]),
    );
  },
  fullOuterJoin(this: P, other: P, partitions?: Where) {
    return joining(this, other, partitions, (left, right) => {
      if (right.length === 0) return Array.from(left, (v) => [new Some(v), None]);
      if (left.length === 0) return Array.from(right, (w) => [None, new Some(w)]);
      return product(left, right, (v, w) => [new Some(v), new Some(w)]);
    });
  },
  subtractByKey(this: P, other: P, partitions?: Where) {
    return new SubtractedRDD(
      this,
      other,
      partitionerOf(partitions, () => this.partitioner ?? new HashPartitioner(this.partitions.length)),
    );
  },
  subtract(this: R, other: R, partitions?: Where) {
    const own = this.partitioner;
    const part = partitionerOf(partitions, () => own ?? new HashPartitioner(this.partitions.length));
    // Records that are partitioned by their key are found by the key of the pair that they are (SC-159).
    const used: Partitioner = samePartitioner(own, part)
      ? { numPartitions: part.numPartitions, getPartition: (key) => part.getPartition((key as Pair<unknown, unknown>)[0]) }
      : part;
    const left = this.map((record) => [record, null] as const);
    return left
      .subtractByKey(
        other.map((record) => [record, null] as const),
        used,
      )
      .keys();
  },
  intersection(this: R, other: R, partitions?: Where) {
    const left = this.map((record) => [record, null] as const);
    return left
      .cogroup(
        other.map((record) => [record, null] as const),
        partitions,
      )
      .filter((pair) => sides(pair)[0].length > 0 && sides(pair)[1].length > 0)
      .keys();
  },
  sortByKey(this: P, ascending = true, numPartitions?: number, compare: (a: unknown, b: unknown) => number = compareValues) {
    const part = new RangePartitioner(numPartitions ?? this.partitions.length, this, ascending, compare);
    return new ShuffledRDD(this, part, { keyOrdering: ascending ? compare : (a: unknown, b: unknown) => compare(b, a) });
  },
  sortBy(
    this: R,
    f: (record: unknown) => unknown,
    ascending = true,
    numPartitions?: number,
    compare?: (a: unknown, b: unknown) => number,
  ) {
    return this.keyBy(f)
      .sortByKey(ascending, numPartitions ?? this.partitions.length, compare)
      .values();
  },
});

export const emptyCollection = () => new UnsupportedOperationException('empty collection');
