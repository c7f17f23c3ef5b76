import { type Change, changesAt, clock, explain, type Session } from '../recording/index.js';
import { markdownRows } from './markdown.js';
import { Model } from './model.js';
import { rowText } from './row.js';
import { initialView } from './view.js';
import { ledgerRow, windowLedgerText } from './views/note.js';

const width = 80;

/** One step of a run in words: what the screen shows, without a screen. */
export interface PlainRecord {
  /** From 1. */
  readonly step: number;
  readonly of: number;
  /** The event. */
  readonly seq: number;
  /** Virtual seconds. */
  readonly time: string;
  /** Number of the batch it is about; none before the first. */
  readonly batch?: number;
  readonly what: string;
  /** What was printed since the step before. */
  readonly output: readonly string[];
  /** What the batch has that the one before had not; empty when nothing is new since the step before. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Sums that add up. */
  readonly ledger: readonly string[];
  /** What the lesson says here, as Markdown. */
  readonly stops: readonly { readonly title?: string; readonly say?: string }[];
  readonly question?: string;
}

/** Every step of a session, in order. */
export function* plainRecords(model: Model): Generator<PlainRecord> {
  const { steps } = model.stops;
  let previous: PlainRecord | undefined;
  for (const [i, seq] of steps.entries()) {
    const record = plainRecord(model, seq, i === 0 ? -1 : steps[i - 1]!);
    yield { ...record, ...withoutRepeats(record, previous) };
    previous = record;
  }
}

/** What is as it was at the step before is not said again. */
function withoutRepeats(record: PlainRecord, previous: PlainRecord | undefined): Partial<PlainRecord> {
  if (previous === undefined) return {};
  const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');
  return {
    ...(isSame(record.changed, previous.changed) ? { changed: [], unchanged: [] } : {}),
    ...(isSame(record.ledger, previous.ledger) ? { ledger: [] } : {}),
  };
}

/** @param from the event up to which everything was said */
export function plainRecord(model: Model, seq: number, from: number): PlainRecord {
  const { recording, stops, session } = model;
  const view = { ...initialView(seq), size: { columns: width, rows: 24 } };
  const index = model.batchOf(view);
  const groups = changesAt(recording, index, seq).map(({ title, changes }) => ({ title, changes }));
  const said = (wanted: (change: Change) => boolean): string[] =>
    groups.flatMap(({ title, changes }) => {
      const texts = changes.filter(wanted).map(changeText);
      return texts.length === 0 ? [] : [`${title === '' ? '' : `${title}: `}${texts.join(', ')}`];
    });
  const batch = model.batches.all[index]?.number;
  const question = session.questions?.find((each) => each.seq === seq);
  return {
    step: model.stepNumber(seq),
    of: stops.steps.length,
    seq,
    time: clock(recording.get(seq).at, recording.originUs),
    ...(batch === undefined ? {} : { batch }),
    what: model.sentence(seq),
    output: model.console.lines
      .slice(from < 0 ? 0 : model.console.countAt(from), model.console.countAt(seq))
      .map(({ text }) => text),
    changed: said(({ sign }) => sign !== '=' && sign !== '?'),
    unchanged: said(({ sign }) => sign === '='),
    ledger: [rowText(ledgerRow(model, view)), ...windowLedgerText(model, view)],
    stops: session.stops
      .filter((stop) => stop.seq === seq)
      .map(({ title, say }) => ({ ...(title === undefined ? {} : { title }), ...(say === undefined ? {} : { say }) })),
    ...(question === undefined ? {} : { question: `${question.title} ${question.text}`.replaceAll('\n', ' ') }),
  };
}

function changeText({ sign, what, before, after }: Change): string {
  switch (sign) {
    case '+':
      return after === '' ? `new ${what}` : `new ${what} ${after}`;
    case '~':
      return `${what} ${before} to ${after}`;
    case '-':
      return `${what} gone`;
    case '!':
      return `failed ${after}`.trim();
    default:
      return after === '' ? what : `${what} ${after}`;
  }
}

/** A step as lines, without decoration: fit for a pipe and for a voice. */
export function recordLines(record: PlainRecord): readonly string[] {
  const { step, of, batch, time, what, output, changed, unchanged, ledger, stops, question } = record;
  const lines: string[] = [];
  if (output.length > 0) lines.push('', ...output.map((text) => `    ${text}`.trimEnd()));
  lines.push(`step ${step} of ${of}${batch === undefined ? '' : `, batch ${batch}`}, time ${time} s: ${what}`);
  if (changed.length > 0) lines.push(`  changed: ${changed.join('; ')}`);
  if (unchanged.length > 0) lines.push(`  unchanged: ${unchanged.join('; ')}`);
  if (ledger.length > 0) lines.push(`  ledger: ${ledger.join('; ')}`);
  for (const { title, say } of stops) {
    lines.push('');
    if (title !== undefined) lines.push(`* ${title}`);
    for (const row of markdownRows(say ?? '', width - 2)) lines.push(`  ${rowText(row)}`.trimEnd());
    lines.push('');
  }
  if (question !== undefined) lines.push(`  question: ${question}`);
  return lines;
}

/** A session as lines, for pipes and screen readers: each step in words, what the lesson says there, and what was printed. */
export function* plainLines(session: Session): Generator<string> {
  const model = new Model(session);
  yield titleLine(session);
  for (const record of plainRecords(model)) yield* recordLines(record);
  const agreement = agreementLine(model);
  if (agreement !== undefined) yield agreement;
}

export const titleLine = ({ lesson }: Session): string => `${lesson.number ?? ''} ${lesson.title}`.trim();

/** Whether the output is what the recorded Spark printed. */
export function agreementLine({ session, console: printed }: Model): string | undefined {
  if (session.sparkOutput === undefined) return undefined;
  const same = printed.lines.map(({ text }) => `${text}\n`).join('') === session.sparkOutput;
  const name = session.sparkName ?? 'Spark';
  return same ? `The output is what ${name} printed, to the byte.` : `The output differs from ${name}.`;
}

/** Why the newest thing that has `text` is there: a printed line, a key, an event. Up to `seq`. */
export function whyLines(model: Model, text: string, seq: number): readonly string[] {
  const wanted = text.toLowerCase();
  let at = seq;
  while (at >= 0 && wanted !== '' && !model.sentence(at).toLowerCase().includes(wanted)) at--;
  if (at < 0) return [`Nothing so far has "${text}".`];
  const { question, reasons, note } = explain(model.recording, { kind: 'event', seq: at }, seq);
  const time = (of: number): string => clock(model.recording.get(of).at, model.recording.originUs);
  return [
    question,
    ...reasons.map((reason) => `  ${reason.sign === '' ? '' : `${reason.sign} `}${time(reason.seq)} s: ${reason.text}`),
    ...(note === undefined ? [] : [`  ${note}`]),
  ];
}
