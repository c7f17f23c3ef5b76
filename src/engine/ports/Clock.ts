import type { Cancel, Wait } from './Process.js';

/** Virtual milliseconds since the Unix epoch; an integer. */
export type EpochMillis = number;

/**
 * The engine's only source of time. Contract (`test/engine/ports/Clock.contract.ts`, called from each adapter's test):
 * - `now()` never decreases;
 * - callbacks due at one instant run in the order in which they were scheduled;
 * - cancelling twice, or after the callback ran, does nothing.
 */
export interface Clock {
  now(): EpochMillis;
  /** Runs `run` once when `now()` reaches `at` (an instant that has passed: at once, in an activation of its own). `label` appears in the trace. */
  schedule(at: EpochMillis, label: string, run: () => void): Cancel;
  /** Waits `ms` milliseconds; fractions are kept to the microsecond. */
  sleep(ms: number): Wait<void>;
}
