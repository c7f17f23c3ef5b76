import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../src/engine/rdd/index.js';
import { Milliseconds, Seconds } from '../../../src/engine/time/index.js';
import { type Bench, recordsOf, runBatches } from './support/runBatches.js';

// Batch interval 1 s. One inner array per batch; the numbers are the records. Undefined: no window was due.
const input = [[0], [1], [2], [3], [4], [5]];
const none = undefined;

describe('window', () => {
  test.for([
    { name: 'sliding: first windows are partial', window: 2, slide: 1, expected: [[0], [0, 1], [1, 2], [2, 3], [3, 4], [4, 5]] },
    { name: 'tumbling: every record once', window: 2, slide: 2, expected: [none, [0, 1], none, [2, 3], none, [4, 5]] },
    { name: 'longer than the slide', window: 4, slide: 2, expected: [none, [0, 1], none, [0, 1, 2, 3], none, [2, 3, 4, 5]] },
    {
      name: 'slide above window: 0 and 3 are never seen',
      window: 2,
      slide: 3,
      expected: [none, none, [1, 2], none, none, [4, 5]],
    },
    { name: 'length 0: always empty', window: 0, slide: 1, expected: [[], [], [], [], [], []] },
  ])('$name', ({ window, slide, expected }) => {
    const found = recordsOf({ batches: 6 }, (bench) => bench.input(input).window(Seconds(window), Seconds(slide)));
    expect(found).toEqual(expected);
  });

  test('tumbling windows neither lose nor repeat a record', () => {
    for (let size = 1; size <= 5; size++) {
      const batches = Array.from({ length: 2 * size }, (_, i) => Array.from({ length: (7 * i) % 4 }, (__, j) => 10 * i + j));
      const found = recordsOf({ batches: 2 * size }, (bench) => bench.input(batches).window(Seconds(size), Seconds(size)));
      expect(found.flatMap((records) => records ?? [])).toEqual(batches.flat());
    }
  });

  test.for([
    {
      window: 1500,
      slide: 1000,
      text: 'The window duration of windowed DStream (1500 ms) must be a multiple of the slide duration of parent DStream (1000 ms)',
    },
    {
      window: 2000,
      slide: 1500,
      text: 'The slide duration of windowed DStream (1500 ms) must be a multiple of the slide duration of parent DStream (1000 ms)',
    },
  ])('a window of $window ms every $slide ms is refused', ({ window, slide, text }) => {
    const run = () => runBatches({}, (bench) => bench.input(input).window(Milliseconds(window), Milliseconds(slide)));
    expect(run).toThrow(expect.objectContaining({ javaClass: 'java.lang.Exception', message: text }));
  });
});

const add = (a: number, b: number) => a + b;
const subtract = (a: number, b: number) => a - b;
const words = (bench: Bench, batches: readonly string[]) =>
  bench.input(batches.map((line) => line.split(' ').filter((word) => word !== ''))).map((word) => [word, 1] as const);
