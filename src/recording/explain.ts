import { Batches } from './batches.js';
import { describe, isFailure } from './describe.js';
import { assertNever, type RunEvent } from './events.js';
import { plural, ranges, seconds } from './format.js';
import { ProgramGraph } from './graph.js';
import { type InputRecord, inputOfEvent, Origins, type Step, whereDidItGo, whyEvent, windowMembers } from './provenance/index.js';
import type { Recording } from './Recording.js';
import { Received } from './received.js';
import { StateHistory } from './state.js';
import { TaskRuns } from './taskRuns.js';
import { Windows } from './windows.js';

/** A thing on the screen that one can ask about. Batch times in ms. */
export type Subject =
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'batch'; readonly batchTime: number }
  | { readonly kind: 'state'; readonly stream: number; readonly key: string; readonly batchTime: number }
  | { readonly kind: 'block'; readonly block: string }
  | { readonly kind: 'task'; readonly task: number }
  | { readonly kind: 'window'; readonly stream: number; readonly batchTime: number };

/** One line of an answer, and the event that it speaks of. `sign`: `x` the end of a way, `!` a failure, `+` came in, `-` went out. */
export interface Reason {
  readonly sign: '' | '!' | 'x' | '+' | '-' | '=';
  readonly text: string;
  readonly seq: number;
}

/** Why something is as it is, or where it went. */
export interface Explanation {
  readonly question: string;
  readonly reasons: readonly Reason[];
  /** What holds of the whole answer. */
  readonly note?: string;
}

/** Answers `why` for a subject, as far as the run has come at `seq` for what is known by then; causes may be older, a record's way goes to its end. */
export function explain(recording: Recording, subject: Subject, seq: number): Explanation {
  switch (subject.kind) {
    case 'event':
      return explainEvent(recording, subject.seq);
    case 'batch':
      return explainBatch(recording, subject.batchTime, seq);
    case 'state':
      return explainState(recording, subject.stream, subject.key, subject.batchTime, seq);
    case 'block':
      return explainBlock(recording, subject.block);
    case 'task':
      return explainTask(recording, subject.task);
    case 'window':
      return explainWindow(recording, subject.stream, subject.batchTime, seq);
    default:
      return assertNever(subject);
  }
}

function explainEvent(recording: Recording, seq: number): Explanation {
  const event = recording.get(seq);
  if (event.type === 'record.received') {
    const input = inputOfEvent(recording, seq);
    if (input !== undefined) return wayOf(recording, input);
  }
  if (event.type === 'console.line' || event.type === 'state.updated') {
    const why = whyEvent(recording, seq);
    const what = event.type === 'console.line' ? `"${event.text}" printed` : `${event.key} = ${event.after ?? 'gone'}`;
    if (why !== undefined && why.inputs.length > 0) {
      return {
        question: `why is ${what}?`,
        reasons: why.steps.map((each) => reasonOf(each)),
        note: `from ${plural(why.inputs.length, 'input record')}${why.isExact ? '' : ' at most: user code saw them together'}`,
      };
    }
  }
  const thing = thingOf(event);
  if (thing !== undefined) return explain(recording, thing, seq);
  const { subject, text } = describe(event, recording.project(ProgramGraph.of));
  return { question: `why: ${subject}, ${text}?`, reasons: causes(recording, seq) };
}

/** What an event is about, when more is known of that than of the event alone. */
function thingOf(event: RunEvent): Subject | undefined {
  switch (event.type) {
    case 'batch.generated':
    case 'batch.withoutJobs':
    case 'batch.submitted':
    case 'batch.started':
    case 'batch.completed':
    case 'blocks.allocated':
      return { kind: 'batch', batchTime: event.batchTime };
    case 'block.stored':
    case 'block.removed':
      return { kind: 'block', block: event.block };
    case 'task.started':
    case 'task.completed':
    case 'task.failed':
      return { kind: 'task', task: event.task };
    case 'rdd.generated':
      return event.members === undefined ? undefined : { kind: 'window', stream: event.stream, batchTime: event.batchTime };
    default:
      return undefined;
  }
}

/** The chain of causes, the event itself first, the script line or the start last. */
function causes(recording: Recording, seq: number): readonly Reason[] {
  const reasons: Reason[] = [];
  for (let at = seq; at >= 0 && reasons.length < 40; at = recording.get(at).cause) reasons.push(said(recording, at));
  return reasons;
}

/** An event in a line. */
function said(recording: Recording, seq: number): Reason {
  const event = recording.get(seq);
  const { subject, text } = describe(event, recording.project(ProgramGraph.of));
  return { sign: isFailure(event) ? '!' : '', text: `${subject}: ${text}`, seq };
}

