import { describe, expect, test } from 'vitest';
import { HashPartitioner, pair, type RDD, type SparkContext } from '../../../src/engine/rdd/index.js';
import { failureOf, partitionsOf, shown, spark } from './support/spark.js';

const four = (context: SparkContext): RDD<number> => context.parallelize([1, 2, 3, 4], 3);

/** Of 1 to 4 in the partitions [1] [2] [3 4]. */
test.for([
  { name: 'map', use: (rdd: RDD<number>) => rdd.map((x) => x * 10), expected: '[10] [20] [30 40]' },
  {
    name: 'flatMap: all of one before the next',
    use: (rdd: RDD<number>) => rdd.flatMap((x) => (x === 3 ? [] : [x, -x])),
    expected: '[1 -1] [2 -2] [4 -4]',
  },
  {
    name: 'flatMap of a string: its characters',
    use: (rdd: RDD<number>) => rdd.flatMap((x) => `a${x}`),
    expected: '[a 1] [a 2] [a 3 a 4]',
  },
  { name: 'filter', use: (rdd: RDD<number>) => rdd.filter((x) => x > 2), expected: '[] [] [3 4]' },
  {
    name: 'mapPartitions: empty partitions too',
    use: (rdd: RDD<number>) => rdd.filter((x) => x > 2).mapPartitions((rows) => [rows.toArray().length]),
    expected: '[0] [0] [2]',
  },
  {
    name: 'mapPartitionsWithIndex',
    use: (rdd: RDD<number>) => rdd.mapPartitionsWithIndex((i, rows) => Array.from(rows, (x) => `${i}:${x}`)),
    expected: '[0:1] [1:2] [2:3 2:4]',
  },
  {
    name: 'glom',
    use: (rdd: RDD<number>) =>
      rdd
        .filter((x) => x > 2)
        .glom()
        .map((rows) => rows.length),
    expected: '[0] [0] [2]',
  },
  { name: 'keyBy', use: (rdd: RDD<number>) => rdd.keyBy((x) => x % 2), expected: '[(1,1)] [(0,2)] [(1,3) (0,4)]' },
  {
    name: 'union: one after the other, nothing removed',
    use: (rdd: RDD<number>) => rdd.union(rdd),
    expected: '[1] [2] [3 4] [1] [2] [3 4]',
  },
  { name: 'coalesce: neighbours together', use: (rdd: RDD<number>) => rdd.coalesce(2), expected: '[1] [2 3 4]' },
  { name: 'coalesce to more than there are', use: (rdd: RDD<number>) => rdd.coalesce(5), expected: '[1] [2] [3 4]' },
  {
    name: 'cartesian',
    use: (rdd: RDD<number>) => rdd.filter((x) => x > 2).cartesian(rdd.coalesce(1)),
    expected: '[] [] [(3,1) (3,2) (3,3) (3,4) (4,1) (4,2) (4,3) (4,4)]',
  },
  { name: 'zip', use: (rdd: RDD<number>) => rdd.zip(rdd.map((x) => x * x)), expected: '[(1,1)] [(2,4)] [(3,9) (4,16)]' },
  {
    name: 'zipWithIndex',
    use: (rdd: RDD<number>) => rdd.map((x) => `r${x}`).zipWithIndex(),
    expected: '[(r1,0)] [(r2,1)] [(r3,2) (r4,3)]',
  },
  {
    name: 'zipWithUniqueId: i·P + k',
    use: (rdd: RDD<number>) => rdd.zipWithUniqueId(),
    expected: '[(1,0)] [(2,1)] [(3,2) (4,5)]',
  },
  { name: 'prune', use: (rdd: RDD<number>) => rdd.prune((i) => i !== 1), expected: '[1] [3 4]' },
])('$name', ({ use, expected }) => {
  expect(shown(partitionsOf<unknown>((context) => use(four(context)) as RDD<unknown>))).toBe(expected);
});

