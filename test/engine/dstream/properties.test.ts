import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pair } from '../../../src/engine/rdd/index.js';
import { Seconds } from '../../../src/engine/time/index.js';
import { partitionsOf, recordsOf } from './support/runBatches.js';

const pair = fc.tuple(fc.constantFrom('a', 'b', 'c', 'AaBB', 'BBBB', '窗口'), fc.integer({ min: 0, max: 5 }));
/** Some batches of up to three partitions. */
const batches = fc.array(fc.array(fc.array(pair, { maxLength: 5 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});
const add = (a: number, b: number): number => a + b;
const subtract = (a: number, b: number): number => a - b;
const sorted = (records: readonly unknown[] | undefined): string[] =>
  (records ?? []).map((record) => JSON.stringify(record)).sort();
const runs = { numRuns: 40 };

test('a window is the union of its batches', () => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (input, w, s) => {
      const found = recordsOf({ batches: input.length }, (bench) => bench.table(input).window(Seconds(w), Seconds(s)));
      input.forEach((_, i) => {
        const due = (i + 1) % s === 0;
        const expected = input
          .slice(Math.max(0, i + 1 - w), i + 1)
          .flat(1)
          .flat(1);
        expect(sorted(found[i])).toEqual(due ? sorted(expected) : []);
        expect(found[i] === undefined).toBe(!due);
      });
    }),
    runs,
  );
});

test('an inverse window is the plain window, zeros aside, as long as it is not shorter than its slide', () => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }), (input, s, times) => {
      const [window, slide] = [Seconds(s * times), Seconds(s)];
      const options = { batches: input.length, checkpoint: true };
      const plain = recordsOf(options, (bench) => bench.table(input).reduceByKeyAndWindow(add, window, slide, 2));
      const inverse = recordsOf(options, (bench) => bench.table(input).reduceByKeyAndWindow(add, subtract, window, slide, 2));
      const positive = (records: readonly Pair<string, number>[] | undefined) => sorted((records ?? []).filter(([, n]) => n > 0));
      for (let i = 0; i < input.length; i++) expect(positive(inverse[i])).toEqual(positive(plain[i]));
    }),
    runs,
  );
});

test('a state that sums is the running total', () => {
  fc.assert(
    fc.property(batches, (input) => {
      const found = recordsOf({ batches: input.length, checkpoint: true }, (bench) =>
        bench.table(input).updateStateByKey((values: readonly number[], old: number | undefined) => values.reduce(add, old ?? 0)),
      );
      const totals = new Map<string, number>();
      input.forEach((partitions, i) => {
        for (const [key, value] of partitions.flat(1)) totals.set(key, (totals.get(key) ?? 0) + value);
        expect(sorted(found[i])).toEqual(sorted([...totals]));
      });
    }),
    runs,
  );
});

test('any number of partitions gives the same records', () => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 9 }), (input, n) => {
      const options = { batches: input.length };
      const [few, many] = [1, n].map((count) => partitionsOf(options, (bench) => bench.table(input).reduceByKey(add, count))) as [
        ReturnType<typeof partitionsOf>,
        ReturnType<typeof partitionsOf>,
      ];
      for (let i = 0; i < input.length; i++) {
        expect(many[i]).toHaveLength(n);
        expect(sorted(many[i]?.flat(1))).toEqual(sorted(few[i]?.flat(1)));
      }
    }),
    runs,
  );
});
