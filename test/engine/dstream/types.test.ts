import { expectTypeOf, test } from 'vitest';
import type { DStream, MapWithStateDStream } from '../../../src/engine/dstream/index.js';
import type { Duration, Option, Pair, Process, RDD, StateSpec, StreamingContext } from '../../../src/engine/index.js';

// Checked by tsc: what an operator gives, and that every line below `@ts-expect-error` is refused.

type Words = DStream<string>;
type Counts = DStream<Pair<string, number>>;

test('what operators give', () => {
  const check = (
    ssc: StreamingContext,
    words: Words,
    counts: Counts,
    second: Duration,
    spec: StateSpec<string, number, boolean, Date>,
  ) => {
    expectTypeOf(words.map((word) => [word, 1])).toEqualTypeOf<DStream<Pair<string, number>>>();
    expectTypeOf(words.map((word) => word.length)).toEqualTypeOf<DStream<number>>();
    expectTypeOf(words.glom()).toEqualTypeOf<DStream<readonly string[]>>();
    expectTypeOf(words.countByValue()).toEqualTypeOf<DStream<Pair<string, number>>>();
    expectTypeOf(words.slice).toBeCallableWith;
    expectTypeOf(counts.reduceByKey((a, b) => a + b)).toEqualTypeOf<Counts>();
    expectTypeOf(counts.join(words.map((word) => [word, true]))).toEqualTypeOf<
      DStream<Pair<string, readonly [number, boolean]>>
    >();
    expectTypeOf(counts.leftOuterJoin(counts)).toEqualTypeOf<DStream<Pair<string, readonly [number, Option<number>]>>>();
    expectTypeOf(counts.updateStateByKey((values) => values.join())).toEqualTypeOf<DStream<Pair<string, string>>>();
    expectTypeOf(counts.mapWithState(spec)).toEqualTypeOf<MapWithStateDStream<string, boolean, Date>>();
    expectTypeOf(counts.mapWithState(spec).stateSnapshots()).toEqualTypeOf<DStream<Pair<string, boolean>>>();
    expectTypeOf(counts.window(second)).toEqualTypeOf<Counts>();
    expectTypeOf(counts.print()).toEqualTypeOf<void>();
    expectTypeOf(ssc.union([words, words])).toEqualTypeOf<Words>();
    words.foreachRDD((rdd) => {
      expectTypeOf(rdd).toEqualTypeOf<RDD<string>>();
      expectTypeOf(rdd.count()).toEqualTypeOf<Process<number>>();
    });
  };
  expectTypeOf(check).toBeFunction();
});

test('what is refused', () => {
  const check = (words: Words, counts: Counts) => {
    // @ts-expect-error words are no pairs
    words.reduceByKey((a: string) => a);
    // @ts-expect-error the function adds a number to a string
    counts.mapValues((n) => n.toUpperCase());
    // @ts-expect-error an action is a process, not its result
    words.foreachRDD((rdd) => rdd.count().toFixed());
    // @ts-expect-error keys of different types
    counts.join(words.map((word) => [word.length, word]));
    // @ts-expect-error a duration, not a number of milliseconds
    counts.window(1000);
    // @ts-expect-error a result of the old state's type
    counts.updateStateByKey((_values, _old: string | undefined) => 1);
    // @ts-expect-error transform gives an RDD
    words.transform((rdd) => rdd.count());
  };
  expectTypeOf(check).toBeFunction();
});
