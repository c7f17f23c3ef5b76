import { type InputRecord, Origins } from '../provenance/index.js';
import type { Recording } from '../Recording.js';

/** An effect that somebody outside can see, and what it was made of. */
export interface VisibleEffect {
  readonly seq: number;
  /** What wrote it: an output operation, code in a task, a table. The same in every run of a program. */
  readonly writer: string;
  /** The batch that it belongs to, where it belongs to one. */
  readonly batchTime: number | undefined;
  readonly text: string;
}

/** An input record of a run, with the effects that show it. */
export interface DeliveredRecord {
  /** The same for the same record in another run: where it came in, its text, and which of its kind it is. */
  readonly key: string;
  readonly input: InputRecord;
  /** In the order in which they happened. */
  readonly effects: readonly VisibleEffect[];
}

/** Which visible effects show which input records. A projection; empty for a run that did not note where its records came from. */
export class Delivery {
  readonly records: readonly DeliveredRecord[];
  private readonly byKey: ReadonlyMap<string, DeliveredRecord>;

  private constructor(recording: Recording) {
    const origins = recording.project(Origins.of);
    const records = new Map<InputRecord, { key: string; input: InputRecord; effects: VisibleEffect[] }>();
    const counts = new Map<string, number>();
    for (const input of origins?.inputs ?? []) {
      const kind = `${placeOf(input)} ${input.text}`;
      const nth = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, nth);
      records.set(input, { key: `${kind} #${nth}`, input, effects: [] });
    }
    for (const { seq, origin } of origins?.parts.effects ?? []) {
      const effect = visible(recording, seq);
      if (effect === undefined) continue;
      for (const input of origins?.inputsFor(origin) ?? []) records.get(input)?.effects.push(effect);
    }
    this.records = [...records.values()];
    this.byKey = new Map(this.records.map((record) => [record.key, record]));
  }

  static of(this: void, recording: Recording): Delivery {
    return new Delivery(recording);
  }

  /** The same record as in another run. */
  get(key: string): DeliveredRecord | undefined {
    return this.byKey.get(key);
  }
}

function placeOf(input: InputRecord): string {
  switch (input.kind) {
    case 'received':
      return `stream ${input.stream}`;
    case 'line':
      return `${input.path}:${input.line}`;
    case 'element':
      return 'element';
    case 'kafka':
      return `${input.topic}-${input.partition}@${input.offset}`;
  }
}

function visible(recording: Recording, seq: number): VisibleEffect | undefined {
  const event = recording.get(seq);
  switch (event.type) {
    case 'console.line': {
      const { place, text } = event;
      const batchTime = 'batchTime' in place ? place.batchTime : undefined;
      const writer = place.kind === 'job' ? `output ${place.output}` : `code in a ${place.kind}`;
      return { seq, writer, batchTime, text };
    }
    case 'row.committed':
    case 'sink.written':
      return { seq, writer: event.type, batchTime: undefined, text: JSON.stringify(event) };
    default:
      return undefined;
  }
}
