import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AppendOnlyMap,
  Double,
  hashCode,
  immutableMapOrder,
  JavaHashMap,
  Long,
  MapSideCombiner,
  mutableMapOrder,
  nonNegativeMod,
  Vector,
} from '../../../src/engine/jvm/index.js';
import { decode, encode } from './encoding.js';

type Key = unknown;

const sum = { create: (value: number) => value, mergeValue: (a: number, b: number) => a + b };

const partitionerOf = (numPartitions: number) => ({
  numPartitions,
  getPartition: (key: Key) => (key === null ? 0 : nonNegativeMod(hashCode(key), numPartitions)),
});

/** `reduceByKey(_ + _, reducers)` over `(key, 1)` with the given map partitions: the keys of each reduce partition, with their counts. */
function countByKey(maps: readonly (readonly Key[])[], reducers: number, partitionEachRecord = false): [Key, number][][] {
  const tables = Array.from({ length: reducers }, () => new AppendOnlyMap<Key, number>());
  for (const keys of maps) {
    const combiner = new MapSideCombiner<Key, number, number>(sum, partitionerOf(reducers), { partitionEachRecord });
    for (const key of keys) combiner.insert(key, 1);
    combiner.partitions().forEach((output, reducer) => {
      for (const [key, count] of output) tables[reducer]?.combine(key, count, sum.create, sum.mergeValue);
    });
  }
  return tables.map((table) => table.toPairs().map(([key, count]) => [key, count]));
}

/** SC-500. */
function slices<T>(values: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, i) =>
    values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count)),
  );
}

const keysOf = (partitions: readonly (readonly [Key, number])[][]) => partitions.map((pairs) => pairs.map(([key]) => key));

describe('word counts (SC-351)', () => {
  const times = 'It was the best of times it was the worst of times it was the age of wisdom it was the age of foolishness';
  test.for([
    ['the quick brown fox jumps over the lazy dog the fox', 2, 2, 'lazy1 dog1 over1 brown1 | fox2 jumps1 quick1 the3'],
    ['hello world hello spark hello streaming', 2, 2, 'hello3 streaming1 world1 | spark1'],
    ['hello world hello spark hello streaming', 1, 1, 'spark1 hello3 streaming1 world1'],
    ['a b c d e f g h i j', 2, 3, 'i1 f1 c1 | d1 a1 j1 g1 | e1 b1 h1'],
    ['a b c d e f g h i j', 1, 1, 'd1 e1 a1 i1 b1 h1 f1 j1 g1 c1'],
    ['to be or not to be that is the question', 2, 2, 'is1 question1 | not1 that1 or1 be2 to2 the1'],
    ['apple banana cherry apple banana apple', 3, 4, ' | banana2 cherry1 | apple3 | '],
    ['error warn info info error debug info fatal', 2, 2, 'fatal1 warn1 info3 error2 | debug1'],
    ['user1 user2 user3 user4 user5 user6 user1 user3', 2, 3, 'user61 user32 | user12 user41 | user21 user51'],
    ['page_view click purchase click page_view page_view refund', 2, 2, 'refund1 click2 | purchase1 page_view3'],
    ['Aa BB C# Aa BB x', 2, 2, 'x1 Aa2 BB2 C#1 | '],
    ['mon tue wed thu fri sat sun mon sun', 3, 2, 'sat1 mon2 tue1 sun2 wed1 | thu1 fri1'],
    ['kafka flink spark storm spark kafka beam samza heron spark', 2, 4, 'flink1 heron1 | spark3 storm1 | samza1 kafka2 | beam1'],
    ['1 2 3 10 20 30 100 200 300', 2, 2, '201 21 2001 | 1001 31 3001 301 11 101'],
    ['sensor-1 sensor-2 sensor-3 sensor-1 sensor-10 sensor-20', 1, 2, 'sensor-12 sensor-101 sensor-31 | sensor-21 sensor-201'],
    [times, 1, 1, 'it3 times2 was4 best1 foolishness1 of4 age2 wisdom1 It1 worst1 the4'],
    [times, 2, 2, 'times2 best1 | it3 was4 foolishness1 of4 age2 wisdom1 It1 worst1 the4'],
    [times, 3, 3, 'times2 of4 It1 the4 | was4 best1 foolishness1 age2 wisdom1 | it3 worst1'],
  ] as const)('%s, %i map partitions, %i reducers', ([words, maps, reducers, expected]) => {
    const counted = countByKey(slices(words.split(' '), maps), reducers);
    expect(counted.map((pairs) => pairs.map(([word, count]) => `${word}${count}`).join(' ')).join(' | ')).toBe(expected);
  });
});

