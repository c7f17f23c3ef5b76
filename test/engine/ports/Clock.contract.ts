import { expect, test } from 'vitest';
import type { Clock } from '../../../src/engine/ports/Clock.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { awaiting } from '../../../src/engine/ports/Process.js';

/** Runs `body` on a host with the clock under test, to the end of what it scheduled. */
export type WithClock = (body: (clock: Clock) => Process<void>) => void;

/** What every adapter of `Clock` keeps. @param isExact callbacks come at their very instant; false where a fault holds the host up */
export function clockContract(name: string, withClock: WithClock, isExact = true): void {
  test(`${name}: time never goes back, and what is due is due in order`, () => {
    const seen: [string, number][] = [];
    withClock(function* (clock) {
      const note = (what: string) => () => seen.push([what, clock.now()]);
      clock.schedule(300, 'c', note('c'));
      clock.schedule(100, 'a', note('a'));
      clock.schedule(100, 'b', note('b'));
      yield* awaiting(clock.sleep(500));
      note('end')();
    });
    expect(seen.map(([what]) => what)).toEqual(['a', 'b', 'c', 'end']);
    const times = seen.map(([, at]) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    if (isExact) expect(times).toEqual([100, 100, 300, 500]);
    else for (const [i, least] of [100, 100, 300, 500].entries()) expect(times[i]).toBeGreaterThanOrEqual(least);
  });

  test(`${name}: cancelling twice, or after the fact, does nothing`, () => {
    const seen: string[] = [];
    withClock(function* (clock) {
      const never = clock.schedule(100, 'never', () => seen.push('never'));
      const once = clock.schedule(100, 'once', () => seen.push('once'));
      never();
      never();
      yield* awaiting(clock.sleep(200));
      once();
      once();
    });
    expect(seen).toEqual(['once']);
  });

  test(`${name}: an instant that has passed comes at once, in an activation of its own`, () => {
    const seen: string[] = [];
    withClock(function* (clock) {
      yield* awaiting(clock.sleep(100));
      clock.schedule(50, 'late', () => seen.push('late'));
      seen.push('after the call');
      yield* awaiting(clock.sleep(1));
    });
    expect(seen).toEqual(['after the call', 'late']);
  });
}
