import type { Clock } from './Clock.js';
import type { Cancel, Outcome, Process } from './Process.js';

/** A machine on which code runs: the driver, an executor. What runs on it ends, without `finally`, when it crashes. */
export interface Host {
  /** `driver`, `executor-1`; stable over restarts. */
  readonly name: string;
  readonly clock: Clock;
  /**
   * The time that timeouts go by: what Java's `System.nanoTime` shows. The same clock, unless one that is set by hand drives the batches and stands
   * still while a process waits.
   */
  readonly wallClock: Clock;
  /**
   * Starts `process` in an activation of its own at this instant. `done` is called once, on this host, when it has ended;
   * never when the host died. The returned function cancels it (its `finally` blocks run).
   */
  spawn<T>(label: string, process: Process<T>, done?: (outcome: Outcome<T>) => void): Cancel;
  /**
   * Drives `process` to its end before returning, as a blocked thread would: the rest of the world goes on meanwhile.
   * For code that cannot be a generator, such as the sampling job of `sortByKey` inside a plain function.
   * @throws what the process threw
   */
  blockOn<T>(label: string, process: Process<T>): T;
}
