import { canonicalText } from './EventList.js';
import type { RunEvent } from './events.js';
import type { Recording } from './Recording.js';

/** Where two recordings part. A side without an event had already ended. */
export interface FirstDifference {
  readonly seq: number;
  readonly a: RunEvent | undefined;
  readonly b: RunEvent | undefined;
}

/** The first event that differs between two recordings; `undefined` when they are the same, event by event. */
export function diffFirst(a: Recording, b: Recording): FirstDifference | undefined {
  const shared = Math.min(a.length, b.length);
  for (let seq = 0; seq < shared; seq++) {
    const left = a.get(seq);
    const right = b.get(seq);
    if (canonicalText(left) !== canonicalText(right)) return { seq, a: left, b: right };
  }
  if (a.length === b.length) return undefined;
  return { seq: shared, a: a.length > shared ? a.get(shared) : undefined, b: b.length > shared ? b.get(shared) : undefined };
}
