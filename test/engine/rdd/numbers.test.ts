import { describe, expect, test } from 'vitest';
import type { Process } from '../../../src/engine/ports/Process.js';
import type { RDD } from '../../../src/engine/rdd/index.js';
import { failureOf, spark } from './support/spark.js';

// Recorded with Spark 3.2.1.
const on = <T>(values: readonly number[], slices: number, action: (rdd: RDD<number>) => Process<T>): T =>
  spark(function* (context) {
    return yield* action(slices === 0 ? context.emptyRDD<number>() : context.parallelize(values, slices));
  });
const five = [1, 2.5, 3, 10, -4];

describe('stats', () => {
  test.for([
    [five, 2, '(count: 5, mean: 2.500000, stdev: 4.494441, max: 10.000000, min: -4.000000)'],
    [[], 2, '(count: 0, mean: 0.000000, stdev: NaN, max: -Infinity, min: Infinity)'],
    [[2], 2, '(count: 1, mean: 2.000000, stdev: 0.000000, max: 2.000000, min: 2.000000)'],
  ] as const)('of %j in %d partitions', ([values, slices, expected]) => {
    expect(on(values, slices, (rdd) => rdd.stats()).toString()).toBe(expected);
  });

  test.for([
    ['mean', 2.5],
    ['variance', 20.2],
    ['popVariance', 20.2],
    ['sampleVariance', 25.25],
    ['stdev', 4.494441010848846],
    ['popStdev', 4.494441010848846],
    ['sampleStdev', 5.024937810560445],
    ['sum', 12.5],
  ] as const)('%s', ([name, expected]) => {
    expect(on(five, 2, (rdd) => rdd[name]())).toBe(expected);
  });

  test('no numbers, one number, no partition', () => {
    expect(on([], 2, (rdd) => rdd.mean())).toBe(0);
    expect(on([2], 2, (rdd) => rdd.sampleVariance())).toBeNaN();
    expect(on([], 0, (rdd) => rdd.sum())).toBe(0);
    expect(failureOf(() => on([], 0, (rdd) => rdd.mean()))).toBe('empty collection');
  });
});

describe('histogram', () => {
  test.for([
    { values: five, count: 3, buckets: [-4, 0.666666666666667, 5.333333333333334, 10], counts: [1, 3, 1] },
    { values: five, count: 1, buckets: [-4, 10], counts: [5] },
    { values: [2, 2], count: 3, buckets: [2, 2], counts: [2] },
  ])('$count even buckets of $values', ({ values, count, buckets, counts }) => {
    expect(on(values, 2, (rdd) => rdd.histogram(count))).toEqual([buckets, counts]);
  });

  test.for([
    { name: 'numbers outside are left out', buckets: [0, 2, 3, 20], even: false, counts: [1, 1, 2] },
    { name: 'the last bucket holds its upper bound', buckets: [0, 5, 10], even: true, counts: [3, 1] },
    { name: 'uneven', buckets: [0, 3, 9, 10], even: false, counts: [2, 1, 1] },
    { name: 'equal bounds', buckets: [1, 1, 3], even: false, counts: [0, 3] },
    { name: 'bounds that are not sorted', buckets: [3, 1], even: false, counts: [1] },
  ])('$name', ({ buckets, even, counts }) => {
    expect(on(five, 2, (rdd) => rdd.histogram(buckets, even))).toEqual(counts);
  });

  const noRange = 'Histogram on either an empty RDD or RDD containing +/-infinity or NaN';
  test.for([
    { name: 'one bound', slices: 2, values: five, argument: [1], message: 'buckets array must have at least two elements' },
    { name: 'no bucket', slices: 2, values: five, argument: 0, message: 'buckets array must have at least two elements' },
    { name: 'no partition', slices: 0, values: [], argument: 2, message: 'empty collection' },
    { name: 'no number', slices: 2, values: [], argument: 2, message: noRange },
    { name: 'not a number', slices: 1, values: [2, Number.NaN, 5], argument: 2, message: noRange },
  ])('refuses: $name', ({ slices, values, argument, message }) => {
    expect(failureOf(() => on(values, slices, (rdd) => rdd.histogram(argument as number)))).toBe(message);
  });
});
