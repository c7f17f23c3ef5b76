import { expect, test } from 'vitest';
import type { Clock } from '../../../src/engine/ports/Clock.js';
import { ManualClock } from '../../../src/engine/process/ManualClock.js';

/** Runs at once what is due. */
const real = { now: () => 77, schedule: (_: number, __: string, run: () => void) => run() } as unknown as Clock;

test('nothing happens until it is advanced; then what is due runs in order', () => {
  const clock = new ManualClock(real);
  const ran: string[] = [];
  clock.schedule(200, 'b', () => ran.push('b'));
  clock.schedule(100, 'a', () => ran.push('a'));
  const cancel = clock.schedule(100, 'c', () => ran.push('c'));
  cancel();
  clock.advance(99);
  expect([clock.now(), ran]).toEqual([99, []]);
  clock.advance(101);
  expect([clock.now(), ran]).toEqual([200, ['a', 'b']]);
  clock.schedule(150, 'late', () => ran.push('late'));
  expect(ran).toEqual(['a', 'b', 'late']);
});
