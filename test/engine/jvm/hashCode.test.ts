import { describe, expect, test } from 'vitest';
import {
  Double,
  Float,
  hashCode,
  hashHash,
  Long,
  None,
  nonNegativeMod,
  pairHash,
  rehash,
} from '../../../src/engine/jvm/index.js';

// SC-230: key, hashCode, slot of 64.
const strings: [string, number, number][] = [
  ['', 0, 30],
  ['a', 97, 17],
  ['b', 98, 22],
  ['Aa', 2112, 20],
  ['BB', 2112, 20],
  ['hello', 99162322, 35],
  ['world', 113318802, 62],
  ['spark', 109638365, 7],
  ['streaming', -315615134, 48],
  ['the', 114801, 62],
  ['key1', 3288498, 41],
  ['key2', 3288499, 37],
  ['hello world', 1794106052, 36],
  ['null', 3392903, 8],
  ['héllo', 103094734, 18],
  ['日本', 835047, 31],
];

// SC-230: value, hashCode, ##.
const numbers: [unknown, number, number][] = [
  [0, 0, 0],
  [-1, -1, -1],
  [2147483647, 2147483647, 2147483647],
  [-2147483648, -2147483648, -2147483648],
  [Long.of(0), 0, 0],
  [Long.of(-1), 0, -1],
  [Long.of(5), 5, 5],
  [Long.of(-6), 5, -6],
  [Long.of(2147483648), -2147483648, -2147483648],
  [Long.of(-2147483648), 2147483647, -2147483648],
  [Long.of(4294967296), 1, 1],
  [Long.of(1700000000000), -807048821, -807048821],
  [Long.of(9223372036854775807n), -2147483648, -2147483648],
  [Long.of(-9223372036854775808n), -2147483648, -2147483648],
  [Double.of(0), 0, 0],
  [-0, -2147483648, 0],
  [Double.of(1), 1072693248, 1],
  [Double.of(-1), -1074790400, -1],
  [0.5, 1071644672, 1056964608],
  [0.1, -1507852285, -1507852285],
  [3.14, 300063655, 300063655],
  [Double.of(100), 1079574528, 100],
  [1e10, 1644339295, 1410065410],
  [Number.NaN, 2146959360, 2146959360],
  [Number.POSITIVE_INFINITY, 2146435072, 2139095040],
  [Float.of(1.5), 1069547520, 1069547520],
  [true, 1231, 1231],
  [false, 1237, 1237],
  [null, 0, 0],
  [None, 2433880, 2433880],
];

// SC-240, the columns for Scala 2.13: key, hashCode, partitions of 2, 3 and 4.
const tuples: [unknown, number, number[]][] = [
  [[1, 2], 1316541600, [0, 0, 0]],
  [[2, 1], 1653176669, [1, 2, 1]],
  [['a', 1], -1734940110, [0, 0, 2]],
  [['a', 'b'], 961399813, [1, 1, 1]],
  [['user1', '2024-01-01'], -650684600, [0, 1, 0]],
  [[true, 1], 1775751823, [1, 1, 3]],
  [[Long.of(1), Long.of(2)], 1316541600, [0, 0, 0]],
  [[Long.of(-1), Long.of(5)], -1434064570, [0, 2, 2]],
  [[1.5, Double.of(2)], -2016809672, [0, 1, 0]],
  [[null, null], -737015216, [0, 1, 0]],
  [['a', ['b', 1]], 46951769, [1, 2, 1]],
  [[1, 2, 3], 2016703621, [1, 1, 1]],
  [[0, 'a'], -620570139, [1, 0, 1]],
  [[1, 'a'], 1971805870, [0, 1, 2]],
];

describe('hash codes of the JVM', () => {
  test('strings, and their slots', () => {
    for (const [key, hash, slot] of strings) expect([key, hashCode(key), rehash(hashCode(key)) & 63]).toEqual([key, hash, slot]);
  });

  test('numbers, booleans, null', () => {
    for (const [value, hash, equalHash] of numbers)
      expect([value, hashCode(value), hashHash(value)]).toEqual([value, hash, equalHash]);
  });

  test('tuples, and their partitions', () => {
    for (const [key, hash, partitions] of tuples) {
      expect([key, hashCode(key), [2, 3, 4].map((n) => nonNegativeMod(hashCode(key), n))]).toEqual([key, hash, partitions]);
    }
  });

  test('rehash of an Int (SC-311)', () => {
    expect([0, 1, 42, -1, 2147483647, -2147483648].map(rehash)).toEqual([
      593689054, -68075478, -1134849565, 1982413648, -1653689534, -1718298732,
    ]);
  });

  test('the hash of a pair of partition and key is that of the tuple', () => {
    expect(pairHash(1, hashHash('a'))).toBe(hashCode([1, 'a']));
  });
});
