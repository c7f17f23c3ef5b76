import { checkRun } from '../checks/index.js';
import { canonicalText } from '../EventList.js';
import type { EventOf, RunEvent } from '../events.js';
import type { Recording } from '../Recording.js';
import { alignedOutputs, type OutputRow } from './alignedOutputs.js';

/** How many things of one kind two runs have in common, and how many not. */
export interface Differences {
  readonly same: number;
  /** In both, with another value. */
  readonly changed: number;
  readonly onlyA: number;
  readonly onlyB: number;
}

/** Where two runs part. Sequence numbers shift after it; virtual time is what they share. */
export interface FirstPart {
  /** Virtual microseconds: the earlier of the two events. */
  readonly atUs: number;
  /** Undefined: that run was over. */
  readonly a: RunEvent | undefined;
  readonly b: RunEvent | undefined;
}

/** A check on which two runs disagree. */
export interface VerdictDifference {
  readonly check: string;
  readonly a: 'pass' | 'fail' | 'vacuous';
  readonly b: 'pass' | 'fail' | 'vacuous';
}

/** What two runs have in common, and what not. */
export interface RunDifference {
  /** Undefined when the runs are the same, event by event; where a line stands in its script does not count. */
  readonly first: FirstPart | undefined;
  /** Everything that was printed, side by side, in the order of virtual time. */
  readonly outputs: readonly OutputRow[];
  readonly outputCount: Differences;
  /** Entries of keyed state, as each batch left them. */
  readonly stateCount: Differences;
  /** Rows committed to stores, and offsets committed. */
  readonly offsetCount: Differences;
  /** Empty without a reference. */
  readonly verdicts: readonly VerdictDifference[];
}

/**
 * Compares two runs. What they printed is aligned by batch, output and line, so that a batch that ran twice does not shift all that follows.
 * @param reference the same run without faults, with provenance: then the verdicts of the named checks are compared too
 */
export function diffRuns(a: Recording, b: Recording, reference?: Recording): RunDifference {
  const outputs = alignedOutputs(a, b);
  return {
    first: firstPart(a, b),
    outputs,
    outputCount: countOf(outputs),
    stateCount: compared(stateOf(a), stateOf(b)),
    offsetCount: compared(commitsOf(a), commitsOf(b)),
    verdicts: reference === undefined ? [] : verdictsOf(a, b, reference),
  };
}

/** The last event of a run at or before a virtual time; 0 before the first. For moving two runs together. */
export function seqAtTime(recording: Recording, atUs: number): number {
  let low = 0;
  let high = recording.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (recording.get(middle).at <= atUs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function firstPart(a: Recording, b: Recording): FirstPart | undefined {
  const shared = Math.min(a.length, b.length);
  for (let seq = 0; seq < shared; seq++) {
    const [left, right] = [a.get(seq), b.get(seq)];
    if (left.type !== right.type || left.at !== right.at || comparable(left) !== comparable(right))
      return { atUs: Math.min(left.at, right.at), a: left, b: right };
  }
  if (a.length === b.length) return undefined;
  const next = a.length > shared ? a.get(shared) : b.get(shared);
  return { atUs: next.at, a: a.length > shared ? next : undefined, b: b.length > shared ? next : undefined };
}

/** An event without the number of its line in the script, which an edit above it changes. */
function comparable(event: RunEvent): string {
  if (event.type !== 'script.line' && event.type !== 'script.ignored') return canonicalText(event);
  const { line: _, ...rest } = event;
  return canonicalText(rest);
}

function countOf(rows: readonly OutputRow[]): Differences {
  const count = { same: 0, changed: 0, onlyA: 0, onlyB: 0 };
  for (const { a, b } of rows) {
    if (a === undefined) count.onlyB++;
    else if (b === undefined) count.onlyA++;
    else if (a.text === b.text) count.same++;
    else count.changed++;
  }
  return count;
}

/** By stream, batch and key, what the last call of the batch left. */
function stateOf(recording: Recording): Map<string, string> {
  const state = new Map<string, string>();
  for (const event of recording) {
    if (event.type !== 'state.updated') continue;
    const { stream, batchTime, key, after } = event as EventOf<'state.updated'>;
    state.set(`${stream} ${batchTime} ${key}`, after ?? '');
  }
  return state;
}

/** Everything that was committed, the nth of each kind under its number. */
function commitsOf(recording: Recording): Map<string, string> {
  const commits = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const event of recording) {
    const { type } = event as { readonly type: string };
    if (type !== 'row.committed' && !type.startsWith('offsets.')) continue;
    const { seq: _, at: __, cause: ___, connection: ____, ...value } = event as RunEvent & { readonly connection?: number };
    const place = `${type} ${'table' in value ? value.table : ''}`;
    const nth = (counts.get(place) ?? 0) + 1;
    counts.set(place, nth);
    commits.set(`${place} ${nth}`, canonicalText(value));
  }
  return commits;
}

function compared(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Differences {
  const count = { same: 0, changed: 0, onlyA: 0, onlyB: 0 };
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined) count.onlyA++;
    else if (other === value) count.same++;
    else count.changed++;
  }
  for (const key of b.keys()) if (!a.has(key)) count.onlyB++;
  return count;
}

function verdictsOf(a: Recording, b: Recording, reference: Recording): VerdictDifference[] {
  const there = new Map(checkRun(b, reference).map(({ check, verdict }) => [check, verdict]));
  return checkRun(a, reference).flatMap(({ check, verdict }) => {
    const other = there.get(check);
    return other === undefined || other === verdict ? [] : [{ check, a: verdict, b: other }];
  });
}
