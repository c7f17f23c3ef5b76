import { describe, expect, test } from 'vitest';
import { pair } from '../../../src/engine/rdd/index.js';
import { failureOf, partitionsOf, shown, spark } from './support/spark.js';

// Recorded with Spark 3.2.1 (Scala 2.13, local[2]): 1 to 30 in three partitions.
const numbers = Array.from({ length: 30 }, (_, i) => i + 1);

describe('sample', () => {
  test.for([
    [true, 0, 1, '[] [] []'],
    [true, 0, 42, '[] [] []'],
    [true, 0, -7, '[] [] []'],
    [true, 0.1, 1, '[1] [15] []'],
    [true, 0.1, 42, '[] [17] []'],
    [true, 0.1, -7, '[3] [] []'],
    [true, 0.3, 1, '[1 7 7] [12 16] [24]'],
    [true, 0.3, 42, '[5 6 6 7] [13 15 16] [28]'],
    [true, 0.3, -7, '[1 5 5 8 9] [17 19 20] [25]'],
    [true, 0.5, 1, '[1 3 4 5 8 10] [17 18] [21 21 22 22 23 24 26]'],
    [true, 0.5, 42, '[6 7 8] [13 13 17 19 20] [21 25 26 28 29]'],
    [true, 0.5, -7, '[4 8 9] [12 12 13 14 15 16 16] [21 22]'],
    [true, 1, 1, '[1 1 2 3 3 4 6 8 8 10] [12 13 15 15 15 17 18 18] [21 21 22 22 23 24 24 25 25 29 29 29 30 30]'],
    [true, 1, 42, '[4 5 6 7 8 9 10] [11 12 12 13 14 15 16 17 17 19 19] [21 21 24 25 25 26 27 27 29 29 29 30]'],
    [true, 1, -7, '[3 3 4 6 6 6 8 8 8 8 10 10] [11 12 12 13 13 14 15 15 15 18 19 19 20 20] [21 21 24 25 26 27 28 28 29]'],
    [
      true,
      2.5,
      1,
      '[1 1 1 1 1 2 2 2 2 3 4 4 5 5 7 7 9 9 10 10 10 10 10] [11 12 12 12 13 13 13 14 14 15 15 15 16 16 16 17 17 17 18 18 18 19 19 19 19 20 20] [21 21 21 21 21 22 22 23 23 23 23 25 26 26 26 26 26 27 28 28 29 29 29 29 29 30 30 30 30]',
    ],
    [
      true,
      2.5,
      42,
      '[1 2 2 3 4 5 6 7 7 7 8 8 8 8 9 9 9 10 10 10 10] [11 11 11 11 12 12 13 13 13 13 14 14 14 14 15 15 16 16 17 17 18 18 19 19 19 19 19 20] [21 21 21 22 22 23 23 23 23 24 24 25 25 25 26 28 28 28 28 28 30 30 30 30]',
    ],
    [
      true,
      2.5,
      -7,
      '[2 3 3 3 4 4 4 4 5 5 5 5 5 6 6 6 7 7 7 7 8 8 8 8 9 9 9 9 9] [11 11 11 11 11 12 12 12 12 12 12 12 13 14 15 15 16 16 16 19 19 19 19] [21 21 21 23 23 24 24 25 25 26 26 26 26 27 27 27 28 29 30 30]',
    ],
    [false, 0, 1, '[] [] []'],
    [false, 0, 42, '[] [] []'],
    [false, 0.1, 1, '[1 5] [15] []'],
    [false, 0.1, 42, '[] [16] []'],
    [false, 0.3, 1, '[1 3 6] [12 17 20] [24 25 27]'],
    [false, 0.3, 42, '[4 9] [12] [27 28]'],
    [false, 0.4, 1, '[1 2 4 8 9 10] [11 14 16 18 19] [23 24 25 30]'],
    [false, 0.4, 42, '[3 6 9 10] [12 18] [25 26 29]'],
    [false, 0.5, 1, '[3 4 7 8 9 10] [12 13 14 17 18 20] [21 24 25 26 27 30]'],
    [false, 0.5, 42, '[1 2 3 9] [12 13 15 16 20] [21 23 24 25 27 28 29 30]'],
    [false, 0.9, 1, '[2 3 4 5 7 8 9 10] [11 12 13 14 15 16 17 18 19 20] [21 22 23 24 25 26 27 28 29 30]'],
    [false, 0.9, 42, '[1 2 3 4 7 9 10] [11 12 13 14 15 16 17 18 19 20] [21 22 23 24 25 26 27 28 29 30]'],
    [false, 1, 1, '[1 2 3 4 5 6 7 8 9 10] [11 12 13 14 15 16 17 18 19 20] [21 22 23 24 25 26 27 28 29 30]'],
    [false, 1, 42, '[1 2 3 4 5 6 7 8 9 10] [11 12 13 14 15 16 17 18 19 20] [21 22 23 24 25 26 27 28 29 30]'],
  ] as const)('withReplacement %s, fraction %d, seed %d', ([withReplacement, fraction, seed, expected]) => {
    const sampled = partitionsOf((context) => context.parallelize(numbers, 3).sample(withReplacement, fraction, seed));
    expect(shown(sampled)).toBe(expected);
  });

  test('a mean above 40 is drawn by rejection', () => {
    const sampled = partitionsOf((context) => context.parallelize([1, 2, 3, 4], 2).sample(true, 50, 3));
    expect(shown(sampled)).toBe(
      '[1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2] [3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4]',
    );
  });

  test('keeps the partitioner', () => {
    const kept = spark(function* (context) {
      const pairs = context.parallelize([pair('a', 1)], 2).reduceByKey((a, b) => a + b, 3);
      return pairs.sample(false, 0.5, 1).partitioner === pairs.partitioner;
    });
    expect(kept).toBe(true);
  });

  test.for([
    [false, 1.5, 'requirement failed: Sampling fraction (1.5) must be on interval [0, 1]'],
    [false, -0.5, 'requirement failed: Fraction must be nonnegative, but got -0.5'],
  ] as const)('refuses withReplacement %s, fraction %d', ([withReplacement, fraction, message]) => {
    expect(failureOf(() => partitionsOf((context) => context.parallelize(numbers, 3).sample(withReplacement, fraction, 1)))).toBe(
      message,
    );
  });
});

