import { clock, describe, type Session } from '../recording/index.js';
import { markdownRows } from './markdown.js';
import { Model } from './model.js';
import { rowText } from './row.js';

const width = 80;

/** A session as lines, for pipes and screen readers: each step in words, what the lesson says there, and what was printed. */
export function* plainLines(session: Session): Generator<string> {
  const model = new Model(session);
  const { recording, stops } = session;
  const origin = recording.originUs;
  yield `${session.lesson.number ?? ''} ${session.lesson.title}`.trim();
  let printed = 0;
  for (const seq of model.stops.steps) {
    const event = recording.get(seq);
    const lines = model.console.lines.slice(printed, model.console.countAt(seq));
    printed += lines.length;
    if (lines.length > 0) {
      yield '';
      for (const { text } of lines) yield `    ${text}`.trimEnd();
    }
    yield `[${clock(event.at, origin)}] ${sentence(model, seq)}`;
    for (const stop of stops.filter((each) => each.seq === seq)) {
      yield '';
      if (stop.title !== undefined) yield `* ${stop.title}`;
      for (const row of markdownRows(stop.say ?? '', width)) yield `  ${rowText(row)}`.trimEnd();
      yield '';
    }
  }
  if (session.sparkOutput !== undefined) {
    const same = model.console.lines.map(({ text }) => `${text}\n`).join('') === session.sparkOutput;
    yield same
      ? `The output is what ${session.sparkName ?? 'Spark'} printed, to the byte.`
      : `The output differs from ${session.sparkName ?? 'Spark'}.`;
  }
}

function sentence(model: Model, seq: number): string {
  const said = describe(model.recording.get(seq), model.graph) as unknown as Readonly<Record<string, unknown>>;
  return Object.values(said)
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(': ');
}
