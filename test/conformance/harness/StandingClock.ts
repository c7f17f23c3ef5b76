import type { Clock } from '../../../src/engine/ports/Clock.js';
import type { Cancel, Wait } from '../../../src/engine/ports/Process.js';

/**
 * The wall clock of a run whose batches went by a clock that was set by hand: beside that one it stands still, until it is said that time passed.
 * What is due then runs on the given host's clock, at once.
 */
export class StandingClock implements Clock {
  private passedMs = 0;
  private readonly due = new Set<{ readonly at: number; readonly label: string; readonly run: () => void }>();

  constructor(private readonly manual: Clock) {}

  now(): number {
    return this.passedMs;
  }

  schedule(at: number, label: string, run: () => void): Cancel {
    const entry = { at, label, run };
    this.due.add(entry);
    return () => this.due.delete(entry);
  }

  sleep(ms: number): Wait<void> {
    return { reason: 'the wall clock', begin: (resume) => this.schedule(this.passedMs + ms, 'sleep', () => resume(undefined)) };
  }

  pass(ms: number): void {
    this.passedMs += ms;
    for (const entry of [...this.due].sort((a, b) => a.at - b.at)) {
      if (entry.at > this.passedMs || !this.due.delete(entry)) continue;
      this.manual.schedule(this.manual.now(), entry.label, entry.run);
    }
  }
}
