import { describe, isFailure, type RunEvent, type Subject } from '../recording/index.js';
import type { Model } from './model.js';
import { nameOf } from './subjects.js';

/** Where `c` stops: at events of a type, or where something that was chosen changes. */
export type Break =
  | { readonly of: 'type'; readonly type: RunEvent['type'] }
  | { readonly of: 'subject'; readonly subject: Subject };

export function breakName(model: Model, each: Break): string {
  return each.of === 'type' ? each.type : `change of ${nameOf(model, each.subject)}`;
}

export function sameBreak(a: Break, b: Break): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a run stops at `seq`. Without a break, failures are the breaks. */
export function breaksAt(model: Model, breaks: readonly Break[], seq: number): boolean {
  const event = model.recording.get(seq);
  if (breaks.length === 0) return isFailure(event);
  return breaks.some((each) => (each.of === 'type' ? each.type === event.type : changes(model, each.subject, event)));
}

/** Whether an event changes what was chosen. */
function changes(model: Model, subject: Subject, event: RunEvent): boolean {
  switch (subject.kind) {
    case 'state':
      return (
        event.type === 'state.updated' &&
        event.stream === subject.stream &&
        event.key === subject.key &&
        event.before !== event.after
      );
    case 'batch':
      return event.type.startsWith('batch.') && 'batchTime' in event && event.batchTime === subject.batchTime;
    case 'block':
      return ('block' in event && event.block === subject.block) || ('blocks' in event && event.blocks.includes(subject.block));
    case 'task':
      return 'task' in event && event.task === subject.task;
    case 'window':
      return event.type === 'rdd.generated' && event.stream === subject.stream;
    case 'event': {
      const chosen = model.recording.get(subject.seq);
      if (chosen.type !== event.type) return false;
      if (chosen.type === 'console.line' && event.type === 'console.line')
        return keyOf(chosen.text) === keyOf(event.text) && chosen.text !== event.text;
      return describe(chosen, model.graph).subject === describe(event, model.graph).subject;
    }
  }
}

/** `(k,v)` has the key `k`; another line is compared as a whole. */
const keyOf = (text: string): string => /^\((.*),[^,]*\)$/.exec(text)?.[1] ?? text;
