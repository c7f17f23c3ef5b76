import { Batches } from './batches.js';
import { type ConsoleEntry, ConsoleOutput, printedEntries } from './console.js';
import type { Subject } from './explain.js';
import { plural, seconds } from './format.js';
import { ProgramGraph } from './graph.js';
import type { Recording } from './Recording.js';
import { StateHistory } from './state.js';
import { Windows } from './windows.js';

/** `+` new, `~` changed, `-` gone, `=` as before, `?` not known yet, `!` failed. */
export type ChangeSign = '+' | '~' | '-' | '=' | '?' | '!';

export interface Change {
  readonly sign: ChangeSign;
  /** What: a key, a window, a delay. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** What one can ask about. */
  readonly subject?: Subject;
}
export interface ChangeGroup {
  readonly title: string;
  readonly changes: readonly Change[];
}

/** What one batch changed against the one before it, as far as `seq`. */
export function changesAt(recording: Recording, index: number, seq: number): readonly ChangeGroup[] {
  const batches = recording.project(Batches.of).all;
  const now = batches[index];
  if (now === undefined) return [];
  const previous = batches[index - 1];
  const groups = [
    batchChanges(recording, index, seq),
    ...outputChanges(recording, now.time, previous?.time, seq),
    ...windowChanges(recording, index, seq),
    ...stateChanges(recording, now.time, seq),
  ];
  return groups.filter((group) => group.changes.length > 0);
}

function batchChanges(recording: Recording, index: number, seq: number): ChangeGroup {
  const { all } = recording.project(Batches.of);
  const now = all[index]!.at(seq);
  const before = all[index - 1]?.at(seq);
  const changes = [
    compare('records', before?.records, now.records, String),
    compare('waited', before?.schedulingDelayMs, now.schedulingDelayMs, seconds),
    compare('took', before?.processingDelayMs, now.processingDelayMs, seconds),
  ];
  if (now.status === 'failed') changes.push({ sign: '!', what: 'failed', before: '', after: now.reason ?? '' });
  const subject: Subject = { kind: 'batch', batchTime: all[index]!.time };
  return { title: '', changes: changes.map((change) => ({ ...change, subject })) };
}

/** Compares the printed records of each output: pairs by their key, others by their place. */
function outputChanges(recording: Recording, now: number, before: number | undefined, seq: number): readonly ChangeGroup[] {
  const output = recording.project(ConsoleOutput.of);
  const graph = recording.project(ProgramGraph.of);
  const shown = recording.project(Batches.of).ofTime(now)?.at(seq);
  const isOver = shown !== undefined && ['done', 'failed', 'idle'].includes(shown.status);
  return [...graph.outputs.values()].map(({ output: number }) => {
    const lines = output.ofBatch(now, seq, number);
    const old = before === undefined ? [] : printedEntries(output.ofBatch(before, seq, number));
    const title = `output ${graph.outputLabel(number)}`;
    if (lines.length === 0 && !isOver) return { title, changes: [{ sign: '?', what: 'not printed yet', before: '', after: '' }] };
    return { title, changes: compareRecords(old, printedEntries(lines)) };
  });
}

function compareRecords(before: readonly ConsoleEntry[], after: readonly ConsoleEntry[]): readonly Change[] {
  const old = keyed(before);
  const now = keyed(after);
  const changes: Change[] = [];
  const about = (seq: number): Subject => ({ kind: 'event', seq });
  for (const [key, { value, seq }] of now)
    changes.push({ ...compare(key, old.get(key)?.value, value, String), subject: about(seq) });
  for (const [key, { value, seq }] of old)
    if (!now.has(key)) changes.push({ sign: '-', what: key, before: value, after: '', subject: about(seq) });
  return changes;
}

/** `(k,v)` has the key `k`; anything else is its own key, numbered when it repeats. A line that stands alone is the value. */
function keyed(lines: readonly ConsoleEntry[]): ReadonlyMap<string, { readonly value: string; readonly seq: number }> {
  const entries = new Map<string, { value: string; seq: number }>();
  for (const { text: line, seq } of lines) {
    const pair = /^\((.*),([^,]*)\)$/.exec(line);
    let key = pair?.[1] ?? (lines.length === 1 ? 'value' : line);
    while (entries.has(key)) key = `${key} again`;
    entries.set(key, { value: pair?.[2] ?? line, seq });
  }
  return entries;
}

function windowChanges(recording: Recording, index: number, seq: number): readonly ChangeGroup[] {
  const { all, ofTime } = boundBatches(recording);
  const windows = recording.project(Windows.of);
  const now = all[index]!;
  if (now.bornAt > seq) return [];
  return windows.streams.map((window): ChangeGroup => {
    const fires = window.firesAt(seq);
    const at = fires.findIndex((fire) => fire.batchTime === now.time);
    const title = `window ${window.label}, ${seconds(window.windowMs)} every ${seconds(window.slideMs)}`;
    if (at < 0) {
      const isDue = (now.time - recording.project(ProgramGraph.of).zeroTime) % window.slideMs === 0;
      return {
        title,
        changes: [{ sign: isDue ? '?' : '=', what: isDue ? 'not made yet' : 'no output now', before: '', after: '' }],
      };
    }
    const members = fires[at]!.members;
    const old = fires[at - 1]?.members ?? [];
    const text = (time: number): Change['what'] => `batch ${ofTime(time)?.number ?? time}`;
    const about = (batchTime: number): Subject => ({ kind: 'batch', batchTime });
    const records = (time: number): string => plural(ofTime(time)?.at(seq).records ?? 0, 'record');
    return {
      title,
      changes: [
        ...members
          .filter((t) => !old.includes(t))
          .map((t): Change => ({ sign: '+', what: text(t), before: '', after: records(t), subject: about(t) })),
        ...old
          .filter((t) => !members.includes(t))
          .map((t): Change => ({ sign: '-', what: text(t), before: records(t), after: '', subject: about(t) })),
        ...members
          .filter((t) => old.includes(t))
          .map((t): Change => ({ sign: '=', what: text(t), before: '', after: records(t), subject: about(t) })),
      ],
    };
  });
}

function boundBatches(recording: Recording) {
  const batches = recording.project(Batches.of);
  return { all: batches.all, ofTime: (time: number) => batches.ofTime(time) };
}

function stateChanges(recording: Recording, batchTime: number, seq: number): readonly ChangeGroup[] {
  const graph = recording.project(ProgramGraph.of);
  const signs = { new: '+', changed: '~', removed: '-', same: '=', untouched: '=', pending: '?' } as const;
  return [...recording.project(StateHistory.of).values()].map((history) => ({
    title: `state ${graph.streamLabel(history.stream)}`,
    changes: history.at(batchTime, seq).map(({ change, key, before, after }) => ({
      sign: signs[change],
      what: key,
      before: before ?? 'none',
      after: after ?? 'none',
      subject: { kind: 'state', stream: history.stream, key, batchTime },
    })),
  }));
}

function compare<T>(what: string, before: T | undefined, after: T | undefined, text: (value: T) => string): Change {
  const shown = { what, before: before === undefined ? '' : text(before), after: after === undefined ? '' : text(after) };
  if (after === undefined) return { sign: '?', ...shown };
  if (before === undefined) return { sign: '+', ...shown };
  return { sign: before === after ? '=' : '~', ...shown };
}