const text = (batches: (readonly (readonly [string, number])[] | undefined)[]) =>
  batches.map(
    (batch) =>
      batch &&
      [...batch]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}${value}`)
        .join(' '),
  );

// From Spark's WindowOperationsSuite (SS-1302): window 2 s, slide 1 s.
const story = ['a', 'a b', 'a b c', 'a b', 'a', '', 'a', 'a b', 'a b c', 'a b', 'a', ''];
const counted = ['a1', 'a2 b1', 'a2 b2 c1', 'a2 b2 c1', 'a2 b1', 'a1', 'a1', 'a2 b1', 'a2 b2 c1', 'a2 b2 c1', 'a2 b1', 'a1'];
const kept = [
  'a1',
  'a2 b1',
  'a2 b2 c1',
  'a2 b2 c1',
  'a2 b1 c0',
  'a1 b0 c0',
  'a1 b0 c0',
  'a2 b1 c0',
  'a2 b2 c1',
  'a2 b2 c1',
  'a2 b1 c0',
  'a1 b0 c0',
];

describe('reduceByKeyAndWindow', () => {
  test('reduces the batches of the window', () => {
    const found = recordsOf({ batches: 12 }, (bench) => words(bench, story).reduceByKeyAndWindow(add, Seconds(2), Seconds(1)));
    expect(text(found)).toEqual(counted);
  });

  test('with an inverse gives the same, but keys stay when their data has left', () => {
    const found = recordsOf({ batches: 12, checkpoint: true }, (bench) =>
      words(bench, story).reduceByKeyAndWindow(add, subtract, Seconds(2), Seconds(1)),
    );
    expect(text(found)).toEqual(kept);
  });

  test('with an inverse and a filter gives the same', () => {
    const found = recordsOf({ batches: 12, checkpoint: true }, (bench) =>
      words(bench, story).reduceByKeyAndWindow(add, subtract, Seconds(2), Seconds(1), 2, ([, count]) => count !== 0),
    );
    expect(text(found)).toEqual(counted);
  });

  test('with an inverse and a slide above the window counts what lies between (SS-520)', () => {
    const lines = ['a', 'g g g g g', 'a', 'a', '', 'a', '', '', 'a'];
    const found = recordsOf({ batches: 9, checkpoint: true }, (bench) =>
      words(bench, lines).reduceByKeyAndWindow(add, subtract, Seconds(1), Seconds(3)),
    );
    expect(text(found).filter((batch) => batch !== undefined)).toEqual(['a2 g5', 'a2 g5', 'a2 g5']);
  });

  test('a filter that drops a key with data in the window fails the batch in which the data leaves (SS-519)', () => {
    const results = runBatches({ batches: 3, checkpoint: true }, (bench) => {
      words(bench, ['a', '', ''])
        .reduceByKeyAndWindow(add, subtract, Seconds(2), Seconds(1), 1, ([, count]) => count > 1)
        .print();
    });
    expect(results.map(({ failures }) => failures.length)).toEqual([0, 0, 1]);
    expect(String(results[2]?.failures[0])).toContain('Neither previous window has value for key, nor new values found.');
  });

  test('with an inverse refuses durations that do not fit', () => {
    const run = () =>
      runBatches({}, (bench) => words(bench, story).reduceByKeyAndWindow(add, subtract, Milliseconds(2500), Seconds(1)));
    expect(run).toThrow(
      'requirement failed: The window duration of ReducedWindowedDStream (2500 ms) must be multiple of the slide duration of parent DStream (1000 ms)',
    );
  });
});

test('countByWindow gives no record before the first data, then 0 when all has left', () => {
  const found = recordsOf({ batches: 5, checkpoint: true }, (bench) =>
    bench.input([[], [1], [1, 2], [], []]).countByWindow(Seconds(2), Seconds(1)),
  );
  expect(found).toEqual([[], [1], [3], [2], [0]]);
});

test('countByValueAndWindow drops values whose count is 0', () => {
  const found = recordsOf({ batches: 4, checkpoint: true }, (bench) =>
    bench.input([['a'], ['b', 'b'], [], []]).countByValueAndWindow(Seconds(2), Seconds(1), 1),
  );
  expect(found).toEqual([
    [['a', 1]],
    [
      ['a', 1],
      ['b', 2],
    ],
    [['b', 2]],
    [],
  ]);
});

test('groupByKeyAndWindow has the values of the oldest batch first', () => {
  const found = recordsOf({ batches: 2 }, (bench) =>
    bench
      .input<Pair<string, number>>([
        [['k', 1]],
        [
          ['k', 2],
          ['k', 3],
        ],
      ])
      .groupByKeyAndWindow(Seconds(2), Seconds(1)),
  );
  expect(found[1]?.map(([key, values]) => [key, ...values])).toEqual([['k', 1, 2, 3]]);
});

test('reduceByWindow reduces each batch first', () => {
  const found = recordsOf({ batches: 3 }, (bench) =>
    bench.input([['a', 'b'], ['c'], []]).reduceByWindow((a, b) => `(${a}${b})`, Seconds(2), Seconds(1)),
  );
  expect(found).toEqual([['(ab)'], ['((ab)c)'], ['c']]);
});
