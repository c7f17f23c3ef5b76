import type { Clock } from '../../../src/engine/ports/Clock.js';
import type { Cancel, Wait } from '../../../src/engine/ports/Process.js';

interface Entry {
  readonly at: number;
  readonly label: string;
  readonly run: () => void;
}

/** A clock that is set by hand, like Spark's for tests; what is due is run on the host of `real`, at once. */
export class ManualClock implements Clock {
  private readonly due = new Set<Entry>();
  private time = 0;

  constructor(private readonly real: Clock) {}

  now(): number {
    return this.time;
  }

  schedule(at: number, label: string, run: () => void): Cancel {
    if (at <= this.time) return this.real.schedule(this.real.now(), label, run);
    const entry = { at, label, run };
    this.due.add(entry);
    return () => this.due.delete(entry);
  }

  sleep(ms: number): Wait<void> {
    return { reason: `sleep ${ms} ms`, begin: (resume) => this.schedule(this.time + ms, 'sleep', () => resume(undefined)) };
  }

  /** Whether something waits for a later time. */
  get isAwaited(): boolean {
    return this.due.size > 0;
  }

  setTime(time: number): void {
    this.time = time;
    for (const entry of [...this.due].sort((a, b) => a.at - b.at)) {
      if (entry.at <= time && this.due.delete(entry)) this.real.schedule(this.real.now(), entry.label, entry.run);
    }
  }
}
