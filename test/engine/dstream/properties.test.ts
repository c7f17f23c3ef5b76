import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DStream } from '../../../src/engine/dstream/index.js';
import type { Pair } from '../../../src/engine/rdd/index.js';
import { type State, StateSpec } from '../../../src/engine/state/index.js';
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

/** A window of `w` batches every `s` of them, not shorter than its slide. */
const overlapping = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .map(([a, b]) => ({ w: Math.max(a, b), s: Math.min(a, b) }));

test('an inverse window is the plain window, zeros aside, as long as it is not shorter than its slide', () => {
  fc.assert(
    fc.property(batches, overlapping, (input, { w, s }) => {
      const [window, slide] = [Seconds(w), Seconds(s)];
      const options = { batches: input.length, checkpoint: true };
      const plain = recordsOf(options, (bench) => bench.table(input).reduceByKeyAndWindow(add, window, slide, 2));
      const inverse = recordsOf(options, (bench) => bench.table(input).reduceByKeyAndWindow(add, subtract, window, slide, 2));
      const positive = (records: readonly Pair<string, number>[] | undefined) => sorted((records ?? []).filter(([, n]) => n > 0));
      for (let i = 0; i < input.length; i++) {
        expect(positive(inverse[i])).toEqual(positive(plain[i]));
        expect(inverse[i] === undefined).toBe(plain[i] === undefined);
      }
    }),
    runs,
  );
});

test('with a filter that drops only what has left, an inverse window is the plain one', () => {
  fc.assert(
    fc.property(batches, overlapping, (input, { w, s }) => {
      const counts = input.map((partitions) => partitions.map((records) => records.map(([key]) => [key, 1] as const)));
      const options = { batches: input.length, checkpoint: true };
      const [window, slide] = [Seconds(w), Seconds(s)];
      const plain = recordsOf(options, (bench) => bench.table(counts).reduceByKeyAndWindow(add, window, slide, 2));
      const inverse = recordsOf(options, (bench) =>
        bench.table(counts).reduceByKeyAndWindow(add, subtract, window, slide, 2, ([, n]) => n !== 0),
      );
      for (let i = 0; i < input.length; i++) expect(sorted(inverse[i])).toEqual(sorted(plain[i]));
    }),
    runs,
  );
});

test('groups of a window have the values of its batches, the oldest first', () => {
  fc.assert(
    fc.property(batches, overlapping, (input, { w, s }) => {
      const found = recordsOf({ batches: input.length }, (bench) =>
        bench
          .table(input)
          .groupByKeyAndWindow(Seconds(w), Seconds(s), 3)
          .mapValues((values) => [...values]),
      );
      input.forEach((_, i) => {
        if ((i + 1) % s !== 0) return;
        const groups = new Map<string, number[]>();
        for (const [key, value] of input.slice(Math.max(0, i + 1 - w), i + 1).flat(2) as [string, number][]) {
          groups.set(key, [...(groups.get(key) ?? []), value]);
        }
        expect(sorted(found[i])).toEqual(sorted([...groups]));
      });
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

type Numbers = DStream<Pair<string, number>>;
const byPartitions: Record<string, (pairs: Numbers, n: number) => DStream<unknown>> = {
  reduceByKey: (pairs, n) => pairs.reduceByKey(add, n),
  groupByKey: (pairs, n) => pairs.groupByKey(n).mapValues((values) => [...values].sort()),
  countByValue: (pairs, n) => pairs.countByValue(n),
  repartition: (pairs, n) => pairs.repartition(n),
  join: (pairs, n) => pairs.join(pairs, n),
  fullOuterJoin: (pairs, n) =>
    pairs.fullOuterJoin(
      pairs.filter(([, value]) => value > 2),
      n,
    ),
  reduceByKeyAndWindow: (pairs, n) => pairs.reduceByKeyAndWindow(add, Seconds(2), Seconds(1), n),
  'reduceByKeyAndWindow with an inverse': (pairs, n) => pairs.reduceByKeyAndWindow(add, subtract, Seconds(2), Seconds(1), n),
  updateStateByKey: (pairs, n) =>
    pairs.updateStateByKey((values: readonly number[], old: number | undefined) => values.reduce(add, old ?? 0), n),
  mapWithState: (pairs, n) =>
    pairs
      .mapWithState(
        StateSpec.function((_key: string, value: number | undefined, state: State<number>) => {
          state.update((state.exists() ? state.get() : 0) + (value ?? 0));
        }).numPartitions(n),
      )
      .stateSnapshots(),
};

test.for(Object.entries(byPartitions))('%s: any number of partitions gives the same records', ([, build]) => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 9 }), (input, n) => {
      const options = { batches: input.length, checkpoint: true };
      const [few, many] = [1, n].map((count) => partitionsOf(options, (bench) => build(bench.table(input), count))) as [
        unknown[][][],
        unknown[][][],
      ];
      for (let i = 0; i < input.length; i++) {
        expect(many[i]).toHaveLength(n);
        expect(sorted(many[i]?.flat(1))).toEqual(sorted(few[i]?.flat(1)));
      }
    }),
    { numRuns: 20 },
  );
});

test('the number of partitions that records come in does not matter either', () => {
  fc.assert(
    fc.property(batches, (input) => {
      const together = input.map((partitions) => [partitions.flat(1)]);
      const options = { batches: input.length, checkpoint: true };
      const build = (pairs: Numbers) => pairs.reduceByKeyAndWindow(add, subtract, Seconds(3), Seconds(1), 2);
      const [some, one] = [input, together].map((table) => recordsOf(options, (bench) => build(bench.table(table))));
      for (let i = 0; i < input.length; i++) expect(sorted(some?.[i])).toEqual(sorted(one?.[i]));
    }),
    runs,
  );
});
