import { describe, expect, test } from 'vitest';
import { failureOf, spark } from './support/spark.js';

const upTo = (last: number): string[] => Array.from({ length: last }, (_, i) => String(i + 1));
const join = (a: string, b: string): string => a + b;
const aggregated = (values: readonly string[], slices: number, depth?: number): string =>
  spark(function* (context) {
    const rdd = slices === 0 ? context.emptyRDD<string>() : context.parallelize(values, slices);
    return yield* rdd.treeAggregate('z', join, join, depth);
  });
const reduced = (values: readonly string[], slices: number, depth?: number): string =>
  spark(function* (context) {
    const rdd = slices === 0 ? context.emptyRDD<string>() : context.parallelize(values, slices);
    return yield* rdd.treeReduce(join, depth);
  });
const depthMessage = 'requirement failed: Depth must be greater than or equal to 1 but got 0.';

describe('treeAggregate', () => {
  // Recorded with Spark 3.2.1, where the driver's fold goes in the order in which tasks finish: its terms are compared, sorted.
  test.for([
    {
      name: 'twelve partitions: i goes to i modulo 3',
      slices: 12,
      depth: 2,
      terms: ['zzz1zz4zz7zz10', 'zzz2zz5zz8zz11', 'zzz3zz6zz9zz12'],
    },
    {
      name: 'depth 3: i goes to i modulo 4',
      slices: 12,
      depth: 3,
      terms: ['zzz1zz5zz9', 'zzz2zz6zz10', 'zzz3zz7zz11', 'zzz4zz8zz12'],
    },
    { name: 'four partitions: no level between', slices: 4, depth: 2, terms: ['zz101112', 'zz123', 'zz456', 'zz789'] },
  ])('$name', ({ slices, depth, terms }) => {
    const result = aggregated(upTo(12), slices, depth);
    const border = slices === 4 ? /(?=zz)/ : /(?=zzz)/;
    expect(result.slice(0, 1)).toBe('z');
    expect(result.slice(1).split(border).sort()).toEqual(terms);
  });

  test('no partition: the zero', () => {
    expect(aggregated([], 0)).toBe('z');
  });

  test('depth below 1', () => {
    expect(failureOf(() => aggregated(['a'], 1, 0))).toBe(depthMessage);
  });
});

describe('treeReduce', () => {
  test.for([
    { name: 'twelve partitions', values: upTo(12), slices: 12 },
    { name: 'most of them empty', values: ['a', 'b'], slices: 7 },
  ])('$name: each record once', ({ values, slices }) => {
    expect([...reduced(values, slices)].sort().join('')).toBe([...values.join('')].sort().join(''));
  });

  test('nothing, and a depth below 1', () => {
    expect(failureOf(() => reduced([], 0))).toBe('empty collection');
    expect(failureOf(() => reduced([], 3))).toBe('empty collection');
    expect(failureOf(() => reduced(['a'], 1, 0))).toBe(depthMessage);
  });
});
