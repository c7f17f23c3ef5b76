import type { WorldEvent } from '../sim/events.js';

/** An event of a run, as the log keeps it: what the engine and the world declare, with `seq`, `at`, `host` and `cause`. */
export type RunEvent = WorldEvent;

/** The events of one type, or of several. */
export type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { readonly type: Type }>;

/** For the end of a `switch` over `type`: a new event points at every place to extend. */
export function assertNever(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
