import { describe, expect, test } from 'vitest';
import type { DStream, StateUpdates } from '../../../src/engine/dstream/index.js';
import { HashPartitioner, type Pair } from '../../../src/engine/rdd/index.js';
import { Seconds } from '../../../src/engine/time/index.js';
import { type BatchOptions, type Bench, recordsOf, runBatches } from './support/runBatches.js';

type Numbers = Pair<string, number>;
const sum = (values: readonly number[], old: number | undefined) => values.reduce((a, b) => a + b, old ?? 0);
const text = (batches: (readonly Numbers[] | undefined)[]) =>
  batches.map((batch) =>
    batch
      ?.map(([k, v]) => `${k}${v}`)
      .sort()
      .join(' '),
  );

/** Batches in words: `a1 b2|a3` has two partitions; undefined is no RDD. */
const input = (bench: Bench, batches: (string | undefined)[]): DStream<Numbers> =>
  bench.table(
    batches.map((batch) =>
      batch
        ?.split('|')
        .map((part) =>
          part.split(' ').flatMap((word): Numbers[] => (word === '' ? [] : [[word.slice(0, 1), Number(word.slice(1))]])),
        ),
    ),
  );
const states = (
  batches: (string | undefined)[],
  build: (pairs: DStream<Numbers>, bench: Bench) => DStream<Numbers>,
  options: BatchOptions = {},
) => text(recordsOf({ batches: batches.length, checkpoint: true, ...options }, (bench) => build(input(bench, batches), bench)));

