import { expect, test } from 'vitest';
import { rescheduleReceiver, scheduleReceivers } from '../../../src/engine/receiver/ReceiverSchedulingPolicy.js';
import type { Executor } from '../../../src/engine/scheduler/Executor.js';
import { SpeculationPolicy } from '../../../src/engine/scheduler/SpeculationPolicy.js';
import { countsTowardsTaskFailures, reasonText } from '../../../src/engine/scheduler/TaskEndReason.js';
import { TaskSetExclusions } from '../../../src/engine/scheduler/TaskSetExclusions.js';

const executor = (id: string, hostName = `worker-${id}`): Executor => ({ id, hostName }) as Executor;

test.for([
  { name: 'nothing before the quantile is reached', ended: [100], tasks: 4, expected: undefined },
  { name: 'the median of an even number lies between two', ended: [400, 200], tasks: 4, expected: 450 },
  { name: 'the median, not the mean', ended: [100, 100, 9000], tasks: 4, expected: 150 },
  { name: 'never below the least time', ended: [1, 1], tasks: 4, expected: 100 },
])('a task is slow: $name', ({ ended, tasks, expected }) => {
  const policy = new SpeculationPolicy({ quantile: 0.5, multiplier: 1.5, intervalMs: 100, minRuntimeMs: 100 });
  for (const ms of ended) policy.taskEnded(ms);
  expect(policy.threshold(tasks)).toBe(expected);
});

test('a task leaves the executor where it failed, its machine after two failures, and the set an executor with two failed tasks', () => {
  const settings = { attemptsPerExecutor: 1, attemptsPerNode: 2, failedTasksPerExecutor: 2, failedExecutorsPerNode: 2 };
  const exclusions = new TaskSetExclusions(settings);
  const [a, b, c] = [executor('0', 'm'), executor('1', 'm'), executor('2', 'm')];
  exclusions.taskFailed(a, 0);
  expect([a, b].map((each) => exclusions.isExcludedForTask(each, 0))).toEqual([true, false]);
  exclusions.taskFailed(b, 0);
  expect(exclusions.isExcludedForTask(c, 0)).toBe(true);
  expect(exclusions.isExcludedForTask(c, 1)).toBe(false);
  expect(exclusions.isExcludedForSet(a)).toBe(false);
  exclusions.taskFailed(a, 1);
  expect([a, c].map((each) => exclusions.isExcludedForSet(each))).toEqual([true, false]);
  exclusions.taskFailed(b, 1);
  expect(exclusions.isExcludedForSet(c)).toBe(true);
});

test.for([
  { reason: { kind: 'exception', error: new Error('x') }, counts: true, text: 'Error: x' },
  { reason: { kind: 'killed', reason: 'Stage cancelled' }, counts: false, text: 'TaskKilled (Stage cancelled)' },
  {
    reason: { kind: 'executorLost', executor: '3', causedByApp: false, reason: 'Executor killed by driver.' },
    counts: false,
    text: 'ExecutorLostFailure (executor 3 exited unrelated to the running tasks) Reason: Executor killed by driver.',
  },
  {
    reason: { kind: 'executorLost', executor: '3', causedByApp: true, reason: 'gone' },
    counts: true,
    text: 'ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: gone',
  },
] as const)('$text counts as a failure: $counts', ({ reason, counts, text }) => {
  expect(reasonText(reason)).toBe(text);
  expect(countsTowardsTaskFailures(reason)).toBe(counts);
});

test('receivers are spread over the executors; those that are left over may take any', () => {
  const [a, b, c] = [executor('0'), executor('1'), executor('2')] as [Executor, Executor, Executor];
  expect(scheduleReceivers(2, [a, b])).toEqual([[a], [b]]);
  expect(scheduleReceivers(1, [a, b, c])).toEqual([[a, b, c]]);
  expect(scheduleReceivers(3, [a, b])).toEqual([[a], [b], [a]]);
  expect(scheduleReceivers(1, [])).toEqual([[]]);
});

test('a receiver starts again on an executor without one, else on those with the fewest', () => {
  const [a, b] = [executor('0'), executor('1')] as [Executor, Executor];
  expect(rescheduleReceiver([a, b], new Map([[a, 1]]))).toEqual([b]);
  expect(
    rescheduleReceiver(
      [a, b],
      new Map([
        [a, 1],
        [b, 2],
      ]),
    ),
  ).toEqual([a]);
});
