import { describe, type Subject } from '../recording/index.js';
import type { Model } from './model.js';

/** A subject in a few words. */
export function nameOf(model: Model, subject: Subject): string {
  const number = (time: number): string => `batch ${model.batches.ofTime(time)?.number ?? time}`;
  switch (subject.kind) {
    case 'event': {
      const event = model.recording.get(subject.seq);
      return event.type === 'console.line' ? `"${event.text}"` : describe(event, model.graph).subject;
    }
    case 'batch':
      return number(subject.batchTime);
    case 'state':
      return `key ${subject.key}`;
    case 'block':
      return `block ${subject.block}`;
    case 'task':
      return `task ${subject.task}`;
    case 'window':
      return `the window at ${number(subject.batchTime)}`;
  }
}

/** The event to go to for a subject: what made it, or last changed it up to `seq`. */
export function seqOf(model: Model, subject: Subject, seq: number): number | undefined {
  switch (subject.kind) {
    case 'event':
      return subject.seq;
    case 'batch':
      return model.batches.ofTime(subject.batchTime)?.bornAt;
    case 'state': {
      const rows = model.states.get(subject.stream)?.at(subject.batchTime, seq) ?? [];
      const found = rows.find((row) => row.key === subject.key)?.seq ?? -1;
      return found < 0 ? undefined : found;
    }
    case 'block':
      return model.received.block(subject.block)?.seq;
    case 'task':
      return model.tasks.task(subject.task)?.seq;
    case 'window':
      return model.windows.streams
        .find(({ stream }) => stream === subject.stream)
        ?.fires.find((fire) => fire.batchTime === subject.batchTime)?.seq;
  }
}
