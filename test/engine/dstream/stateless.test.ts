import { expect, test } from 'vitest';
import type { DStream } from '../../../src/engine/dstream/index.js';
import { type Bench, partitionsOf, runBatches } from './support/runBatches.js';

// Batches of 1 s: three records in two partitions; two empty partitions; no RDD; an RDD without partitions; five records, one partition empty.
const batches = [[[1, 2], [3]], [[], []], undefined, [], [[4], [], [5, 5, 6, 4]]];
const none = undefined;

type Build = (numbers: DStream<number>, bench: Bench) => DStream<unknown>;
interface Row {
  readonly name: string;
  readonly build: Build;
  /** Partitions of each batch. */
  readonly expected: readonly (readonly (readonly unknown[])[] | undefined)[];
}

const rows: Row[] = [
  {
    name: 'map keeps partitions and order',
    build: (numbers) => numbers.map((n) => `n${n}`),
    expected: [[['n1', 'n2'], ['n3']], [[], []], none, [], [['n4'], [], ['n5', 'n5', 'n6', 'n4']]],
  },
  {
    name: 'flatMap may give none and several',
    build: (numbers) => numbers.flatMap((n) => new Array(n % 3).fill(n)),
    expected: [[[1, 2, 2], []], [[], []], none, [], [[4], [], [5, 5, 5, 5, 4]]],
  },
  {
    name: 'filter leaves empty partitions where they are',
    build: (numbers) => numbers.filter((n) => n > 2),
    expected: [[[], [3]], [[], []], none, [], [[4], [], [5, 5, 6, 4]]],
  },
  {
    name: 'mapPartitions is called for empty partitions, too',
    build: (numbers) => numbers.mapPartitions((records) => [records.toArray().length]),
    expected: [[[2], [1]], [[0], [0]], none, [], [[1], [0], [4]]],
  },
  {
    name: 'glom makes one record of each partition',
    build: (numbers) => numbers.glom(),
    expected: [[[[1, 2]], [[3]]], [[[]], [[]]], none, [], [[[4]], [[]], [[5, 5, 6, 4]]]],
  },
  {
    name: 'reduce gives one record in one partition, none for an empty batch',
    build: (numbers) => numbers.reduce((a, b) => a + b),
    expected: [[[6]], [[]], none, [[]], [[24]]],
  },
  {
    name: 'countByValue has as many partitions as it is told to',
    build: (numbers) => numbers.countByValue(1),
    expected: [
      [
        [
          [1, 1],
          [2, 1],
          [3, 1],
        ],
      ],
      [[]],
      none,
      [[]],
      [
        [
          [4, 2],
          [5, 2],
          [6, 1],
        ],
      ],
    ],
  },
];

test.for(rows)('$name', ({ build, expected }) => {
  const found = partitionsOf({ batches: batches.length }, (bench) => build(bench.table(batches), bench));
  // Maps have an order of their own, which the recorded runs pin; here only what is in them counts.
  const sorted = (all: typeof expected) =>
    all.map((batch) => batch?.map((part) => [...part].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))));
  expect(sorted(found)).toEqual(sorted(expected));
});

test('count gives one record for each batch that has an RDD, 0 for an empty one', () => {
  const counts = [[[1, 2], [3]], [[], []], [], [[4], [], [5, 5, 6, 4]]];
  const found = partitionsOf({ batches: 4 }, (bench) => bench.table(counts).count());
  expect(found.map((batch) => batch?.flat(1))).toEqual([[3], [0], [0], [5]]);
  expect(found.map((batch) => batch?.length)).toEqual([2, 2, 2, 2]);
});

test('repartition deals all records to the partitions it is told to make', () => {
  const full = [[[1, 2], [3]], [[], []], [], [[4], [], [5, 5, 6, 4]]];
  const found = partitionsOf({ batches: 4 }, (bench) => bench.table(full).repartition(3));
  expect(found.map((batch) => batch?.length)).toEqual([3, 3, 3, 3]);
  expect(found.map((batch) => batch?.flat(1).sort())).toEqual([[1, 2, 3], [], [], [4, 4, 5, 5, 6]]);
});

test('mapPartitions keeps a partitioner only when told that keys stay', () => {
  const partitioners = (preserves: boolean) => {
    let has: boolean | undefined;
    runBatches({ batches: 1 }, (bench) => {
      bench
        .input([[1]])
        .map((n) => [n, n])
        .reduceByKey((a) => a)
        .mapPartitions((pairs) => pairs, preserves)
        .foreachRDD((rdd) => {
          has = rdd.partitioner !== undefined;
        });
    });
    return has;
  };
  expect([partitioners(true), partitioners(false)]).toEqual([true, false]);
});

test('union has the partitions of all its streams in order', () => {
  const found = partitionsOf({ batches: 3 }, (bench) =>
    bench.table([[[1], [2]], [[]], []]).union(bench.table([[[3]], [[4], [5]], [[6]]])),
  );
  expect(found).toEqual([[[1], [2], [3]], [[], [4], [5]], [[6]]]);
});

test('union of streams with one partitioner keeps it and its partitions', () => {
  const counted = (bench: Bench, words: readonly string[]) =>
    bench
      .input([words])
      .map((word) => [word, 1])
      .reduceByKey((a, b) => a + b, 2);
  const found = partitionsOf({ batches: 1 }, (bench) => counted(bench, ['a', 'b']).union(counted(bench, ['a'])));
  // a is in partition 1, b in partition 0 (SS-1311).
  expect(found).toEqual([
    [
      [['b', 1]],
      [
        ['a', 1],
        ['a', 1],
      ],
    ],
  ]);
});

test('union and transform of a parent without an RDD fail the generation of the batch', () => {
  const run = (build: (bench: Bench) => DStream<number>) => () => runBatches({ batches: 1 }, (bench) => build(bench).print());
  expect(run((bench) => bench.input([[1]]).union(bench.table<number>([undefined])))).toThrow(
    'Could not generate RDD from a parent for unifying at time 1000 ms',
  );
  expect(run((bench) => bench.table<number>([undefined]).transform((rdd) => rdd))).toThrow(
    "Couldn't generate RDD from parent at time 1000 ms",
  );
});

test('glom of a repartitioned stream has no empty partition lost', () => {
  const found = partitionsOf({ batches: 1 }, (bench) =>
    bench
      .input([[1]])
      .repartition(3)
      .glom(),
  );
  expect(found[0]).toHaveLength(3);
  expect(found[0]?.flat(2)).toEqual([1]);
});
