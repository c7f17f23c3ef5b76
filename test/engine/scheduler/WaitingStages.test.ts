import { expect, test } from 'vitest';
import type { Stage } from '../../../src/engine/scheduler/Stage.js';
import { WaitingStages } from '../../../src/engine/scheduler/WaitingStages.js';

const orderOf = (ids: readonly number[]): number[] => {
  const waiting = new WaitingStages();
  for (const id of ids) waiting.add({ id } as Stage);
  return waiting.inOrder().map(({ id }) => id);
};

// Recorded with Spark 3.2.1: stage 16 is submitted before stage 15, stage 1 before stage 2.
test('stages come by their place in a table of 16', () => {
  expect(orderOf([1, 2])).toEqual([1, 2]);
  expect(orderOf([15, 16])).toEqual([16, 15]);
  expect(orderOf([33, 17, 2])).toEqual([17, 33, 2]);
});

test('the table doubles before the twelfth stage', () => {
  const ids = Array.from({ length: 12 }, (_, i) => i + 8);
  expect(orderOf(ids.slice(0, 11))).toEqual([16, 17, 18, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(orderOf(ids)).toEqual(ids);
});