describe('takeSample', () => {
  test.for([
    [false, 0, 1, ''],
    [true, 0, 1, ''],
    [false, 0, 9, ''],
    [true, 0, 9, ''],
    [false, 1, 1, '1'],
    [true, 1, 1, '2'],
    [false, 1, 9, '26'],
    [true, 1, 9, '1'],
    [false, 5, 1, '2 24 15 5 13'],
    [true, 5, 1, '2 20 29 23 14'],
    [false, 5, 9, '21 4 3 16 28'],
    [true, 5, 9, '9 11 16 21 8'],
    [false, 29, 1, '17 30 21 11 4 19 16 2 13 15 7 6 24 1 3 27 18 26 12 14 20 5 28 23 10 25 9 22 8'],
    [true, 29, 1, '23 20 26 27 30 5 20 12 18 23 7 3 11 8 9 22 5 10 6 25 25 22 28 24 14 12 2 19 20'],
    [false, 29, 9, '11 13 21 26 9 30 22 4 29 14 27 23 16 20 12 2 15 5 19 7 6 28 25 1 24 10 18 8 3'],
    [true, 29, 9, '18 16 14 11 17 9 11 21 11 20 10 9 9 21 25 1 14 5 16 6 25 20 12 1 21 17 8 12 4'],
    [false, 30, 1, '18 12 20 6 22 8 4 17 9 29 24 21 15 1 27 28 19 2 11 10 14 23 26 3 5 13 25 30 7 16'],
    [true, 30, 1, '5 19 26 20 26 23 20 9 22 29 10 9 7 20 20 3 2 12 4 22 3 8 7 30 13 28 5 13 27 6'],
    [false, 30, 9, '30 4 3 15 27 14 25 23 16 2 21 13 19 22 26 10 28 29 12 7 11 6 1 18 8 24 5 9 17 20'],
    [true, 30, 9, '5 11 30 14 25 20 16 1 18 8 6 15 11 21 9 1 13 18 14 6 10 18 3 17 12 11 3 10 15 17'],
    [false, 100, 1, '18 12 20 6 22 8 4 17 9 29 24 21 15 1 27 28 19 2 11 10 14 23 26 3 5 13 25 30 7 16'],
    [
      true,
      100,
      1,
      '30 4 17 3 3 23 14 9 1 15 2 7 19 12 19 18 27 29 15 18 15 15 26 23 11 26 11 8 4 7 11 5 5 21 7 11 3 27 15 30 10 22 21 27 10 3 1 13 20 30 30 17 3 15 1 8 22 12 20 18 18 29 8 28 10 15 20 10 6 2 24 28 29 28 27 15 10 6 19 30 10 1 14 16 29 8 17 22 30 5 19 6 28 14 23 19 24 5 4 18',
    ],
    [false, 100, 9, '30 4 3 15 27 14 25 23 16 2 21 13 19 22 26 10 28 29 12 7 11 6 1 18 8 24 5 9 17 20'],
    [
      true,
      100,
      9,
      '12 3 6 18 10 28 15 18 6 14 14 30 20 30 14 3 24 24 9 11 10 7 12 21 13 19 17 14 4 2 2 21 8 1 16 16 6 26 15 19 18 5 11 21 6 16 13 28 5 18 2 16 27 11 8 28 8 18 2 6 15 15 17 8 3 5 10 9 3 13 6 30 8 12 12 26 5 30 19 13 21 30 7 19 5 10 14 30 2 25 17 19 21 2 7 30 21 17 4 9',
    ],
  ] as const)('withReplacement %s, %d records, seed %d', ([withReplacement, num, seed, expected]) => {
    const taken = spark(function* (context) {
      return yield* context.parallelize(numbers, 3).takeSample(withReplacement, num, seed);
    });
    expect(taken.join(' ')).toBe(expected);
  });

  test('nothing of nothing, and no negative number', () => {
    const takeThree = (num: number) =>
      spark(function* (context) {
        return yield* context.parallelize<number>([], 2).takeSample(false, num, 1);
      });
    expect(takeThree(3)).toEqual([]);
    expect(failureOf(() => takeThree(-1))).toBe('requirement failed: Negative number of elements requested');
  });
});

