import type { EngineEventInput } from '../events.js';

/** Where events go. `seq`, `at`, `host` and `cause` are added by the world from the activation that is running. */
export interface Trace {
  /** Whether per-record events (contents of partitions, state entries) are wanted; they may be left out for speed. */
  readonly detail: boolean;
  /** @returns the event's `seq`, to be used as a cause; -1 when the trace is off. */
  emit(event: EngineEventInput): number;
}