describe('updateStateByKey', () => {
  test.for([
    { name: 'every key is in every batch, also without new values', batches: ['a1', '', 'b2'], expected: ['a1', 'a1', 'a1 b2'] },
    { name: 'values of several partitions are one call', batches: ['a1 b1|a2', 'a4|a8'], expected: ['a3 b1', 'a15 b1'] },
    {
      name: 'a batch without an RDD calls the function with no values',
      batches: ['a1', undefined, 'a2'],
      expected: ['a1', 'a1', 'a3'],
    },
    {
      name: 'before the first RDD there is no state and no RDD',
      batches: [undefined, '', 'a1'],
      expected: [undefined, '', 'a1'],
    },
  ])('$name', ({ batches, expected }) => {
    expect(states(batches, (pairs) => pairs.updateStateByKey(sum))).toEqual(expected);
  });

  test('is called once for each key with state or values: 1, 1, 2 for `a a`, nothing, `b`', () => {
    const calls: number[] = [];
    const results: string[] = [];
    runBatches({ batches: 3, checkpoint: true }, (bench) => {
      let count = 0;
      input(bench, ['a1 a1', '', 'b1'])
        .updateStateByKey((values, old: number | undefined) => {
          count++;
          return sum(values, old);
        })
        .foreachRDD(function* (rdd) {
          results.push((yield* rdd.collect()).map(([k, v]) => `(${k},${v})`).join(' '));
          calls.push(count);
          count = 0;
        });
    });
    expect(calls).toEqual([1, 1, 2]);
    expect(results).toEqual(['(a,2)', '(a,2)', '(b,1) (a,2)']);
  });

  test('undefined removes a key; a later value finds no state', () => {
    const seen: (number | undefined)[] = [];
    const found = states(['a1', '', 'a5'], (pairs) =>
      pairs.updateStateByKey((values, old: number | undefined) => {
        seen.push(old);
        return values.length === 0 ? undefined : sum(values, old);
      }),
    );
    expect(found).toEqual(['a1', '', 'a5']);
    expect(seen).toEqual([undefined, 1, undefined]);
  });

  test('0 does not remove a key', () => {
    expect(states(['a1', ''], (pairs) => pairs.updateStateByKey((values) => values.length))).toEqual(['a1', 'a0']);
  });

  test('states before the first batch; of a key that occurs twice the first counts', () => {
    const found = states(['a1', ''], (pairs, bench) =>
      pairs.updateStateByKey(
        sum,
        2,
        bench.sparkContext.parallelize<Numbers>(
          [
            ['a', 10],
            ['a', 20],
            ['z', 5],
          ],
          1,
        ),
      ),
    );
    expect(found).toEqual(['a11 z5', 'a11 z5']);
  });

  test('an initial RDD counts only when a batch has an RDD', () => {
    const found = states([undefined, 'a1'], (pairs, bench) =>
      pairs.updateStateByKey(sum, 2, bench.sparkContext.parallelize<Numbers>([['z', 5]], 1)),
    );
    expect(found).toEqual([undefined, 'a1 z5']);
  });

  test('with the batch time and the key', () => {
    const found = states(['a1', ''], (pairs) =>
      pairs.updateStateByKey(
        (time, key, values, old: number | undefined) => sum(values, old) + (key === 'a' ? time.millis : 0),
        2,
        true,
      ),
    );
    expect(found).toEqual(['a1001', 'a3001']);
  });

  test('for a whole partition, as an array or as a generator, pulled one by one', () => {
    const list = states(['a1 b1', 'a2'], (pairs) =>
      pairs.updateStateByKey(
        (updates: StateUpdates<string, number, number>) =>
          [...updates].map(([key, values, old]) => [key, sum(values, old)] as const),
        2,
        true,
      ),
    );
    const generated = states(['a1 b1', 'a2'], (pairs) =>
      pairs.updateStateByKey(
        function* (updates: StateUpdates<string, number, number>) {
          for (const [key, values, old] of updates) yield [key, sum(values, old)] as const;
        },
        new HashPartitioner(1),
        true,
      ),
    );
    expect(list).toEqual(['a1 b1', 'a3 b1']);
    expect(generated).toEqual(list);
  });

  test.for([
    { remembered: true, has: true },
    { remembered: false, has: false },
  ])('rememberPartitioner $remembered', ({ remembered, has }) => {
    const found: boolean[] = [];
    runBatches({ batches: 2, checkpoint: true }, (bench) => {
      input(bench, ['a1', 'a2'])
        .updateStateByKey(
          (updates: StateUpdates<string, number, number>) =>
            [...updates].map(([key, values, old]) => [key, sum(values, old)] as const),
          2,
          remembered,
        )
        .foreachRDD((rdd) => {
          found.push(rdd.partitioner !== undefined);
        });
    });
    expect(found).toEqual([has, has]);
  });

  test('a function for partitions that returns no pairs is told what to return', () => {
    const [result] = runBatches({ batches: 1, checkpoint: true }, (bench) => {
      const wrong = ((_updates: unknown) => 5) as unknown as (updates: StateUpdates<string, number, number>) => Numbers[];
      input(bench, ['a1']).updateStateByKey(wrong, 2, true).print();
    });
    expect(String(result?.failures[0])).toContain('must return the pairs of the new state; it returned 5.');
  });

  test('a generator function in the plain form is refused: nobody would run it', () => {
    const [result] = runBatches({ batches: 1, checkpoint: true }, (bench) => {
      const wrong = function* () {
        yield 1;
      } as unknown as () => number;
      input(bench, ['a1']).updateStateByKey(wrong).print();
    });
    expect(String(result?.failures[0])).toContain(
      'The function given to updateStateByKey is a generator; updateStateByKey takes a plain function.',
    );
  });

  test('needs a checkpoint directory', () => {
    expect(() => states(['a1'], (pairs) => pairs.updateStateByKey(sum), { checkpoint: false })).toThrow(
      'requirement failed: The checkpoint directory has not been set. Please set it by StreamingContext.checkpoint().',
    );
  });

  test('after a checkpoint of its RDD the state goes on from the file', () => {
    const batches = ['a1', 'a2', 'b1', '', 'a4', 'b1'];
    expect(states(batches, (pairs) => pairs.updateStateByKey(sum).checkpoint(Seconds(2)))).toEqual([
      'a1',
      'a3',
      'a3 b1',
      'a3 b1',
      'a7 b1',
      'a7 b2',
    ]);
  });
});
