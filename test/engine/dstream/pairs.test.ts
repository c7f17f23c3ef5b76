import { describe, expect, test } from 'vitest';
import type { DStream } from '../../../src/engine/dstream/index.js';
import { None, Some } from '../../../src/engine/jvm/index.js';
import { HashPartitioner, type Pair, type Partitioner } from '../../../src/engine/rdd/index.js';
import { Seconds } from '../../../src/engine/time/index.js';
import { type Bench, partitionsOf, recordsOf, runBatches } from './support/runBatches.js';

type Pairs = Pair<string, number>;

// Two partitions with a key in both; empty partitions; no RDD; an RDD without partitions.
const batches: (Pairs[][] | undefined)[] = [
  [
    [
      ['a', 1],
      ['b', 2],
    ],
    [['a', 3]],
  ],
  [[], []],
  undefined,
  [],
];
const none = undefined;
const byKey = <R extends Pair<string, unknown>>(records: readonly R[] | undefined) =>
  records === undefined ? undefined : [...records].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

describe('operators of one stream of pairs', () => {
  const run = (build: (pairs: DStream<Pairs>) => DStream<Pair<string, unknown>>) =>
    recordsOf({ batches: 4 }, (bench) => build(bench.table(batches))).map(byKey);

  test.for<{
    name: string;
    build: (pairs: DStream<Pairs>) => DStream<Pair<string, unknown>>;
    expected: unknown[];
  }>([
    {
      name: 'reduceByKey',
      build: (pairs) => pairs.reduceByKey((a, b) => a + b),
      expected: [
        [
          ['a', 4],
          ['b', 2],
        ],
        [],
        none,
        [],
      ],
    },
    {
      name: 'groupByKey has the values in the order of the partitions',
      build: (pairs) => pairs.groupByKey(1).mapValues((values) => [...values].join()),
      expected: [
        [
          ['a', '1,3'],
          ['b', '2'],
        ],
        [],
        none,
        [],
      ],
    },
    {
      name: 'combineByKey calls create once for each key and map partition',
      build: (pairs) =>
        pairs.combineByKey(
          (value) => `(${value})`,
          (all, value) => `${all}+${value}`,
          (left, right) => `${left}|${right}`,
          1,
        ),
      expected: [
        [
          ['a', '(1)|(3)'],
          ['b', '(2)'],
        ],
        [],
        none,
        [],
      ],
    },
    {
      name: 'combineByKey without a map side never merges combiners',
      build: (pairs) =>
        pairs.combineByKey(
          (value) => `(${value})`,
          (all, value) => `${all}+${value}`,
          (left, right) => `${left}|${right}`,
          1,
          false,
        ),
      expected: [
        [
          ['a', '(1)+3'],
          ['b', '(2)'],
        ],
        [],
        none,
        [],
      ],
    },
    {
      name: 'mapValues',
      build: (pairs) => pairs.mapValues((value) => -value),
      expected: [
        [
          ['a', -1],
          ['a', -3],
          ['b', -2],
        ],
        [],
        none,
        [],
      ],
    },
    {
      name: 'flatMapValues',
      build: (pairs) => pairs.flatMapValues((value) => (value === 2 ? [] : [value, value])),
      expected: [
        [
          ['a', 1],
          ['a', 1],
          ['a', 3],
          ['a', 3],
        ],
        [],
        none,
        [],
      ],
    },
  ])('$name', ({ build, expected }) => {
    expect(run(build)).toEqual(expected);
  });
});