/** SC-110, as Spark 3.0 to 3.3 distribute. */
test.for([
  [10, 2, 3, '[3 7 10] [1 4 8] [2 5 6 9]'],
  [10, 5, 2, '[1 4 5 7 10] [2 3 6 8 9]'],
  [10, 1, 4, '[2 6 10] [3 7] [4 8] [1 5 9]'],
  [9, 3, 5, '[6] [1] [2 7] [3 4 8] [5 9]'],
] as const)('repartition of 1 to %d in %d to %d', ([last, from, to, expected]) => {
  const numbers = Array.from({ length: last }, (_, i) => i + 1);
  expect(shown(partitionsOf((context) => context.parallelize(numbers, from).repartition(to)))).toBe(expected);
});

// Recorded with Spark 3.2.1: the parents' partitions are compared when they are asked for, so an RDD that is not used does no harm.
test('zip of RDDs with different numbers of partitions fails only when it is used', () => {
  const zipped = (context: SparkContext) => context.parallelize([1, 2], 2).zip(context.parallelize([1], 1));
  expect(spark((context) => zipped(context).take(0))).toEqual([]);
  expect(failureOf(() => spark((context) => zipped(context).take(1)))).toContain('unequal numbers of partitions: List(2, 1)');
});

test('zip: a partition with more records than its partner fails the job', () => {
  const zipped = (): unknown =>
    partitionsOf((context) => context.parallelize([1, 2, 3, 4], 2).zip(context.parallelize([1, 2, 3, 4, 5], 2)));
  expect(failureOf(zipped)).toContain('Can only zip RDDs with same number of elements in each partition');
});

test('one record travels through the whole chain before the next is pulled (SC-004)', () => {
  const calls: string[] = [];
  const noted = (name: string, x: number): number => {
    calls.push(`${name}${x}`);
    return x;
  };
  spark(function* (context) {
    yield* context
      .parallelize([1, 2], 1)
      .map((x) => noted('f', x))
      .filter((x) => noted('g', x) > 0)
      .map((x) => noted('h', x))
      .collect();
  });
  expect(calls).toEqual(['f1', 'g1', 'h1', 'f2', 'g2', 'h2']);
});

describe('partitioner (SC-007)', () => {
  const keeps = (use: (rdd: RDD<readonly [string, number]>) => RDD<never> | RDD<unknown>): boolean =>
    spark((context) => {
      const rdd = context.parallelize([pair('a', 1)], 2).partitionBy(new HashPartitioner(3));
      return use(rdd).partitioner === rdd.partitioner;
    });
  test.for([
    ['filter', true, (rdd) => rdd.filter(() => true)],
    ['mapValues', true, (rdd) => rdd.mapValues((v) => v)],
    ['flatMapValues', true, (rdd) => rdd.flatMapValues((v) => [v])],
    ['mapPartitions that preserves', true, (rdd) => rdd.mapPartitions((rows) => rows, true)],
    ['reduceByKey', true, (rdd) => rdd.reduceByKey((a, b) => a + b)],
    ['union of alike', true, (rdd) => rdd.union(rdd)],
    ['map', false, (rdd) => rdd.map((x) => x)],
    ['mapPartitions', false, (rdd) => rdd.mapPartitions((rows) => rows)],
    ['keys', false, (rdd) => rdd.keys()],
    ['glom', false, (rdd) => rdd.glom()],
    ['keyBy', false, (rdd) => rdd.keyBy(([key]) => key)],
    ['coalesce', false, (rdd) => rdd.coalesce(1)],
  ] as const satisfies readonly (readonly [string, boolean, (rdd: RDD<readonly [string, number]>) => unknown])[])(
    '%s: %s',
    ([, kept, use]) => {
      expect(keeps(use as (rdd: RDD<readonly [string, number]>) => RDD<unknown>)).toBe(kept);
    },
  );
});
