import { describe, expect, test } from 'vitest';
import {
  ArrayBufferSeq,
  addInt,
  CompactBuffer,
  compareValues,
  Double,
  Float,
  floorMod,
  hashCode,
  isInt,
  javaEquals,
  List,
  Long,
  longCounts,
  multiplyInt,
  None,
  negateInt,
  nonNegativeMod,
  numberCounts,
  optionToValue,
  Some,
  scalaEquals,
  subtractInt,
  toJavaString,
  Vector,
  valueToOption,
} from '../../../src/engine/jvm/index.js';

class Visit {
  constructor(
    readonly user: string,
    readonly age: number,
  ) {}
  shout = () => this.user;
}
class Empty {}

describe('text', () => {
  test.for<[unknown, string]>([
    [null, 'null'],
    ['', ''],
    [true, 'true'],
    [-2147483648, '-2147483648'],
    [2147483648, '2.147483648E9'],
    [0.1, '0.1'],
    [Double.of(1), '1.0'],
    [-0, '-0.0'],
    [1e10, '1.0E10'],
    [5e-324, '4.9E-324'],
    [2e23, '1.9999999999999998E23'],
    [Float.of(0.1), '0.1'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [Long.of(9007199254740993n), '9007199254740993'],
    [12n, '12'],
    [['a', 1], '(a,1)'],
    [[['a', 'b'], Vector.of()], '((a,b),Vector())'],
    [Vector.of<unknown>(1, 'a', new Some([1, 2])), 'Vector(1, a, Some((1,2)))'],
    [List.of(1), 'List(1)'],
    [CompactBuffer.of(1, 1), 'Seq(1, 1)'],
    [ArrayBufferSeq.of(1, 1), 'ArrayBuffer(1, 1)'],
    [[], 'Vector()'],
    [new Some(new Some(null)), 'Some(Some(null))'],
    [None, 'None'],
    [new Visit('ann', 3), 'Visit(ann,3)'],
    [new Empty(), 'Empty()'],
    [new Map<unknown, unknown>([['a', 1]]), 'Map(a -> 1)'],
    [new Map([1, 2, 3, 4, 5].map((n) => [n, n])), 'HashMap(5 -> 5, 1 -> 1, 2 -> 2, 3 -> 3, 4 -> 4)'],
    [new Set([1, 2, 3, 4, 5]), 'HashSet(5, 1, 2, 3, 4)'],
  ])('%o prints as %s', ([value, text]) => {
    expect(toJavaString(value)).toBe(text);
  });
});

describe('sequences', () => {
  test('what array methods make of a sequence is a sequence', () => {
    const pair = Vector.of(2, 1);
    const copies = [pair.map((n) => n + 1), pair.slice(), pair.toSorted(), pair.toReversed(), pair.with(0, 5), pair.concat([3])];
    expect(copies.map(toJavaString)).toEqual([
      'Vector(3, 2)',
      'Vector(2, 1)',
      'Vector(1, 2)',
      'Vector(1, 2)',
      'Vector(5, 1)',
      'Vector(2, 1, 3)',
    ]);
  });

  test('mapping a CompactBuffer gives a List, as in Scala', () => {
    expect(toJavaString(CompactBuffer.of(1, 2).map((n) => n + 1))).toBe('List(2, 3)');
  });

  test('equal elements make equal sequences of any class, but no tuple', () => {
    expect(javaEquals(Vector.of(1, 2), CompactBuffer.of(1, 2))).toBe(true);
    expect(hashCode(Vector.of(1, 2))).toBe(hashCode(CompactBuffer.of(1, 2)));
    expect(javaEquals(Vector.of(1, 2), [1, 2])).toBe(false);
  });
});

describe('equality', () => {
  test('of keys tells types of numbers apart; of elements it does not', () => {
    for (const [a, b] of [
      [1, Long.of(1)],
      [1, Double.of(1)],
      [Long.of(1), Double.of(1)],
      [Double.of(0), -0],
      [Float.of(1.5), 1.5],
    ]) {
      expect([javaEquals(a, b), scalaEquals(a, b), javaEquals([a, 'x'], [b, 'x'])]).toEqual([false, true, true]);
    }
    expect(javaEquals(Number.NaN, Number.NaN)).toBe(true);
    expect(javaEquals([Number.NaN, 1], [Number.NaN, 1])).toBe(false);
    expect([javaEquals(0.5, Double.of(0.5)), javaEquals(5n, Long.of(5)), javaEquals(0, '0'), javaEquals(null, None)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('of objects of a class is that of their fields', () => {
    expect(javaEquals(new Visit('ann', 3), new Visit('ann', 3))).toBe(true);
    expect(javaEquals(new Visit('ann', 3), new Visit('ann', 4))).toBe(false);
    expect(javaEquals(new Empty(), { ...new Empty() })).toBe(false);
    expect(hashCode(new Empty())).toBe(67081517);
  });

  test('a class may define its own', () => {
    class Name {
      constructor(readonly text: string) {}
      hashCode() {
        return this.text.length;
      }
      equals(other: unknown) {
        return other instanceof Name && other.text.toLowerCase() === this.text.toLowerCase();
      }
    }
    expect([hashCode(new Name('Ann')), javaEquals(new Name('Ann'), new Name('ANN'))]).toEqual([3, true]);
  });

  test('what has no value is refused with a hint', () => {
    for (const value of [{ user: 'ann' }, new Date(0), () => 1, undefined, Symbol('s')]) {
      expect(() => hashCode(value)).toThrow(/^(A|An) .* cannot be hashed\.$/);
    }
  });
});

describe('natural order', () => {
  test.for<[unknown[]]>([
    [['', 'B', 'a', 'aa', 'b', '\ud83d\ude00', '\uffff']],
    [[Number.NEGATIVE_INFINITY, -1, -0, 0, 0.5, 1, Long.of(2), 3n, Double.of(4), Number.POSITIVE_INFINITY, Number.NaN]],
    [[false, true]],
    [
      [
        ['a', 2],
        ['a', 10],
        ['b', 1],
      ],
    ],
    [[Vector.of(1), Vector.of(1, 2), Vector.of(2)]],
    [[None, new Some(1)]],
  ])('%o', ([ascending]) => {
    expect(ascending.toReversed().sort(compareValues)).toEqual(ascending);
    for (const value of ascending) expect(compareValues(value, value)).toBe(0);
  });
});

test('32-bit arithmetic wraps around', () => {
  expect([addInt(2147483647, 1), subtractInt(-2147483648, 1), multiplyInt(65536, 65536), negateInt(-2147483648)]).toEqual([
    -2147483648, 2147483647, 0, -2147483648,
  ]);
  expect([floorMod(-1, 3), floorMod(-3, 3), nonNegativeMod(-7, 3), nonNegativeMod(-6, 3)]).toEqual([2, 0, 2, 0]);
  expect([isInt(1), isInt(-0), isInt(1.5), isInt(2147483648), isInt(Number.NaN)]).toEqual([true, false, false, false, false]);
});

test('64-bit arithmetic wraps around', () => {
  expect(Long.of(9223372036854775807n).plus(Long.of(1)).toString()).toBe('-9223372036854775808');
  expect(Long.of(-2).times(Long.of(3)).minus(Long.of(1)).value).toBe(-7n);
});

test('counts are numbers or Longs', () => {
  expect(numberCounts.subtract(numberCounts.add(numberCounts.fromNumber(2), 3), 1)).toBe(4);
  const two = longCounts.fromNumber(2);
  expect([longCounts.add(two, two).value, longCounts.isZero(longCounts.subtract(two, two))]).toEqual([4n, true]);
});

test('options and values', () => {
  expect([optionToValue(None), optionToValue(new Some(null)), valueToOption<number>(undefined)]).toEqual([undefined, null, None]);
  expect(
    valueToOption(0)
      .map((n) => n + 1)
      .getOrElse(5),
  ).toBe(1);
  expect(None.map((n) => n).getOrElse(5)).toBe(5);
});
