import { describe, expect, test } from 'vitest';
import type { DStream } from '../../../src/engine/dstream/index.js';
import { HashPartitioner, SparkConf } from '../../../src/engine/rdd/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { StateSpec } from '../../../src/engine/state/index.js';
import { Milliseconds, Seconds } from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import { type Bench, runBatches } from './support/runBatches.js';

const batch = [
  [
    ['a', 1],
    ['a', 2],
  ] as const,
];

/** What building, generating or running one batch threw first. */
function problem(build: (pairs: DStream<readonly [string, number]>, bench: Bench) => DStream<unknown>): unknown {
  try {
    const [result] = runBatches({ batches: 1, checkpoint: true }, (bench) => build(bench.input(batch), bench).print());
    return result?.failures[0];
  } catch (error) {
    return error;
  }
}
/** The error of ours among an error and its causes. */
const ours = (error: unknown): unknown => {
  for (
    let each = error as { cause?: unknown; hint?: unknown } | undefined;
    each !== undefined;
    each = each.cause as typeof each
  ) {
    if (each.hint !== undefined) return each;
  }
  return error;
};

describe('durations', () => {
  test('a slide of 0 ms is accepted, and no batch can be generated: Spark’s text, and what to do', () => {
    expect(problem((pairs) => pairs.window(Seconds(2), Milliseconds(0)))).toMatchObject({
      javaClass: 'java.lang.ArithmeticException',
      message: '/ by zero',
      where: 'WindowedDStream at 1000 ms',
      hint: 'Its slide duration is 0 ms: give window a slide that is a positive multiple of its parent’s.',
    });
  });

  test('a window of 0 ms, or of less, is empty in every batch', () => {
    for (const ms of [0, -1000]) expect(problem((pairs) => pairs.window(Milliseconds(ms), Seconds(1)))).toBeUndefined();
  });

  test.for([0, -1000])('a batch duration of %s ms is accepted, and refused at the start', (ms) => {
    let made = false;
    const world = new World({
      program: () => {
        const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('test'), Milliseconds(ms));
        ssc.queueStream([ssc.sparkContext.parallelize([1])]).print();
        made = true;
        ssc.start();
      },
      settings: { until: '5s' },
    });
    world.run();
    expect(made).toBe(true);
    expect(world.error).toMatchObject({ message: `The batch duration is ${ms} ms: no batch would ever end.` });
  });

  test('a duration that is no number is refused', () => {
    expect(() => Seconds(Number.NaN)).toThrow('A duration is a whole number of milliseconds; it is NaN.');
    expect(() => Milliseconds(0.5)).toThrow('A duration is a whole number of milliseconds; it is 0.5.');
  });
});

describe('partitions', () => {
  test.for<{ name: string; build: (pairs: DStream<readonly [string, number]>) => DStream<unknown> }>([
    { name: 'reduceByKey', build: (pairs) => pairs.reduceByKey((a, b) => a + b, 0) },
    { name: 'groupByKey', build: (pairs) => pairs.groupByKey(new HashPartitioner(0)) },
    { name: 'updateStateByKey', build: (pairs) => pairs.updateStateByKey((values) => values.length, 0) },
    { name: 'join', build: (pairs) => pairs.join(pairs, 0) },
    { name: 'reduceByKeyAndWindow', build: (pairs) => pairs.reduceByKeyAndWindow((a, b) => a + b, Seconds(1), Seconds(1), 0) },
    { name: 'countByValue', build: (pairs) => pairs.countByValue(0) },
  ])('$name into 0 partitions is refused: in Spark nothing would come out, without a word', ({ name, build }) => {
    expect(problem(build)).toMatchObject({
      message: 'The number of partitions is 0: no task would run, and nothing would come out.',
      where: name,
      hint: 'Give a positive whole number, or none for the default parallelism, which is 2.',
    });
  });

  test('a negative number of partitions is refused with Spark’s text', () => {
    expect(problem((pairs) => pairs.groupByKey(-1))).toMatchObject({
      message: 'requirement failed: Number of partitions (-1) cannot be negative.',
    });
  });

  test('repartition(0) is refused with Spark’s text', () => {
    expect(problem((pairs) => pairs.repartition(0))).toMatchObject({
      message: 'requirement failed: Number of partitions (0) must be positive.',
    });
  });
});

describe('functions', () => {
  const nothing = (() => undefined) as unknown as (a: number, b: number) => number;
  const promise = (async () => 1) as unknown as (a: number, b: number) => number;

  test.for<{
    name: string;
    build: (pairs: DStream<readonly [string, number]>, f: (a: number, b: number) => number) => DStream<unknown>;
  }>([
    { name: 'reduceByKey', build: (pairs, f) => pairs.reduceByKey(f) },
    { name: 'reduce', build: (pairs, f) => pairs.map(([, n]) => n).reduce(f) },
    { name: 'reduceByWindow', build: (pairs, f) => pairs.map(([, n]) => n).reduceByWindow(f, Seconds(1), Seconds(1)) },
    { name: 'reduceByKeyAndWindow', build: (pairs, f) => pairs.reduceByKeyAndWindow(f, Seconds(1)) },
    { name: 'reduceByKeyAndWindow with an inverse', build: (pairs, f) => pairs.reduceByKeyAndWindow(f, f, Seconds(1)) },
  ])('$name with a function that returns undefined, or a promise', ({ build }) => {
    expect(String(ours(problem((pairs) => build(pairs, nothing))))).toMatch(/The function given to \w+ returned undefined\./);
    expect(String(ours(problem((pairs) => build(pairs, promise))))).toMatch(/The function given to \w+ returned a promise\./);
  });

  test.for<{ name: string; build: (pairs: DStream<readonly [string, number]>) => DStream<unknown> }>([
    { name: 'map', build: (pairs) => pairs.map(async () => 1) },
    { name: 'filter', build: (pairs) => pairs.filter((async () => true) as unknown as () => boolean) },
    { name: 'flatMap', build: (pairs) => pairs.flatMap((async () => []) as unknown as () => number[]) },
    { name: 'mapValues', build: (pairs) => pairs.mapValues(async () => 1) },
    { name: 'mapPartitions', build: (pairs) => pairs.mapPartitions((async () => []) as unknown as () => number[]) },
    { name: 'updateStateByKey', build: (pairs) => pairs.updateStateByKey((async () => 1) as unknown as () => number) },
    {
      name: 'mapWithState',
      build: (pairs) =>
        pairs.mapWithState(
          StateSpec.function((async (_key: string, _value?: number) => 1) as unknown as (key: string, value?: number) => number),
        ),
    },
  ])('$name with a function that returns a promise', ({ build }) => {
    expect(String(ours(problem(build)))).toMatch(/The function given to \w+ returned a promise\./);
  });

  test('a record that is no pair, where pairs are needed', () => {
    const words = (bench: Bench) => bench.input([['word']]) as unknown as DStream<readonly [string, number]>;
    expect(String(ours(problem((_, bench) => words(bench).reduceByKey((a, b) => a + b))))).toContain('pair');
  });

  test('a key without a hash', () => {
    const error = problem((pairs) => pairs.map(([, n]) => [{ n }, n] as const).reduceByKey((a, b) => a + b));
    expect(String(ours(error))).toMatch(/cannot be hashed|be hashed/);
    expect(ours(error)).toMatchObject({ hint: expect.any(String) });
  });
});
