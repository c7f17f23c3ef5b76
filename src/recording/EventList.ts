import type { RunEvent } from './events.js';

/** Where a recording reads its events from: the log of a run, or a list. */
export interface EventSource {
  readonly length: number;
  /** `index` from 0; equals the event's `seq`. */
  get(index: number): RunEvent;
  /** The canonical bytes of all events, in order: what the digest covers. */
  chunks(): Iterable<Uint8Array>;
}

/** Text that does not depend on the order in which keys were written; `undefined` is left out. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).filter((key) => record[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(record[key])}`)
    .join(',')}}`;
}

/** Events in an array: a recording that was read from a file or came from a worker. */
export class EventList implements EventSource {
  constructor(private readonly events: readonly RunEvent[]) {}

  get length(): number {
    return this.events.length;
  }

  get(index: number): RunEvent {
    const event = this.events[index];
    if (event === undefined) throw new RangeError(`no event ${index}; the run has ${this.events.length}`);
    return event;
  }

  *chunks(): Iterable<Uint8Array> {
    const encoder = new TextEncoder();
    for (const event of this.events) yield encoder.encode(`${canonicalText(event)}\n`);
  }
}
