import { describe, expect, test } from 'vitest';
import type { Process } from '../../../src/engine/ports/Process.js';
import type { SparkContext } from '../../../src/engine/rdd/index.js';
import { failureOf, shown, spark } from './support/spark.js';

function* written(context: SparkContext): Process<void> {
  const { storage } = context.environment;
  yield* storage.write('/in/a.txt', ['one', 'two', 'three', '', 'five']);
  yield* storage.write('/in/b.txt', ['x', 'y']);
  yield* storage.write('/in/e.txt', []);
  yield* storage.write('/in/_hidden.txt', ['hidden']);
}

const linesOf = (path: string, minPartitions?: number): string =>
  spark(function* (context) {
    yield* written(context);
    return shown(yield* context.runJob(context.textFile(path, minPartitions), (records) => records.toArray()));
  });

describe('textFile', () => {
  // Recorded with Spark 3.2.1, except for lists and patterns. Splits of equal length; a line belongs to the split in which the line before it ends.
  test.for([
    ['/in/a.txt', 1, '[one two three  five]'],
    ['/in/a.txt', 2, '[one two three] [ five]'],
    ['/in/a.txt', 3, '[one two] [three] [ five] []'],
    ['/in/a.txt', 4, '[one two] [three] [ five] []'],
    ['/in/a.txt', 5, '[one two] [three] [] [ five] []'],
    ['/in/a.txt', 6, '[one] [two] [three] [] [ five] [] []'],
    ['/in/a.txt', 8, '[one] [two] [] [three] [] [] [] [five] [] []'],
    ['/in', 2, '[one two three] [ five] [x y]'],
    ['/in/e.txt', 2, ''],
    ['/in/b.txt,/in/a.txt', 1, '[x y] [one two three  five]'],
    ['/in/*.txt', 1, '[one two three  five] [x y]'],
    ['/in/?.txt', 1, '[one two three  five] [x y]'],
  ] as const)('%s in %d', ([path, minPartitions, expected]) => {
    expect(linesOf(path, minPartitions)).toBe(expected);
  });

  test('two partitions unless said, named after the path', () => {
    expect(linesOf('/in/a.txt')).toBe('[one two three] [ five]');
    const text = spark(function* (context) {
      yield* written(context);
      return context.textFile('/in/b.txt', 1).toDebugString();
    });
    expect(text).toBe('(1) /in/b.txt MapPartitionsRDD[1] at textFile []\n |  /in/b.txt HadoopRDD[0] at textFile []');
  });

  test.for([
    ['/none', 'Input path does not exist: /none | Input path does not exist: /none'],
    ['/in/no*.x', 'Input Pattern /in/no*.x matches 0 files | Input Pattern /in/no*.x matches 0 files'],
  ] as const)('%s: nothing there', ([path, message]) => {
    expect(failureOf(() => linesOf(path))).toBe(message);
  });
});

test('wholeTextFiles: a pair for each file, packed into partitions', () => {
  const files = spark(function* (context) {
    yield* written(context);
    return yield* context.runJob(context.wholeTextFiles('/in'), (records) => records.toArray());
  });
  expect(files).toEqual([
    [['/in/a.txt', 'one\ntwo\nthree\n\nfive\n']],
    [
      ['/in/b.txt', 'x\ny\n'],
      ['/in/e.txt', ''],
    ],
  ]);
});

describe('saveAsTextFile', () => {
  const saved = (values: readonly unknown[], slices: number): unknown =>
    spark(function* (context) {
      const { storage } = context.environment;
      yield* context.parallelize(values, slices).saveAsTextFile('/out');
      return storage.list('/out').map(({ path }) => [path, storage.read(path)]);
    });

  test('a file for each partition, empty ones too, and _SUCCESS', () => {
    expect(saved([1, [2, 'x']], 3)).toEqual([
      ['/out/_SUCCESS', []],
      ['/out/part-00000', []],
      ['/out/part-00001', ['1']],
      ['/out/part-00002', ['(2,x)']],
    ]);
  });

  test('a null record; a directory that exists', () => {
    expect(failureOf(() => saved([1, null], 1))).toMatch(/^Job aborted\. \| .*Task failed while writing rows/);
    const twice = () =>
      spark(function* (context) {
        yield* context.parallelize([1], 1).saveAsTextFile('/out');
        yield* context.parallelize([1], 1).saveAsTextFile('/out');
      });
    expect(failureOf(twice)).toBe('Output directory /out already exists');
  });
});

test.for([
  [0, 10, 3, '[0 3] [6 9]'],
  [10, 0, -4, '[10] [6 2]'],
  [5, 5, 1, '[] []'],
] as const)('range %d to %d by %d', ([start, end, step, expected]) => {
  const parts = spark(function* (context) {
    return shown(yield* context.runJob(context.range(start, end, step, 2), (records) => records.toArray()));
  });
  expect(parts).toBe(expected);
});
