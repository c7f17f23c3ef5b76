import { expect, test } from 'vitest';
import { deepCopy } from '../../src/engine/deepCopy.js';
import { SparkConf, SparkContext, withCaptured } from '../../src/engine/index.js';
import type { Process } from '../../src/engine/ports/Process.js';
import { World } from '../../src/sim/World.js';

function inWorld<T>(master: string, program: (sc: SparkContext) => Process<T>): T {
  let result: T | undefined;
  const world = new World({
    program: function* () {
      result = yield* program(new SparkContext(new SparkConf().setMaster(master).setAppName('captured')));
    },
    trace: 'off',
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return result as T;
}

test.for(['local[2]', 'cluster[2,1]'])('%s: each task counts in a copy of its own, and the driver sees none of it', (master) => {
  const variables = { seen: 0 };
  const count = withCaptured(variables, (own) => () => ++own.seen);
  const counts = inWorld(master, (sc) => sc.parallelize([1, 2, 3, 4], 2).map(count).collect());
  expect(counts).toEqual([1, 2, 1, 2]);
  expect(variables.seen).toBe(0);
});

test('on the driver the function works on the variables themselves', () => {
  const variables = { seen: 0 };
  const count = withCaptured(variables, (own) => () => ++own.seen);
  expect([count(), count(), variables.seen]).toEqual([1, 2, 2]);
});

test('plain data is copied, once each; objects of classes are shared', () => {
  class Thing {}
  const inner = [1];
  const thing = new Thing();
  const value = { a: inner, b: inner, m: new Map([['k', inner]]), s: new Set([1]), thing };
  const copy = deepCopy(value);
  expect(copy).toEqual(value);
  expect(copy.a).not.toBe(inner);
  expect(copy.a).toBe(copy.b);
  expect(copy.m.get('k')).toBe(copy.a);
  expect(copy.thing).toBe(thing);
});
