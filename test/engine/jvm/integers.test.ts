import { describe, expect, test } from 'vitest';
import { Double, fixedPoint, hashCode, Int, javaEquals, Long, toJavaString } from '../../../src/engine/jvm/index.js';

const MIN = Int.MIN_VALUE;
const MAX = Int.MAX_VALUE;

test.for([
  ['add', [MAX, 1], MIN],
  ['subtract', [MIN, 1], MAX],
  ['multiply', [65536, 65536], 0],
  ['multiply', [MAX, MAX], 1],
  ['negate', [MIN], MIN],
  ['divide', [-7, 2], -3],
  ['divide', [MIN, -1], MIN],
  ['floorMod', [-7, 3], 2],
  ['fromDouble', [3e9], MAX],
  ['fromDouble', [-2.9], -2],
  ['fromDouble', [Number.NaN], 0],
] as const)('Int.%s of %j', ([name, args, expected]) => {
  expect((Int[name] as (...args: readonly number[]) => number)(...args)).toBe(expected);
});

describe('text', () => {
  test('is read as the JVM reads it', () => {
    expect([Int.parse('+12'), Int.parse('-2147483648'), Long.parse('9223372036854775807').value]).toEqual([
      12,
      MIN,
      2n ** 63n - 1n,
    ]);
    for (const text of ['', '1.0', ' 1', '2147483648']) expect(() => Int.parse(text)).toThrow(`For input string: "${text}"`);
    expect(() => Long.parse('9223372036854775808')).toThrow('For input string: "9223372036854775808"');
  });
});

test('Long wraps around at 64 bits and divides towards zero', () => {
  const max = Long.parse('9223372036854775807');
  expect(String(max.plus(Long.of(1)))).toBe('-9223372036854775808');
  expect(String(max.plus(Long.of(1)).negated())).toBe('-9223372036854775808');
  expect(String(Long.of(-7).dividedBy(Long.of(2)))).toBe('-3');
  expect(String(Long.of(-7).remainder(Long.of(2)))).toBe('-1');
  expect(() => Long.of(1).dividedBy(Long.of(0))).toThrow('/ by zero');
  expect(() => Int.divide(1, 0)).toThrow('/ by zero');
});

/** The table in the doc block of `Int`. */
test.for([
  [5, 5, '5'],
  [-1, -1, '-1'],
  [0.5, 1071644672, '0.5'],
  [-0, MIN, '-0.0'],
  [2 ** 31, 1105199104, '2.147483648E9'],
  [new Double(5), 1075052544, '5.0'],
  [new Long(5), 5, '5'],
  [-1n, 0, '-1'],
] as const)('%s hashes to %d and prints %s', ([value, hash, text]) => {
  expect([hashCode(value), toJavaString(value)]).toEqual([hash, text]);
});

test('an Int, a Long and a Double of the same value are three keys', () => {
  const keys = [5, new Long(5), new Double(5)];
  for (const a of keys) for (const b of keys) expect(javaEquals(a, b)).toBe(a === b);
});

test.for([
  [2.5, '2.500000'],
  [-0.0000005, '-0.000001'],
  [1e21, '1000000000000000000000.000000'],
  [999999.9999995, '1000000.000000'],
  [0, '0.000000'],
  [Number.NaN, 'NaN'],
] as const)('%d with six places is %s', ([value, text]) => {
  expect(fixedPoint(value, 6)).toBe(text);
});
