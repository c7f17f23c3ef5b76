import { describe, expect, test } from 'vitest';
import { rddToFileName } from '../../../src/engine/dstream/operators/saveAsTextFiles.js';
import { ActionNotRunError } from '../../../src/engine/process/action.js';
import type { RDD } from '../../../src/engine/rdd/index.js';
import { Time } from '../../../src/engine/time/index.js';
import { type Bench, runBatches } from './support/runBatches.js';

const RULE = '-'.repeat(43);
const printed = (batches: number, build: (bench: Bench) => void) => runBatches({ batches }, build).map(({ stdout }) => stdout);

describe('print', () => {
  test('prints at most ten records and says when there were more', () => {
    const numbers = Array.from({ length: 11 }, (_, i) => i);
    const [eleven, ten] = printed(2, (bench) => bench.input([numbers, numbers.slice(1)]).print());
    expect(eleven).toEqual([RULE, 'Time: 1000 ms', RULE, ...numbers.slice(0, 10).map(String), '...', '']);
    expect(ten).toEqual([RULE, 'Time: 2000 ms', RULE, ...numbers.slice(1).map(String), '']);
  });

  test('prints a header for empty partitions and for no partitions, nothing without an RDD', () => {
    const header = (time: number) => [RULE, `Time: ${time} ms`, RULE, ''];
    expect(printed(3, (bench) => bench.table<number>([[[]], [], undefined]).print())).toEqual([header(1000), header(2000), []]);
  });

  test('print(0) prints that there is something', () => {
    expect(printed(2, (bench) => bench.input([[1], []]).print(0))).toEqual([
      [RULE, 'Time: 1000 ms', RULE, '...', ''],
      [RULE, 'Time: 2000 ms', RULE, ''],
    ]);
  });

  test('takes partition after partition, no further than it has to', () => {
    const touched: number[] = [];
    printed(1, (bench) =>
      bench
        .table([[[1, 2], [3], [4], [5], [6], [7]]])
        .map((n) => {
          touched.push(n);
          return n;
        })
        .print(2),
    );
    expect(touched).toEqual([1, 2, 3, 4].slice(0, touched.length));
    expect(touched).toContain(3);
    expect(touched).not.toContain(7);
  });

  test('a job that fails prints nothing, not even the header', () => {
    const lines = printed(1, (bench) =>
      bench
        .input([[1, 2]])
        .map((n) => {
          if (n === 2) throw new Error('no');
          return n;
        })
        .print(),
    );
    expect(lines).toEqual([[]]);
  });

  test('outputs print one after the other, in the order of the program', () => {
    const [lines] = printed(1, (bench) => {
      const input = bench.input([['x']]);
      input.map((text) => `first ${text}`).print();
      input.map((text) => `second ${text}`).print();
    });
    expect(lines?.filter((line) => line.endsWith('x'))).toEqual(['first x', 'second x']);
  });
});

describe('foreachRDD', () => {
  const failuresOf = (f: (rdd: RDD<number>) => unknown) =>
    runBatches({ batches: 1 }, (bench) => bench.input([[1, 2]]).foreachRDD(f)).flatMap(({ failures }) => failures);

  test('is called once for each batch that has an RDD, with the batch time', () => {
    const calls: string[] = [];
    runBatches({ batches: 4 }, (bench) =>
      bench.table([[[1], [2]], undefined, [[]], []]).foreachRDD((rdd, time) => {
        calls.push(`${time}: ${rdd.getNumPartitions()}`);
      }),
    );
    expect(calls).toEqual(['1000 ms: 2', '3000 ms: 1', '4000 ms: 0']);
  });

  test('takes a function without the time, and a generator function', () => {
    const seen: number[] = [];
    runBatches({ batches: 1 }, (bench) => {
      bench.input([[1, 2]]).foreachRDD(function* (rdd) {
        seen.push(yield* rdd.count());
      });
    });
    expect(seen).toEqual([2]);
  });

  test('an action that was called and not run fails the batch and says where', () => {
    const [error] = failuresOf((rdd) => {
      rdd.count();
    });
    expect(error).toBeInstanceOf(ActionNotRunError);
    expect(error).toMatchObject({
      code: 'ACTION_NOT_RUN',
      message: 'count() was called and never run.',
      where: 'batch 1000 ms, output 0',
      hint: 'An action takes time: write `yield* rdd.count()` inside a function*.',
    });
  });

  test('an action inside a task fails as in Spark: there is no context (SPARK-5063)', () => {
    const [error] = failuresOf(function* (rdd) {
      yield* rdd.foreach(() => {
        rdd.collect();
      });
    });
    expect((error as Error).message).toContain('This RDD lacks a SparkContext');
  });

  test('an action that is kept and run later is none', () => {
    const seen: number[] = [];
    const errors = failuresOf(function* (rdd) {
      const later = rdd.count();
      seen.push(yield* rdd.reduce((a, b) => a + b));
      seen.push(yield* later);
    });
    expect([errors, seen]).toEqual([[], [3, 2]]);
  });

  test('a promise is refused', () => {
    const [error] = failuresOf(async () => {});
    expect(error).toMatchObject({
      message: 'The function given to foreachRDD returned a promise.',
      hint: 'Time is simulated here: use a plain function, or function* with yield* where an operator takes one.',
    });
  });
});