describe('partitions of operators on pairs', () => {
  const sizes = (build: (pairs: DStream<Pairs>) => DStream<unknown>) =>
    partitionsOf({ batches: 4 }, (bench) => build(bench.table(batches))).map((batch) => batch?.length);

  test('the default parallelism, when nothing is said', () => {
    expect(sizes((pairs) => pairs.reduceByKey((a, b) => a + b))).toEqual([2, 2, none, 2]);
  });

  test('a number', () => {
    expect(sizes((pairs) => pairs.groupByKey(5))).toEqual([5, 5, none, 5]);
  });

  test('a partitioner of the program', () => {
    const last: Partitioner = { numPartitions: 3, getPartition: () => 2, equals: (other) => other === last };
    const found = partitionsOf({ batches: 1 }, (bench) => bench.table(batches).reduceByKey((a, b) => a + b, last));
    expect(found[0]?.map((part) => part.length)).toEqual([0, 0, 2]);
  });

  test('the same partitioner again does not shuffle', () => {
    let lineage = '';
    runBatches({ batches: 1 }, (bench) => {
      const part = new HashPartitioner(2);
      const once = bench.table(batches).reduceByKey((a, b) => a + b, part);
      once
        .mapValues((value) => value)
        .groupByKey(part)
        .foreachRDD((rdd) => {
          lineage = rdd.toDebugString();
        });
    });
    expect(lineage.match(/ShuffledRDD/g)).toHaveLength(1);
  });

  test('a partitioner that names no partition of the RDD fails the job with the key', () => {
    const lost: Partitioner = { numPartitions: 2, getPartition: () => 2, equals: (other) => other === lost };
    const [result] = runBatches({ batches: 1 }, (bench) => bench.table(batches).groupByKey(lost).print());
    expect(result?.failures).toHaveLength(1);
  });
});

describe('two streams of pairs', () => {
  const right: (Pair<string, string>[][] | undefined)[] = [
    [
      [['a', 'x']],
      [
        ['a', 'y'],
        ['c', 'z'],
      ],
    ],
    [[['b', 'x']]],
  ];
  const left = [batches[0], batches[1]];
  type Two = (left: DStream<Pairs>, right: DStream<Pair<string, string>>) => DStream<Pair<string, unknown>>;
  const run = (build: Two) => recordsOf({ batches: 2 }, (bench) => build(bench.table(left), bench.table(right))).map(byKey);

  test('join: left values outside, right values inside', () => {
    expect(run((a, b) => a.join(b, 1))).toEqual([
      [
        ['a', [1, 'x']],
        ['a', [1, 'y']],
        ['a', [3, 'x']],
        ['a', [3, 'y']],
      ],
      [],
    ]);
  });

  test('leftOuterJoin keeps the left without a partner', () => {
    expect(run((a, b) => a.leftOuterJoin(b, 1))[0]).toContainEqual(['b', [2, None]]);
    expect(run((a, b) => a.leftOuterJoin(b))[1]).toEqual([]);
  });

  test('rightOuterJoin keeps the right without a partner, also against an empty batch', () => {
    expect(run((a, b) => a.rightOuterJoin(b, 1))[0]).toContainEqual(['c', [None, 'z']]);
    expect(run((a, b) => a.rightOuterJoin(b))[1]).toEqual([['b', [None, 'x']]]);
  });

  test('fullOuterJoin keeps both', () => {
    const [first] = run((a, b) => a.fullOuterJoin(b, new HashPartitioner(3)));
    expect(first).toContainEqual(['b', [new Some(2), None]]);
    expect(first).toContainEqual(['c', [None, new Some('z')]]);
  });

  test('cogroup has every key of either stream with all values of both', () => {
    const found = run((a, b) => a.cogroup(b, 1).mapValues(([ours, theirs]) => `${[...ours]}/${[...theirs]}`));
    expect(found).toEqual([
      [
        ['a', '1,3/x,y'],
        ['b', '2/'],
        ['c', '/z'],
      ],
      [['b', '/x']],
    ]);
  });

  test('a batch that one of them does not have fails the generation', () => {
    const noRDD = () =>
      runBatches({ batches: 1 }, (bench) =>
        bench
          .table(left)
          .join(bench.table<Pair<string, string>>([undefined]))
          .print(),
      );
    expect(noRDD).toThrow("Couldn't generate RDD from parent at time 1000 ms");
  });

  test.for<{ name: string; build: (bench: Bench, streams: DStream<Pairs>) => unknown }>([
    { name: 'join', build: (bench, pairs) => pairs.window(Seconds(2), Seconds(2)).join(bench.table(right)) },
    { name: 'cogroup', build: (bench, pairs) => pairs.cogroup(bench.table(right).window(Seconds(2), Seconds(2))) },
    { name: 'union', build: (_, pairs) => pairs.union(pairs.window(Seconds(2), Seconds(2))) },
  ])('$name of streams with different slides is refused', ({ build }) => {
    const refused = () => runBatches({}, (bench) => build(bench, bench.table(batches)));
    expect(refused).toThrow('requirement failed: Some of the DStreams have different slide durations');
  });
});
