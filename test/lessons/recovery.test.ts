import { expect, test } from 'vitest';
import { loadProgram } from '../../src/classroom/index.js';
import { eventsOf, lessonFile, ofType, printed } from './support.js';

// L14 of the curriculum: batches of 1 s, crash 5.4, restart 8.2.
const { main } = loadProgram(lessonFile('14-recovery/program.ts'), 'program.ts');
const events = eventsOf({ program: main, script: lessonFile('14-recovery/input.script'), settings: { until: '10.5s' } });
const blocks = printed(events)
  .join('\n')
  .split(/-{43}\n(?=Time)/);

test('batches 5, 6, 7 and 8 are run at once at the restart, 9 on time; 5 although it had finished', () => {
  const started = ofType(events, 'batch.started').map(({ batchTime, at }) => [batchTime, at / 1000]);
  expect(started).toEqual([
    ...[1000, 2000, 3000, 4000, 5000].map((time) => [time, time]),
    ...[5000, 6000, 7000, 8000].map((time) => [time, 8200]),
    [9000, 9000],
    [10_000, 10_000],
  ]);
  expect(ofType(events, 'batch.completed').filter(({ batchTime }) => batchTime === 5000)).toHaveLength(2);
});

test('the factory is called once, though main runs twice', () => {
  expect(printed(events).filter((line) => line === 'the factory is called')).toHaveLength(1);
  expect(ofType(events, 'program.started')).toHaveLength(2);
});

test('files are read again, so the totals go on; received words are lost with the driver', () => {
  const all = printed(events).join('\n');
  expect(all.match(/^four$/gm)).toHaveLength(1);
  expect(ofType(events, 'record.received').map(({ record }) => record)).toContain('five');
  expect(all).not.toMatch(/^five$/m);
  expect(blocks.filter((block) => block.includes('Time: 5000 ms') && block.includes('(paid,3)'))).toHaveLength(2);
  expect(blocks.find((block) => block.includes('Time: 8000 ms'))).toContain('(paid,5)');
});