describe('transform', () => {
  const refused = (f: (rdd: RDD<number>) => unknown) => () =>
    runBatches({ batches: 1 }, (bench) =>
      bench
        .input([[1]])
        .transform(f as (rdd: RDD<number>) => RDD<number>)
        .print(),
    );

  test('runs when the batch is generated, before any of its jobs', () => {
    const order: string[] = [];
    runBatches({ batches: 1 }, (bench) => {
      const input = bench.input([[1]]);
      input.foreachRDD(() => {
        order.push('job');
      });
      input
        .transform((rdd, time) => {
          order.push(`transform ${time}`);
          return rdd;
        })
        .print();
    });
    expect(order).toEqual(['transform 1000 ms', 'job']);
  });

  test('may run actions, as a generator function', () => {
    const [lines] = printed(1, (bench) =>
      bench
        .input([[1, 2, 3]])
        .transform(function* (rdd) {
          const count = yield* rdd.count();
          return rdd.map((n) => `${n} of ${count}`);
        })
        .print(),
    );
    expect(lines).toContain('2 of 3');
  });

  test.for([
    {
      name: 'nothing',
      f: () => undefined,
      text: 'Transform function must not return null. Return SparkContext.emptyRDD() instead to represent no element as the result of transformation.',
    },
    { name: 'null', f: () => null, text: 'Transform function must not return null.' },
    { name: 'a number', f: () => 5, text: 'The function given to transform must return an RDD; it returned 5.' },
    { name: 'a promise', f: async () => {}, text: 'The function given to transform returned a promise.' },
  ])('a function that returns $name is refused', ({ f, text }) => {
    expect(refused(f)).toThrow(text);
  });

  test('an action that was called and not run fails the generation and says where', () => {
    const run = refused((rdd) => {
      rdd.count();
      return rdd;
    });
    expect(run).toThrow(expect.objectContaining({ code: 'ACTION_NOT_RUN', where: 'generation of batch 1000 ms' }));
  });

  test('transformWith gets the RDDs of both streams and the time', () => {
    const [lines] = printed(1, (bench) =>
      bench
        .input([[1]])
        .transformWith(bench.input([['x']]), (numbers, texts, time) => numbers.map((n) => `${n} at ${time}`).union(texts))
        .print(),
    );
    expect(lines).toEqual(expect.arrayContaining(['1 at 1000 ms', 'x']));
  });
});

describe('saveAsTextFiles', () => {
  test.for([
    { prefix: 'out', suffix: undefined, name: 'out-1000' },
    { prefix: 'out', suffix: 'txt', name: 'out-1000.txt' },
    { prefix: '', suffix: '', name: '1000' },
    { prefix: null, suffix: 'txt', name: '1000.txt' },
  ])('the directory of a batch: $name', ({ prefix, suffix, name }) => {
    expect(rddToFileName(prefix, suffix, new Time(1000))).toBe(name);
  });

  test('writes a file for each partition, also of an empty batch, over what was there', () => {
    const files: unknown[] = [];
    runBatches({ batches: 2 }, (bench) => {
      const { storage } = bench.sparkContext.environment;
      const input = bench.table([[[1, 2], [3]], [[]]]);
      input.saveAsTextFiles('/out', 'txt');
      input.map((n) => -n).saveAsTextFiles('/out', 'txt');
      input.foreachRDD((_rdd, time) => {
        const directory = `/out-${time.millis}.txt`;
        files.push(storage.list(directory).map(({ path }) => [path.slice(directory.length + 1), storage.read(path)]));
      });
    });
    expect(files).toEqual([
      [
        ['_SUCCESS', []],
        ['part-00000', ['-1', '-2']],
        ['part-00001', ['-3']],
      ],
      [
        ['_SUCCESS', []],
        ['part-00000', []],
      ],
    ]);
  });
});