function reasonOf({ what, where, records, count, seq }: Step): Reason {
  const shown = records.slice(0, 6).join(' ');
  const more = count > Math.min(6, records.length) ? `${shown === '' ? '' : ' … '}${count} in all` : '';
  const sign = what === 'task failed' ? '!' : what === 'lost' ? 'x' : '';
  return { sign, text: `${what}  ${where}${shown === '' && more === '' ? '' : `: ${shown}${more}`}`, seq };
}

/** Where an input record went: each place on its way, and where a branch of it ended without an output. */
function wayOf(recording: Recording, input: InputRecord): Explanation {
  const way = whereDidItGo(recording, input);
  if (way === undefined) return { question: `where did "${input.text}" go?`, reasons: causes(recording, input.seq) };
  const ends = way.stops.map(({ kind, text, seq }): Reason => {
    const sign = kind === 'due' || kind === 'waiting' ? '=' : 'x';
    return { sign, text: `${kind === 'notTaken' ? 'not taken' : kind}: ${text}`, seq };
  });
  const printed = way.steps.filter(({ what }) => what === 'printed').length;
  return {
    question: `where did "${input.text}" go?`,
    reasons: [...way.steps.map(reasonOf), ...ends],
    note: printed === 0 ? 'no output shows it' : `in ${plural(printed, 'printed line')}`,
  };
}

function explainBatch(recording: Recording, batchTime: number, seq: number): Explanation {
  const batches = recording.project(Batches.of);
  const facts = batches.ofTime(batchTime);
  if (facts === undefined) return { question: 'no such batch', reasons: [] };
  const view = facts.at(seq);
  const reasons: Reason[] = [];
  for (const event of recording) {
    if (event.seq > seq) break;
    if (!('batchTime' in event) || event.batchTime !== batchTime) continue;
    if (event.type.startsWith('batch.') || event.type === 'blocks.allocated' || event.type === 'output.completed')
      reasons.push(said(recording, event.seq));
    if (event.type === 'batch.started' && event.schedulingDelayMs > 0) {
      const before = batches.all[facts.index - 1];
      const text = `batch ${before?.number} ran until then: jobs of one batch after the other`;
      reasons.push({ sign: '', text, seq: before?.changes.at(-1)?.seq ?? event.seq });
    }
  }
  for (const window of recording.project(Windows.of).streams) {
    const held = window.firesAt(seq).filter((fire) => fire.members.includes(batchTime));
    const { isNever, isDue } = window.membership(batchTime, facts.bornAt, seq);
    const numbers = held.map((fire) => batches.ofTime(fire.batchTime)?.number ?? 0);
    const name = `window ${window.label}`;
    const size = `, ${seconds(window.windowMs)} every ${seconds(window.slideMs)}`;
    if (isNever && held.length === 0)
      reasons.push({ sign: 'x', text: `never in ${name}${size}: the slide steps over it`, seq: facts.bornAt });
    else if (held.length === 0)
      reasons.push({ sign: '=', text: `${isDue ? 'due' : 'not'} in ${name}${size}`, seq: facts.bornAt });
    else reasons.push({ sign: '+', text: `in ${name} at batch ${ranges(numbers)}${size}`, seq: held[0]!.seq });
  }
  const records = view.records === undefined ? '' : ` with ${plural(view.records, 'record')}`;
  return { question: `what became of batch ${facts.number}${records}?`, reasons };
}

function explainState(recording: Recording, stream: number, key: string, batchTime: number, seq: number): Explanation {
  const graph = recording.project(ProgramGraph.of);
  const batches = recording.project(Batches.of);
  const row = recording
    .project(StateHistory.of)
    .get(stream)
    ?.at(batchTime, seq)
    .find((each) => each.key === key);
  const calls: Reason[] = [];
  let at = -1;
  for (const event of recording) {
    if (event.seq > seq) break;
    if (event.type !== 'state.updated' || event.stream !== stream || event.key !== key || event.batchTime > batchTime) continue;
    at = event.seq;
    const { before = 'none', after = 'none', values } = event;
    const sign = event.after === undefined ? '-' : event.before === undefined ? '+' : before === after ? '=' : '';
    const number = batches.ofTime(event.batchTime)?.number ?? 0;
    calls.push({ sign, text: `batch ${number}: ${before} with [${values.join(', ')}] gives ${after}`, seq: event.seq });
  }
  const value = row?.after ?? row?.before;
  const question = `why is ${key} = ${value ?? 'not there'} in ${graph.streamLabel(stream)}?`;
  const why = at < 0 ? undefined : whyEvent(recording, at);
  const inputs = why === undefined ? [] : why.steps.filter((each) => each.what === 'received' || each.what === 'typed');
  return {
    question,
    reasons: [...calls.reverse().slice(0, 12), ...inputs.map(reasonOf)],
    ...(why === undefined ? {} : { note: `made of ${plural(why.inputs.length, 'input record')}` }),
  };
}