describe('other keys (SC-352, Scala 2.13)', () => {
  const ints = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const longs = (...values: number[]) => values.map((value) => Long.of(value));
  const tuples: Key[] = [
    ['a', 1],
    ['b', 1],
    ['a', 2],
    ['b', 2],
    ['c', 1],
  ];
  test.for<[string, Key[], number, Key[][]]>([
    ['Ints', ints(1, 12), 1, [[4, 11, 1, 6, 3, 7, 9, 8, 12, 10, 5, 2]]],
    [
      'Ints on two reducers',
      ints(1, 12),
      2,
      [
        [4, 6, 8, 12, 10, 2],
        [11, 1, 3, 7, 9, 5],
      ],
    ],
    [
      'negative Ints',
      ints(-3, 3),
      3,
      [
        [0, -3, 3],
        [-2, 1],
        [-1, 2],
      ],
    ],
    ['Longs with equal hash codes', longs(-4, -3, -2, -1, 0, 1, 2, 3), 1, [longs(2, 0, -1, -2, 1, -4, 3, -3)]],
    ['Doubles', [0.5, Double.of(1), 1.5, Double.of(2), 2.5], 2, [[1.5, 0.5, 2.5, Double.of(2), Double.of(1)], []]],
    ['Booleans', [true, false], 1, [[false, true]]],
    ['null', ['b', null, 'a'], 1, [[null, 'a', 'b']]],
    ['null on two reducers', ['b', null, 'a'], 2, [[null, 'b'], ['a']]],
    [
      'tuples',
      tuples,
      1,
      [
        [
          ['b', 2],
          ['b', 1],
          ['a', 2],
          ['a', 1],
          ['c', 1],
        ],
      ],
    ],
    [
      'tuples on two reducers',
      tuples,
      2,
      [
        [
          ['a', 2],
          ['a', 1],
          ['c', 1],
        ],
        [
          ['b', 2],
          ['b', 1],
        ],
      ],
    ],
  ])('%s', ([, keys, reducers, expected]) => {
    expect(keysOf(countByKey([keys], reducers))).toEqual(expected);
    expect(keysOf(countByKey([keys], reducers, true))).toEqual(expected);
  });
});

describe('order of arrival (SC-335)', () => {
  test('one map output is sorted by hash code; two are read one after the other', () => {
    expect(keysOf(countByKey([[8, 7, 3]], 1))).toEqual([[3, 7, 8]]);
    expect(keysOf(countByKey([[8], [7, 3]], 1))).toEqual([[8, 3, 7]]);
    expect(keysOf(countByKey([['his', 'him']], 1))).toEqual([['him', 'his']]);
    expect(keysOf(countByKey([['world'], ['the']], 1))).toEqual([['world', 'the']]);
    expect(keysOf(countByKey([['world', 'the']], 1))).toEqual([['the', 'world']]);
  });
});

