import type { InputRecord, Origin, Pass } from '../../engine/provenance/Provenance.js';
import { Batches } from '../batches.js';
import type { Recording } from '../Recording.js';
import { Received } from '../received.js';
import { Windows } from '../windows.js';
import { inputSteps } from './inputSteps.js';
import { Origins } from './Origins.js';
import { type Step, step } from './Step.js';
import { failedTasks } from './why.js';

/** An end of a record's way that is no output. */
export interface Stop {
  /**
   * `lost`: its host died while it was in a buffer; `waiting`: the run was over before its batch ran; `never`: no window holds its batch;
   * `due`: a later window holds it; `dropped`: an operator handed nothing on; `notTaken`: the action took only the first records.
   */
  readonly kind: 'lost' | 'waiting' | 'never' | 'due' | 'dropped' | 'notTaken';
  readonly text: string;
  readonly seq: number;
}

/** The way of one input record. */
export interface RecordWay {
  readonly input: InputRecord;
  /** In order: how it came in, what each RDD handed on of it, what it changed and where it was printed or written. */
  readonly steps: readonly Step[];
  /** Events that are about it: printed lines and state entries. */
  readonly effects: readonly number[];
  /** Where its way, or a branch of it, ended without an output. */
  readonly stops: readonly Stop[];
}

/** The input record that an event `record.received` is about. */
export function inputOfEvent(recording: Recording, seq: number): InputRecord | undefined {
  return recording.project(Origins.of)?.inputs.find((input) => input.kind === 'received' && input.seq === seq);
}

/** Follows an input record to the end. @returns undefined when the run did not note where records came from */
export function whereDidItGo(recording: Recording, input: InputRecord): RecordWay | undefined {
  const origins = recording.project(Origins.of);
  if (origins === undefined) return undefined;
  const made = origins.descendants(input.origin);
  const reached = passesWith(origins, made);
  const held = [...reached].map(([pass, positions]) => {
    const operator = origins.rdd(pass.rdd)?.operator ?? 'RDD';
    const texts = positions.flatMap((i) => pass.texts[i] ?? []);
    return step(
      operator,
      `RDD ${pass.rdd}, partition ${pass.partition}`,
      Math.min(pass.seq, recording.length - 1),
      texts,
      positions.length,
    );
  });
  const effects = origins.parts.effects.filter(({ origin }) => made.has(origin)).map(({ seq }) => seq);
  const files = origins.parts.files.filter((file) => file.origins.some((origin) => made.has(origin)));
  const ends = [
    ...effects.map((seq) => effectStep(recording, seq)),
    ...files.map(({ path, seq }) => step('written', path, Math.min(seq, recording.length - 1))),
  ].sort((a, b) => a.seq - b.seq);
  const stops = reached.size === 0 ? neverRead(recording, input) : branchEnds(recording, origins, reached, made);
  return { input, steps: [...inputSteps(recording, input), ...held, ...ends], effects, stops };
}

function effectStep(recording: Recording, seq: number): Step {
  const event = recording.get(seq);
  if (event.type === 'console.line') return step('printed', event.host, seq, [event.text]);
  if (event.type === 'state.updated')
    return step('state', `key ${event.key}, batch ${event.batchTime} ms`, seq, [event.after ?? 'removed']);
  return step(event.type, event.host, seq);
}

type Reached = ReadonlyMap<Pass, readonly number[]>;

function passesWith(origins: Origins, made: ReadonlySet<Origin>): Reached {
  const reached = new Map<Pass, readonly number[]>();
  for (const pass of origins.parts.passes) {
    const positions = [...pass.origins.keys()].filter((i) => made.has(pass.origins[i] as Origin));
    if (positions.length > 0) reached.set(pass, positions);
  }
  return reached;
}

/** Why no task ever read it. */
function neverRead(recording: Recording, input: InputRecord): readonly Stop[] {
  if (input.kind !== 'received') return [];
  const record = recording.project(Received.of).records.find((each) => each.seq === input.seq);
  if (record?.lostAt !== undefined)
    return [{ kind: 'lost', text: 'its host died while it was in the receiver’s buffer', seq: record.lostAt }];
  const allocated = record?.block?.allocated;
  const last = recording.length - 1;
  if (allocated === undefined)
    return [{ kind: 'waiting', text: 'the run was over before a batch was given its block', seq: last }];
  const { batchTime } = allocated;
  const windows = recording.project(Windows.of).streams;
  const bornAt = recording.project(Batches.of).ofTime(batchTime)?.bornAt ?? allocated.seq;
  const membership = windows.map((window) => ({ window, is: window.membership(batchTime, bornAt, last) }));
  if (windows.length > 0 && membership.every(({ is }) => is.isNever)) {
    const labels = windows.map(({ label }) => label).join(', ');
    return [{ kind: 'never', text: `batch ${batchTime} ms is in no window of ${labels}: the slide steps over it`, seq: bornAt }];
  }
  const due = membership.find(({ is }) => is.isDue && is.counted === 0);
  if (due !== undefined)
    return [
      { kind: 'due', text: `window ${due.window.label} holds batch ${batchTime} ms later; the run was over before`, seq: last },
    ];
  return [{ kind: 'waiting', text: `no job of batch ${batchTime} ms read it`, seq: bornAt }];
}

/** RDDs that read it in a partition that was computed whole and handed nothing on, and actions that did not ask for it. */
function branchEnds(recording: Recording, origins: Origins, reached: Reached, made: ReadonlySet<Origin>): readonly Stop[] {
  const failed = failedTasks(recording);
  const rdds = new Set([...reached.keys()].map((pass) => pass.rdd));
  const stops: Stop[] = [];
  for (const { rdd, operator, parents } of origins.parts.rdds) {
    if (rdds.has(rdd) || !parents.some((parent) => rdds.has(parent))) continue;
    const passes = origins.passes(rdd).filter((pass) => !failed.has(pass.task));
    const cut = passes.find((pass) => !pass.isComplete);
    const [first] = passes;
    if (first === undefined || passes.some((pass) => hasLeft(origins, pass, made))) continue;
    if (cut !== undefined) {
      stops.push({
        kind: 'notTaken',
        text: `the action took only the first records of ${operator} (RDD ${rdd})`,
        seq: Math.min(cut.seq, recording.length - 1),
      });
    } else
      stops.push({
        kind: 'dropped',
        text: `${operator} (RDD ${rdd}) handed nothing on of it`,
        seq: Math.min(first.seq, recording.length - 1),
      });
  }
  return stops;
}

/** Whether the record was taken out of what the pass handed on, as an inverse window does with what it no longer holds. */
function hasLeft(origins: Origins, pass: Pass, made: ReadonlySet<Origin>): boolean {
  return pass.origins.some((origin) => origin >= 0 && origins.parents(origin).takenOut.some((gone) => made.has(gone)));
}
