import { describe, expect, test } from 'vitest';
import type { Process } from '../../../src/engine/ports/Process.js';
import { HashPartitioner, pair, type RDD } from '../../../src/engine/rdd/index.js';
import { failureOf, spark } from './support/spark.js';

const run = <T, U>(values: readonly T[], slices: number, action: (rdd: RDD<T>) => Process<U>): U =>
  spark(function* (context) {
    return yield* action(slices === 0 ? context.emptyRDD<T>() : context.parallelize(values, slices));
  });

/** Each action on three partitions, the first of them empty; on empty partitions; on no partition. */
const actions: Readonly<
  Record<string, { readonly on: (rdd: RDD<number>) => Process<unknown>; readonly some: unknown; readonly none: unknown }>
> = {
  collect: { on: (rdd) => rdd.collect(), some: [3, 1, 2], none: [] },
  count: { on: (rdd) => rdd.count(), some: 3, none: 0 },
  first: { on: (rdd) => rdd.first(), some: 3, none: 'empty collection' },
  'take 2': { on: (rdd) => rdd.take(2), some: [3, 1], none: [] },
  'take -1': { on: (rdd) => rdd.take(-1), some: [], none: [] },
  isEmpty: { on: (rdd) => rdd.isEmpty(), some: false, none: true },
  top: { on: (rdd) => rdd.top(2), some: [3, 2], none: [] },
  'top 0': { on: (rdd) => rdd.top(0), some: [], none: [] },
  takeOrdered: { on: (rdd) => rdd.takeOrdered(2), some: [1, 2], none: [] },
  'takeOrdered by': { on: (rdd) => rdd.takeOrdered(9, (a, b) => b - a), some: [3, 2, 1], none: [] },
  reduce: { on: (rdd) => rdd.reduce((a, b) => a + b), some: 6, none: 'empty collection' },
  treeReduce: { on: (rdd) => rdd.treeReduce((a, b) => a + b), some: 6, none: 'empty collection' },
  max: { on: (rdd) => rdd.max(), some: 3, none: 'empty collection' },
  min: { on: (rdd) => rdd.min(), some: 1, none: 'empty collection' },
  sum: { on: (rdd) => rdd.sum(), some: 6, none: 0 },
  countByValue: {
    on: (rdd) => rdd.countByValue(),
    some: new Map([
      [1, 1],
      [2, 1],
      [3, 1],
    ]),
    none: new Map(),
  },
  'aggregate to a list': {
    on: (rdd) =>
      rdd.aggregate<number[]>(
        [],
        (list, x) => [...list, x],
        (a, b) => [...a, ...b],
      ),
    some: [3, 1, 2],
    none: [],
  },
};

describe.for(Object.keys(actions))('%s', (name) => {
  const { on, some, none } = actions[name] as (typeof actions)[string];
  const result = (slices: number, values: readonly number[]): unknown => {
    try {
      return run(values, slices, on);
    } catch (error) {
      return (error as Error).message;
    }
  };
  test('three records in four partitions', () => {
    expect(result(4, [3, 1, 2])).toEqual(some);
  });
  test('empty partitions, and none', () => {
    expect(result(3, [])).toEqual(none);
    expect(result(0, [])).toEqual(none);
  });
});

describe('which partitions take computes (SC-141)', () => {
  const reachedBy = (values: readonly number[], slices: number, action: (rdd: RDD<number>) => Process<unknown>): number[] => {
    const reached: number[] = [];
    run(values, slices, (rdd) =>
      action(
        rdd.mapPartitionsWithIndex((index, rows) => {
          reached.push(index);
          return rows;
        }),
      ),
    );
    return reached;
  };
  test.for([
    { name: 'the first is enough', take: 1, reached: [0] },
    { name: 'half as many again as seem to be needed', take: 2, reached: [0, 1, 2] },
    { name: 'at most four times as many as were read', take: 9, reached: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
  ])('$name', ({ take, reached }) => {
    const ten = Array.from({ length: 10 }, (_, i) => i);
    expect(reachedBy(ten, 10, (rdd) => rdd.take(take))).toEqual(reached);
  });
  test('isEmpty goes on only while nothing is found; lookup asks the one partition of the key', () => {
    expect(reachedBy([1], 10, (rdd) => rdd.isEmpty())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(reachedBy([1, 2, 3], 3, (rdd) => rdd.isEmpty())).toEqual([0]);
    const asked = spark(function* (context) {
      const reached: number[] = [];
      const rdd = context.parallelize([pair(1, 'a'), pair(2, 'b'), pair(3, 'c')], 2).partitionBy(new HashPartitioner(3));
      const noted = rdd.mapPartitionsWithIndex((index, rows) => {
        reached.push(index);
        return rows;
      }, true);
      return [yield* noted.lookup(2), reached];
    });
    expect(asked).toEqual([['b'], [2]]);
  });
});

test('fold and aggregate: the zero enters once for each partition and once more (SC-144)', () => {
  expect(run(['1', '2', '3'], 3, (rdd) => rdd.fold('x', (a, b) => a + b))).toBe('xx1x2x3');
  expect(run<string, string>([], 2, (rdd) => rdd.fold('x', (a, b) => a + b))).toBe('xxx');
});

test('max and min of equal records: the first (SC-143)', () => {
  const records = [pair('a', 1), pair('b', 2), pair('c', 2), pair('d', 1)];
  const byCount = (a: readonly [string, number], b: readonly [string, number]): number => a[1] - b[1];
  expect(run(records, 1, (rdd) => rdd.max(byCount))).toEqual(['b', 2]);
  expect(run(records, 1, (rdd) => rdd.min(byCount))).toEqual(['a', 1]);
});

test('maps: of equal keys the last counts, in the order of Scala (SC-147)', () => {
  const pairs = Array.from({ length: 8 }, (_, i) => pair(`k${(i + 1) % 5}`, i + 1));
  const many = Array.from({ length: 8 }, (_, i) => pair(`k${i + 1}`, i + 1));
  // Recorded with Spark 3.2.1.
  expect([...run(pairs, 3, (rdd) => rdd.collectAsMap())]).toEqual([
    ['k0', 5],
    ['k1', 6],
    ['k2', 7],
    ['k3', 8],
    ['k4', 4],
  ]);
  expect([...run(many, 3, (rdd) => rdd.countByKey()).keys()]).toEqual(['k2', 'k5', 'k6', 'k7', 'k1', 'k8', 'k4', 'k3']);
  expect([...run([1, 1, 2], 2, (rdd) => rdd.countByValue())]).toEqual([
    [2, 1],
    [1, 2],
  ]);
});

test('foreach and foreachPartition: plain functions and generators; empty partitions count (SC-148)', () => {
  const seen = spark(function* (context) {
    const rows: string[] = [];
    const rdd = context.parallelize([1, 2], 3);
    yield* rdd.foreach((x) => rows.push(`r${x}`));
    // biome-ignore lint/correctness/useYield: that a generator is driven is what is tested
    yield* rdd.foreach(function* (x) {
      rows.push(`g${x}`);
    });
    yield* rdd.foreachPartition((records) => rows.push(`p${records.toArray().length}`));
    return rows;
  });
  expect(seen).toEqual(['r1', 'r2', 'g1', 'g2', 'p0', 'p1', 'p1']);
});

test('an action that is made and not run is an error that says so', () => {
  const forgotten = (): void =>
    spark((context) => {
      context.parallelize([1], 1).count();
      context.pending.check();
    });
  expect(failureOf(forgotten)).toBe('count() was called and never run.');
});
