import { expect, test } from 'vitest';
import type { Process } from '../../../src/engine/ports/Process.js';
import { SparkConf, SparkContext } from '../../../src/engine/rdd/index.js';
import { World } from '../../../src/sim/World.js';

/** The records in the order in which the tasks of the last job on `local[1]` saw them. */
function orderOf(program: (context: SparkContext, see: (x: unknown) => void) => Process<void>): unknown[] {
  const seen: unknown[] = [];
  const world = new World({
    program: () => program(new SparkContext(new SparkConf().setMaster('local[1]').setAppName('test')), (x) => seen.push(x)),
    trace: 'off',
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return seen;
}

// Recorded with Spark 3.2.1: locality counts on one machine too. Tasks whose partition is kept come first, then those that read a shuffle that
// has run, then those without a preference.
test('tasks of kept partitions run before the others', () => {
  const found = orderOf(function* (context, see) {
    const kept = context.parallelize([3, 4], 2).cache();
    yield* kept.count();
    yield* context.parallelize([1, 2], 2).union(kept).foreach(see);
  });
  expect(found).toEqual([3, 4, 1, 2]);
});

test('tasks that read a shuffle run before those without a preference, partitions without records excepted', () => {
  const found = orderOf(function* (context, see) {
    const pair = (key: number, value: string): readonly [number, string] => [key, value];
    const shuffled = context.parallelize([pair(1, 'a'), pair(1, 'b')], 1).reduceByKey((a, b) => a + b, 2);
    yield* context
      .parallelize([pair(0, 'x')], 1)
      .union(shuffled.mapValues((value) => value))
      .foreach(see);
  });
  expect(found).toEqual([
    [1, 'ab'],
    [0, 'x'],
  ]);
});
