import { describe, expect, test } from 'vitest';
import { BatchwiseError } from '../../../src/engine/errors.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { HashPartitioner, pair, RangePartitioner, type RDD } from '../../../src/engine/rdd/index.js';
import { failureOf, partitionsOf, shown, spark } from './support/spark.js';

type Pairs = RDD<readonly [string, number]>;
const pairs = [pair('a', 1), pair('b', 2), pair('a', 3)];
const onPairs = (use: (rdd: Pairs) => unknown): unknown =>
  spark(function* (context) {
    const result = use(context.parallelize(pairs, 2));
    return typeof result === 'object' && result !== null && 'next' in result ? yield* result as Process<unknown> : result;
  });

/** The error of ours behind the failure of a job. */
function ours(body: () => unknown): BatchwiseError {
  try {
    body();
  } catch (error) {
    let each: unknown = error;
    while (each instanceof Error && each.cause !== undefined) each = each.cause;
    if (each instanceof BatchwiseError) return each;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe("Spark's own messages", () => {
  test.for([
    ['coalesce(0)', (rdd: Pairs) => rdd.coalesce(0), 'requirement failed: Number of partitions (0) must be positive.'],
    ['repartition(-2)', (rdd: Pairs) => rdd.repartition(-2), 'requirement failed: Number of partitions (-2) must be positive.'],
    ['HashPartitioner(-1)', () => new HashPartitioner(-1), 'requirement failed: Number of partitions (-1) cannot be negative.'],
    [
      'RangePartitioner(-1)',
      (rdd: Pairs) => new RangePartitioner(-1, rdd),
      'requirement failed: Number of partitions cannot be negative but found -1.',
    ],
    [
      'sortByKey into -1',
      (rdd: Pairs) => rdd.sortByKey(true, -1),
      'requirement failed: Number of partitions cannot be negative but found -1.',
    ],
    ['parallelize(…, 0)', (rdd: Pairs) => rdd.context.parallelize([1], 0), 'Positive number of partitions required'],
    ['range by 0', (rdd: Pairs) => rdd.context.range(0, 3, 0), 'requirement failed: step cannot be 0'],
    [
      'checkpoint without a directory',
      (rdd: Pairs) => rdd.checkpoint(),
      'Checkpoint directory has not been set in the SparkContext',
    ],
    [
      'zip of other partitions',
      (rdd: Pairs) => rdd.zip(rdd.context.parallelize([1], 3)).collect(),
      "Can't zip RDDs with unequal numbers of partitions: List(2, 3)",
    ],
  ] as const)('%s', ([, use, message]) => {
    expect(failureOf(() => onPairs(use))).toBe(message);
  });

  test('no partitions asked for: none, and no error', () => {
    expect(partitionsOf((context) => context.parallelize(pairs, 2).reduceByKey((a, b) => a + b, 0))).toEqual([]);
    expect(partitionsOf((context) => context.parallelize([1, 1], 2).distinct(0))).toEqual([]);
    expect(shown(partitionsOf((context) => context.parallelize(pairs, 2).sortByKey(true, 0)))).toBe('[(a,1) (a,3) (b,2)]');
  });

  test.for([5, -1, 0.5])('a partitioner that answers %d', (answer) => {
    const partitioner = { numPartitions: 2, getPartition: () => answer };
    for (const use of [
      (rdd: Pairs) => rdd.partitionBy(partitioner),
      (rdd: Pairs) => rdd.reduceByKey((a, b) => a + b, partitioner),
    ]) {
      const error = ours(() => onPairs((rdd) => use(rdd).collect()));
      expect(error.message).toBe(`Index ${answer} out of bounds for length 2`);
      expect(error.hint).toContain('from 0 to 1');
    }
  });
});

describe('messages of ours say what to do', () => {
  const nothing = (): number => undefined as unknown as number;
  test.for([
    ['reduce', (rdd: Pairs) => rdd.values().reduce(nothing)],
    ['fold', (rdd: Pairs) => rdd.values().fold(0, nothing)],
    ['aggregate', (rdd: Pairs) => rdd.aggregate(0, nothing, nothing)],
    ['treeReduce', (rdd: Pairs) => rdd.values().treeReduce(nothing)],
    ['reduceByKey', (rdd: Pairs) => rdd.reduceByKey(nothing, 1).collect()],
    ['foldByKey', (rdd: Pairs) => rdd.foldByKey(0, nothing).collect()],
    ['aggregateByKey', (rdd: Pairs) => rdd.aggregateByKey(0, nothing, nothing).collect()],
    ['combineByKey', (rdd: Pairs) => rdd.combineByKey((v) => v, nothing, nothing, 1).collect()],
  ] as const)('%s with a function that returns nothing', ([name, use]) => {
    const error = ours(() => onPairs(use));
    expect(error.message).toBe(`The function given to ${name} returned undefined.`);
    expect(error.hint).toContain('return');
  });

  test('a key that is a plain object', () => {
    const error = ours(() =>
      onPairs((rdd) =>
        rdd
          .map(([word, n]) => [{ word }, n] as const)
          .reduceByKey((a, b) => a + b)
          .collect(),
      ),
    );
    expect(error.message).toBe('A plain object cannot be hashed.');
    expect(error.hint).toContain('class Visit');
  });

  test('records that are no pairs', () => {
    const error = ours(() => onPairs((rdd) => (rdd.keys() as unknown as Pairs).reduceByKey((a, b) => a + b).collect()));
    expect(error.message).toBe('An operator by key needs records that are pairs; found a.');
    expect(error.hint).toContain('pair(word, 1)');
  });

  test.for([
    ['sortByKey', (rdd: Pairs) => rdd.sortByKey(true, 1, ((a: string, b: string) => a < b) as never).collect()],
    ['top', (rdd: Pairs) => rdd.values().top(2, ((a: number, b: number) => a < b) as never)],
    ['max', (rdd: Pairs) => rdd.values().max((() => undefined) as never)],
  ] as const)('%s by a function that returns no number', ([name, use]) => {
    const error = ours(() => onPairs(use));
    expect(error.message).toMatch(new RegExp(`^The function by which ${name} compares returned `));
    expect(error.hint).toContain('(a, b) => a - b');
  });
});
