import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  byteswap32,
  doubleToString,
  floatToString,
  hashCode,
  immutableMapOrder,
  immutableSetOrder,
  JavaHashMap,
  JavaRandom,
  javaSplit,
  leastOf,
  mergeTakeOrdered,
  mutableMapOrder,
  takeOrderedInPartition,
  Vector,
  XORShiftRandom,
} from '../../../src/engine/jvm/index.js';
import type { Pair } from '../../../src/engine/rdd/Pair.js';
import { formatDuration } from '../../../src/engine/time/index.js';

/** Answers of the real classes: Java 17.0.15, Scala 2.13.5, Spark 3.2.1. Longs are strings. */
interface Golden {
  readonly seqHash: [unknown[], number][];
  readonly takeOrdered: { n: number; partitions: [number, number][][]; each: unknown; result: unknown }[];
  readonly maps: (Record<'immutableMap' | 'immutableSet' | 'mutableMap' | 'mutableMapWithHint' | 'javaMap', unknown[]> & {
    keys: unknown[];
  })[];
  readonly javaMapAfterRemoval: Record<'keys' | 'removed' | 'left', unknown[]>[];
  readonly random: { kind: 'java' | 'xor'; seed: string; draws: unknown[]; ints: number[] }[];
  readonly byteswap32: [number, number][];
  readonly split: [string, string[]][];
  readonly prettyDurations: [number, string][];
  /** Bits in hexadecimal, text. */
  readonly doubles: [string, string][];
  readonly floats: [string, string][];
}

const golden: Golden = JSON.parse(readFileSync(new URL('golden/jvm.json', import.meta.url), 'utf8'));

describe('as the real classes answered', () => {
  test('hash codes of sequences, arithmetic progressions among them', () => {
    for (const [elements, hash] of golden.seqHash) expect([elements, hashCode(Vector.from(elements))]).toEqual([elements, hash]);
  });

  test('takeOrdered with ties: in a partition, and merged', () => {
    // The first component is the order, the second tells equals apart.
    const compare = (a: [number, number], b: [number, number]) => a[0] - b[0];
    for (const { n, partitions, each, result } of golden.takeOrdered) {
      expect(partitions.map((values) => leastOf(values, n, compare))).toEqual(each);
      const queues = partitions.map((values) => takeOrderedInPartition(values, n, compare));
      expect(mergeTakeOrdered(queues, compare)).toEqual(result);
    }
  });

  test('order of Scala and Java maps', () => {
    const keysOf = (pairs: readonly Pair<unknown, unknown>[]) => pairs.map(([key]) => key);
    for (const { keys, ...expected } of golden.maps) {
      const pairs = keys.map((key): Pair<unknown, number> => [key, 1]);
      const javaMap = new JavaHashMap<unknown, number>();
      for (const key of keys) javaMap.put(key, 1);
      expect({
        immutableMap: keysOf(immutableMapOrder(pairs)),
        immutableSet: immutableSetOrder(keys),
        mutableMap: keysOf(mutableMapOrder(pairs)),
        mutableMapWithHint: keysOf(mutableMapOrder(pairs, keys.length)),
        javaMap: [...javaMap.keys()],
      }).toEqual(expected);
    }
  });

  test('a Java map after removals', () => {
    for (const { keys, removed, left } of golden.javaMapAfterRemoval) {
      const map = new JavaHashMap<unknown, number>();
      for (const key of keys) map.put(key, 1);
      for (const key of removed) map.remove(key);
      expect([...map.keys()]).toEqual(left);
      expect(map.size).toBe(left.length);
    }
  });

  test('random generators', () => {
    for (const { kind, seed, draws, ints } of golden.random) {
      const random = kind === 'java' ? new JavaRandom(BigInt(seed)) : new XORShiftRandom(BigInt(seed));
      expect([
        random.nextInt(),
        random.nextInt(10),
        random.nextInt(16),
        random.nextInt(1),
        random.nextInt(1_500_000_000),
        random.nextLong().toString(),
        random.nextDouble(),
        random.nextBoolean(),
        random.nextGaussian(),
        random.nextGaussian(),
        random.nextGaussian(),
        random.nextFloat(),
      ]).toEqual(draws);
      // The bound for which almost half of the draws are repeated.
      expect(ints.map(() => random.nextInt(2 ** 30 + 1))).toEqual(ints);
    }
  });

  test('byteswap32', () => {
    for (const [value, swapped] of golden.byteswap32) expect(byteswap32(value)).toBe(swapped);
  });

  test('split at a blank', () => {
    for (const [text, parts] of golden.split) expect(javaSplit(text, ' ')).toEqual(parts);
  });

  test('pretty durations', () => {
    for (const [millis, text] of golden.prettyDurations) expect([millis, formatDuration(millis)]).toEqual([millis, text]);
  });

  test('text of Doubles and Floats', () => {
    const view = new DataView(new ArrayBuffer(8));
    for (const [bits, text] of golden.doubles) {
      view.setBigUint64(0, BigInt(`0x${bits}`));
      expect(doubleToString(view.getFloat64(0))).toBe(text);
    }
    for (const [bits, text] of golden.floats) {
      view.setUint32(0, Number.parseInt(bits, 16));
      expect(floatToString(view.getFloat32(0))).toBe(text);
    }
  });
});

test('start positions of repartition in Spark 3.2.1 (SC-110)', () => {
  const starts = (n: number) => Array.from({ length: 10 }, (_, i) => new JavaRandom(byteswap32(i)).nextInt(n)).join(' ');
  expect([2, 3, 4, 5, 8, 10].map(starts)).toEqual([
    '1 0 1 1 0 0 1 0 1 0',
    '0 1 0 1 1 0 0 0 0 1',
    '2 0 3 3 1 0 3 0 3 1',
    '0 2 1 1 3 3 4 1 4 0',
    '5 1 6 6 2 1 7 0 7 3',
    '0 2 1 1 3 8 9 1 4 0',
  ]);
});
