import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppendOnlyMap, Double, hashCode, javaEquals, Long, None, rehash, Some, Vector } from '../../../src/engine/jvm/index.js';

/** The table as the specification words it (SC-310 … SC-316): probes on every change, grows by re-inserting. */
class ProbingTable {
  private capacity = 64;
  private keys: unknown[] = [];
  private size = 0;
  private hasNull = false;

  add(key: unknown): void {
    if (key === null) {
      if (!this.hasNull) this.grown();
      this.hasNull = true;
      return;
    }
    for (let slot = rehash(hashCode(key)) & (this.capacity - 1), step = 1; ; slot = (slot + step++) & (this.capacity - 1)) {
      if (this.keys[slot] === undefined) {
        this.keys[slot] = key;
        this.grown();
        return;
      }
      if (javaEquals(key, this.keys[slot])) return;
    }
  }

  order(): unknown[] {
    return [...(this.hasNull ? [null] : []), ...this.keys.filter((key) => key !== undefined)];
  }

  private grown(): void {
    this.size++;
    if (this.size <= Math.trunc(0.7 * this.capacity)) return;
    const old = this.keys;
    this.keys = [];
    this.capacity *= 2;
    for (const key of old) {
      if (key === undefined) continue;
      let slot = rehash(hashCode(key)) & (this.capacity - 1);
      for (let step = 1; this.keys[slot] !== undefined; step++) slot = (slot + step) & (this.capacity - 1);
      this.keys[slot] = key;
    }
  }
}

function keysInOrder(keys: readonly unknown[]): unknown[] {
  const table = new AppendOnlyMap<unknown, number>();
  for (const key of keys)
    table.combine(
      key,
      1,
      () => 1,
      (a, b) => a + b,
    );
  return table.toPairs().map(([key]) => key);
}

const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`);

describe('order of keys', () => {
  test.for([
    [44, 'w5 w9 w12 w39 w2 w32 w18 w41 w26 w20 w3 w25'],
    [45, 'w13 w12 w39 w18 w26 w20 w24 w28 w42 w1 w29 w0'],
    [89, 'w13 w12 w39 w58 w82 w18 w47 w26 w20 w64 w24 w45'],
    [90, 'w39 w58 w82 w18 w47 w26 w45 w48 w52 w81 w29 w0'],
  ] as const)('%i keys (SC-353)', ([count, expected]) => {
    // One map output and one reducer: the keys come sorted by hash code.
    const arrivals = words(count).sort((a, b) => hashCode(a) - hashCode(b));
    expect(keysInOrder(arrivals).slice(0, 12).join(' ')).toBe(expected);
  });

  test('the null key comes first', () => {
    expect(keysInOrder(['b', null, 'a'])).toEqual([null, 'a', 'b']);
  });

  test('keys that share a slot come in the order of arrival (SC-335)', () => {
    expect(keysInOrder([8, 7, 3])).toEqual([8, 7, 3]);
    expect(keysInOrder([3, 7, 8])).toEqual([3, 7, 8]);
  });

  test('equals that of a table that probes on every change', () => {
    const key = fc.oneof(
      fc.string({ maxLength: 2 }),
      fc.integer({ min: -200, max: 200 }),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.integer({ min: -50, max: 50 }).map((n) => Long.of(n)),
      fc.integer({ min: -50, max: 50 }).map((n) => Double.of(n / 2)),
      fc.tuple(fc.integer({ min: 0, max: 30 }), fc.string({ maxLength: 1 })),
      fc.integer({ min: 0, max: 5 }).map((n) => (n === 0 ? None : new Some(n))),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }).map((elements) => Vector.from(elements)),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 400, size: 'max' }), (keys) => {
        const probing = new ProbingTable();
        for (const each of keys) probing.add(each);
        expect(keysInOrder(keys)).toEqual(probing.order());
      }),
      { numRuns: 200 },
    );
  });
});

describe('values', () => {
  test('a new key has no old value', () => {
    const table = new AppendOnlyMap<unknown, unknown>();
    const seen: unknown[] = [];
    for (const key of ['a', 'a', null, null, [1, 2], [1, 2]]) {
      table.changeValue(key, (had, old) => {
        seen.push([had, old]);
        return had ? undefined : 'first';
      });
    }
    expect(seen).toEqual([
      [false, undefined],
      [true, 'first'],
      [false, undefined],
      [true, 'first'],
      [false, undefined],
      [true, 'first'],
    ]);
    expect([table.size, table.get('a'), table.has('a'), table.has('b'), table.get([2, 1])]).toEqual([
      3,
      undefined,
      true,
      false,
      undefined,
    ]);
  });

  test('Int 1, Long 1 and Double 1.0 are three keys; NaN is one; 0.0 and -0.0 are two', () => {
    expect(keysInOrder([1, Long.of(1), Double.of(1), 1, Long.of(1), Double.of(1)])).toHaveLength(3);
    expect(keysInOrder([Number.NaN, Double.of(Number.NaN)])).toHaveLength(1);
    expect(keysInOrder([Double.of(0), -0, Double.of(-0), Double.of(0)])).toHaveLength(2);
    expect(keysInOrder([0.5, Double.of(0.5), 5n, Long.of(5)])).toHaveLength(2);
  });

  test('the first of equal keys is kept', () => {
    const first = [1, 'a'];
    expect(keysInOrder([first, [1, 'a'], [Long.of(1), 'a']])[0]).toBe(first);
  });

  test('a plain object is refused as a key', () => {
    expect(() => keysInOrder([{ user: 'ann' }])).toThrow('A plain object cannot be hashed.');
  });
});