function explainBlock(recording: Recording, name: string): Explanation {
  const received = recording.project(Received.of);
  const block = received.block(name);
  if (block === undefined) return { question: `no block ${name}`, reasons: [] };
  const records = received.records.filter((record) => record.block === block).map((record) => said(recording, record.seq));
  const end: Reason[] = [];
  if (block.allocated !== undefined) end.push(said(recording, block.allocated.seq));
  else if (block.removedAt !== undefined) end.push({ ...said(recording, block.removedAt), sign: 'x' });
  return {
    question: `what is in block ${name}, and which batch has it?`,
    reasons: [...records, said(recording, block.seq), ...end],
  };
}

function explainTask(recording: Recording, task: number): Explanation {
  const all = recording.project(TaskRuns.of).all;
  const run = all.find((each) => each.task === task);
  if (run === undefined) return { question: `no task ${task}`, reasons: [] };
  const attempts = all.filter((each) => each.stage === run.stage && each.partition === run.partition);
  const reasons = attempts.flatMap((each) => [
    said(recording, each.seq),
    ...(each.ended === undefined ? [] : [said(recording, each.ended.seq)]),
  ]);
  const again = run.isAgain ? ' again' : '';
  const question = `why did task ${task} compute partition ${run.partition} of stage ${run.stage}${again}?`;
  return { question, reasons: [...reasons, ...causes(recording, run.seq).slice(1)] };
}

function explainWindow(recording: Recording, stream: number, batchTime: number, seq: number): Explanation {
  const batches = recording.project(Batches.of);
  const found = windowMembers(recording, stream, batchTime);
  const label = recording.project(Windows.of).streams.find((each) => each.stream === stream)?.label ?? '';
  const number = batches.ofTime(batchTime)?.number ?? 0;
  if (found === undefined) return { question: `window ${label} had no output at batch ${number}`, reasons: [] };
  const line = (sign: Reason['sign'], time: number, what: string): Reason => {
    const batch = batches.ofTime(time);
    const records = plural(batch?.at(seq).records ?? 0, 'record');
    return { sign, text: `batch ${batch?.number ?? time} ${what}, ${records}`, seq: batch?.bornAt ?? found.seq };
  };
  return {
    question: `which batches are in window ${label} at batch ${number}?`,
    reasons: [
      ...found.members.map((time) => (found.shared.includes(time) ? line('=', time, 'stays') : line('+', time, 'entered'))),
      ...found.left.map((time) => line('-', time, 'left')),
    ],
    note: `${plural(found.records, 'record')} in it`,
  };
}

/** Where a record is at `seq`: the last place on its way, in words, and the events of the whole way. */
export function follow(
  recording: Recording,
  record: number,
  seq: number,
): { readonly text: string; readonly place: string; readonly seqs: ReadonlySet<number> } | undefined {
  const way = recording.project(Ways).of(record);
  if (way === undefined) return undefined;
  const here = way.reasons.findLast((reason) => reason.seq <= seq);
  return { text: way.text, place: here?.text ?? 'not there yet', seqs: way.seqs };
}

interface Way {
  readonly text: string;
  readonly reasons: readonly Reason[];
  readonly seqs: ReadonlySet<number>;
}

/** The ways that were asked for; each is found once. */
class RecordWays {
  private readonly known = new Map<number, Way | undefined>();
  constructor(private readonly recording: Recording) {}

  of(record: number): Way | undefined {
    if (!this.known.has(record)) this.known.set(record, this.find(record));
    return this.known.get(record);
  }

  private find(record: number): Way | undefined {
    const { recording } = this;
    const event = recording.get(record);
    const input = event.type === 'record.received' ? inputOfEvent(recording, record) : undefined;
    if (input === undefined || recording.project(Origins.of) === undefined) return undefined;
    const way = wayOf(recording, input);
    const reasons = [...way.reasons].sort((a, b) => a.seq - b.seq);
    return { text: input.text, reasons, seqs: new Set(reasons.map(({ seq }) => seq)) };
  }
}

const Ways = (recording: Recording): RecordWays => new RecordWays(recording);
