import type { Clock, EpochMillis } from '../ports/Clock.js';
import type { Cancel, Wait } from '../ports/Process.js';

/**
 * A clock that stands still until it is advanced. With `spark.streaming.clock=org.apache.spark.util.ManualClock` batches come when it says so, while
 * everything else goes by the real one. Model: apache/spark 3.2.1 core/.../util/ManualClock.scala.
 */
export class ManualClock implements Clock {
  private time: EpochMillis = 0;
  private waiting: { readonly at: EpochMillis; readonly label: string; readonly run: () => void }[] = [];

  /** @param real on which what is due runs at once */
  constructor(private readonly real: Clock) {}

  now(): EpochMillis {
    return this.time;
  }

  schedule(at: EpochMillis, label: string, run: () => void): Cancel {
    if (at <= this.time) return this.real.schedule(this.real.now(), label, run);
    const entry = { at, label, run };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((each) => each !== entry);
    };
  }

  sleep(ms: number): Wait<void> {
    const at = this.time + ms;
    return {
      reason: `the clock to show ${at} ms`,
      begin: (resume) => this.schedule(at, 'sleep', () => resume(undefined)),
    };
  }

  /** Moves on by `ms`; what becomes due runs in order. */
  advance(ms: number): void {
    this.time += ms;
    const due = this.waiting.filter(({ at }) => at <= this.time).sort((a, b) => a.at - b.at);
    this.waiting = this.waiting.filter(({ at }) => at > this.time);
    for (const { label, run } of due) this.real.schedule(this.real.now(), label, run);
  }
}
