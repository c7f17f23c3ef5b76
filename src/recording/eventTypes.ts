import type { RunEvent } from './events.js';
import type { Recording } from './Recording.js';

/** The types of events that occur in a run. A projection. */
export function eventTypes(recording: Recording): ReadonlySet<RunEvent['type']> {
  const types = new Set<RunEvent['type']>();
  for (const { type } of recording) types.add(type);
  return types;
}