describe('map outputs', () => {
  test('are in ascending order of hash codes (SC-350)', () => {
    const combiner = new MapSideCombiner<string, number, number>(sum, partitionerOf(2));
    for (const word of 'the quick brown fox jumps'.split(' ')) combiner.insert(word, 1);
    expect(combiner.partitions()).toEqual([
      [['brown', 1]],
      [
        ['fox', 1],
        ['the', 1],
        ['jumps', 1],
        ['quick', 1],
      ],
    ]);
  });

  test('of many keys are as those of a combiner that stores the pairs', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.array(fc.constantFrom('Aa', 'BB'), { maxLength: 4 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 300, size: 'max' }), fc.integer({ min: 1, max: 5 }), (words, reducers) => {
        const outputs = [false, true].map((partitionEachRecord) => {
          const combiner = new MapSideCombiner<string, number, number>(sum, partitionerOf(reducers), { partitionEachRecord });
          for (const each of words) combiner.insert(each, 1);
          return combiner.partitions();
        });
        expect(outputs[0]).toEqual(outputs[1]);
        for (const output of outputs[0] ?? []) {
          const hashes = output.map(([key]) => hashCode(key));
          expect(hashes).toEqual(hashes.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  test('are in the key ordering where there is one', () => {
    const combiner = new MapSideCombiner<string, number, number>(sum, partitionerOf(1), {
      keyOrdering: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    });
    for (const word of ['c', 'a', 'b', 'a']) combiner.insert(word, 1);
    expect(combiner.partitions()).toEqual([
      [
        ['a', 2],
        ['b', 1],
        ['c', 1],
      ],
    ]);
  });

  test('a partitioner without memory is asked for each record', () => {
    let calls = 0;
    const inTurn = { numPartitions: 2, getPartition: () => calls++ % 2 };
    const combiner = new MapSideCombiner<string, number, number>(sum, inTurn, { partitionEachRecord: true });
    for (const word of ['a', 'a', 'a', 'b']) combiner.insert(word, 1);
    expect(combiner.partitions()).toEqual([
      [['a', 2]],
      [
        ['a', 1],
        ['b', 1],
      ],
    ]);
  });

  test('a partition that does not exist is refused', () => {
    const combiner = new MapSideCombiner<string, number, number>(sum, { numPartitions: 2, getPartition: () => 2 });
    combiner.insert('a', 1);
    expect(() => combiner.partitions()).toThrow('into partition 2; there are 2');
  });
});

/** What Spark 3.2.1 returned: `parallelize(keys, maps)`, then the operation with `reducers` partitions, partition by partition. */
interface Program {
  readonly keys: unknown[];
  readonly maps: number;
  readonly reducers: number;
  readonly reduceByKey: unknown;
  readonly groupByKey: unknown;
  readonly countByKey: unknown;
  readonly collectAsMap: unknown;
  readonly subtract: unknown;
}

describe('programs that were run with Spark', () => {
  const file = new URL('golden/jvm.json', import.meta.url);
  const programs: Program[] = JSON.parse(readFileSync(file, 'utf8')).programs;
  const recorded = programs.map((program) => ({ ...program, keys: program.keys.map(decode) }));

  test('reduceByKey', () => {
    for (const { keys, maps, reducers, reduceByKey } of recorded) {
      for (const partitionEachRecord of [false, true]) {
        expect(encode(countByKey(slices(keys, maps), reducers, partitionEachRecord))).toEqual(reduceByKey);
      }
    }
  });

  test('groupByKey', () => {
    for (const { keys, reducers, groupByKey } of recorded) {
      const tables = Array.from({ length: reducers }, () => new AppendOnlyMap<Key, Vector<number>>());
      keys.forEach((key, i) => {
        const table = tables[partitionerOf(reducers).getPartition(key)];
        table?.combine(key, i, Vector.of, (group, position) => {
          group.push(position);
          return group;
        });
      });
      expect(encode(tables.map((table) => table.toPairs()))).toEqual(groupByKey);
    }
  });

  test('countByKey and collectAsMap', () => {
    for (const { keys, maps, countByKey: counted, collectAsMap } of recorded) {
      expect(encode(immutableMapOrder(countByKey(slices(keys, maps), maps).flat()).map(([key]) => key))).toEqual(counted);
      const pairs = keys.map((key): [Key, number] => [key, 1]);
      expect(encode(mutableMapOrder(pairs, pairs.length).map(([key]) => key))).toEqual(collectAsMap);
    }
  });

  test('subtract of the first quarter', () => {
    for (const { keys, maps, subtract } of recorded) {
      const partitioner = partitionerOf(maps);
      const tables = Array.from({ length: maps }, () => new JavaHashMap<Key, Key[]>());
      for (const key of keys) {
        const table = tables[partitioner.getPartition(key)] as JavaHashMap<Key, Key[]>;
        table.put(key, [...(table.get(key) ?? []), key]);
      }
      for (const key of keys.slice(0, Math.trunc(keys.length / 4))) tables[partitioner.getPartition(key)]?.remove(key);
      expect(tables.map((table) => [...table].flatMap(([, same]) => same.map(encode)))).toEqual(subtract);
    }
  });
});

test('an Int and the same Long, and NaN, meet on the map side as inside a pair', () => {
  const written = (...keys: Key[]) => {
    const combiner = new MapSideCombiner<Key, number, number>(sum, partitionerOf(1));
    for (const key of keys) combiner.insert(key, 1);
    return combiner.partitions().flat();
  };
  expect(written(28, Long.of(28))).toEqual([[28, 2]]);
  expect(written(Long.of(28), 28, Double.of(28))).toEqual([[Long.of(28), 3]]);
  expect(written(Number.NaN, Number.NaN)).toEqual([
    [Number.NaN, 1],
    [Number.NaN, 1],
  ]);
});
