import { describe, expect, test } from 'vitest';
import { loadProgram } from '../../src/classroom/index.js';
import { eventsOf, lessonFile, ofType } from './support.js';

// L7 of the curriculum.
const { main } = loadProgram(lessonFile('07-slow-batches/program.ts'), 'program.ts');
const run = (script: string, settings: Readonly<Record<string, string>>) => eventsOf({ program: main, script, settings });

describe('batches of 1 s that take 1.5 s', () => {
  const events = run('@0.3s nc :9999 every=500ms times=40 > a line\n', { until: '20s', 'cost.jobMs': '1500' });
  const started = ofType(events, 'batch.started');

  test('the delay of batch k is 0.5 s · (k - 1); none is skipped, none merged', () => {
    expect(started.slice(0, 10).map(({ schedulingDelayMs }) => schedulingDelayMs)).toEqual(
      Array.from({ length: 10 }, (_, i) => 500 * i),
    );
    expect(started.map(({ batchTime }) => batchTime)).toEqual(started.map((_, i) => 1000 * (i + 1)));
  });

  test('one at a time: each begins when the one before ends', () => {
    const ends = ofType(events, 'batch.completed').map(({ at }) => at);
    expect(started.slice(1).map(({ at }) => at)).toEqual(ends.slice(0, started.length - 1));
    expect(started.length).toBeGreaterThan(10);
  });
});

test('ten slow batches, then fast ones: the queue drains by what is left of each interval', () => {
  // 50 ms a record and 200 ms a job: 30 records a second take 1.7 s for ten batches, then one a second takes 0.25 s.
  const burst = ['a', 'b', 'c'].map((text) => `@0.05s nc :9999 every=100ms times=100 > ${text}\n`).join('');
  const settings = { until: '25s', 'cost.recordMs': '50', 'cost.jobMs': '200', 'spark.streaming.blockInterval': '1000ms' };
  const delays = ofType(run(`${burst}@10.1s nc :9999 every=1s times=14 > d\n`, settings), 'batch.started').map(
    ({ schedulingDelayMs }) => schedulingDelayMs,
  );
  const steps = delays.slice(1).map((delay, i) => delay - (delays[i] as number));
  const top = delays.indexOf(Math.max(...delays));
  expect(delays[top]).toBeGreaterThan(5000);
  expect(steps.slice(2, top - 1).every((step) => step === 700)).toBe(true);
  expect(steps.slice(top + 1, top + 5)).toEqual([-750, -750, -750, -750]);
  expect(delays.at(-1)).toBe(0);
});
