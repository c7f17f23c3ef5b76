import { expectTypeOf, test } from 'vitest';
import type { CompactBuffer, Option } from '../../../src/engine/jvm/index.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import type { Pair, RDD, SparkContext } from '../../../src/engine/rdd/index.js';
import { pair } from '../../../src/engine/rdd/index.js';

/** Never run: the compiler is what tests it. A line marked as an error that the compiler accepts is itself an error. */
function* programs(context: SparkContext): Process<void> {
  const words = context.textFile('/words');
  const pairs = words.map((word) => pair(word, 1));
  expectTypeOf(words).toEqualTypeOf<RDD<string>>();
  expectTypeOf(pairs).toEqualTypeOf<RDD<Pair<string, number>>>();
  expectTypeOf(pairs.reduceByKey((a, b) => a + b)).toEqualTypeOf<RDD<Pair<string, number>>>();
  expectTypeOf(pairs.groupByKey()).toEqualTypeOf<RDD<Pair<string, CompactBuffer<number>>>>();
  expectTypeOf(pairs.leftOuterJoin(pairs)).toEqualTypeOf<RDD<Pair<string, readonly [number, Option<number>]>>>();
  expectTypeOf(pairs.cogroup(pairs, pairs).values()).toEqualTypeOf<
    RDD<readonly [CompactBuffer<number>, CompactBuffer<number>, CompactBuffer<number>]>
  >();
  expectTypeOf(yield* pairs.countByKey()).toEqualTypeOf<Map<string, number>>();
  expectTypeOf(yield* words.map((word) => word.length).stats()).toHaveProperty('mean');
  expectTypeOf(words.zipPartitions(pairs, (a, b) => [...a, ...b])).toEqualTypeOf<RDD<string | Pair<string, number>>>();

  // Operators by key need pairs.
  // @ts-expect-error
  words.reduceByKey((a, b) => a + b);
  // @ts-expect-error
  words.groupByKey();
  // @ts-expect-error
  words.join(pairs);
  // @ts-expect-error
  words.mapValues((value: string) => value);
  // @ts-expect-error
  words.sortByKey();
  // @ts-expect-error
  yield* words.countByKey();
  // @ts-expect-error
  yield* words.collectAsMap();
  // Numbers are needed.
  // @ts-expect-error
  yield* words.sum();
  // @ts-expect-error
  yield* words.stats();
  // @ts-expect-error
  yield* pairs.histogram(3);
  // Both sides have keys of one type.
  // @ts-expect-error
  pairs.join(words.map((word) => pair(word.length, 1)));
  // A reduction gives what it takes.
  // @ts-expect-error
  pairs.reduceByKey((a, b) => `${a}${b}`);
  // @ts-expect-error
  words.filter((word) => word.length);
  // What an action gives is there after yield* only.
  // @ts-expect-error
  words.count() + 1;
  // @ts-expect-error
  words.take('3');
}

test('the compiler takes these programs and refuses those', () => {
  expectTypeOf(programs).toBeFunction();
});