describe('randomSplit', () => {
  const split = (weights: readonly number[], seed: number) =>
    spark(function* (context) {
      const parts: string[] = [];
      for (const rdd of context.parallelize(numbers, 3).randomSplit(weights, seed))
        parts.push(shown(yield* context.runJob(rdd, (records) => records.toArray())));
      return parts;
    });

  test('every record goes into one part', () => {
    expect(split([0.6, 0.3, 0.1], 11)).toEqual([
      '[1 2 3 4 5 8 9] [11 14 15 16 17 19 20] [21 23 25 28 29 30]',
      '[6 7 10] [13] [24 26 27]',
      '[] [12 18] [22]',
    ]);
    expect(split([2, 1], 5)).toEqual([
      '[1 2 4 5 6 7 9 10] [11 13 16 17 19] [21 22 24 25 27 29]',
      '[3 8] [12 14 15 18 20] [23 26 28 30]',
    ]);
  });

  test.for([
    [[0, 0], 'requirement failed: Sum of weights must be positive, but got [0.0,0.0]'],
    [[-1, 2], 'requirement failed: Weights must be nonnegative, but got [-1.0,2.0]'],
  ] as const)('refuses weights %j', ([weights, message]) => {
    expect(failureOf(() => split(weights, 5))).toBe(message);
  });
});

describe('sampleByKey', () => {
  const sampled = (withReplacement: boolean, fractions: Readonly<Record<string, number>>) =>
    shown(
      partitionsOf((context) =>
        context
          .parallelize(
            numbers.map((i) => [i % 3 === 0 ? 'a' : 'b', i] as const),
            3,
          )
          .sampleByKey(withReplacement, new Map(Object.entries(fractions)), 7),
      ),
    );

  test('a fraction for each key', () => {
    expect(sampled(false, { a: 0.5, b: 0.2 })).toBe('[(a,9)] [(a,18)] [(b,23) (a,24) (b,29) (a,30)]');
    expect(sampled(true, { a: 0.5, b: 1.2 })).toBe(
      '[(b,5) (b,7) (b,8)] [(b,13) (b,16) (b,19) (b,19) (b,20)] [(a,21) (b,22) (b,25) (b,25) (a,27) (a,27) (b,29)]',
    );
  });

  test('a negative fraction is refused, a missing one fails the task', () => {
    expect(failureOf(() => sampled(false, { a: -0.5, b: 0.2 }))).toBe('requirement failed: Negative sampling rates.');
    expect(failureOf(() => sampled(false, { a: 0.5 }))).toContain('key not found: b');
  });
});
