import { NONE, type Origin, type Pass } from '../../engine/provenance/Provenance.js';
import { ConsoleOutput, printedRecords } from '../console.js';
import type { EventOf } from '../events.js';
import { ProgramGraph } from '../graph.js';
import type { Recording } from '../Recording.js';
import { StateHistory } from '../state.js';
import { inputSteps } from './inputSteps.js';
import { Origins } from './Origins.js';
import { type Step, step, type Why } from './Step.js';

/**
 * Why a batch's output printed a line.
 * @param line among the records that it printed below the header, from 0
 * @returns undefined when there is no such line or the run did not note where records came from
 */
export function whyOutput(recording: Recording, batchTime: number, output: number, line: number): Why | undefined {
  const lines = recording.project(ConsoleOutput.of).ofBatch(batchTime, recording.length, output);
  const header = lines.findIndex(({ text }) => text === printedRecords(lines)[0]);
  const entry = lines[Math.max(header, 0) + line];
  return entry === undefined ? undefined : whyEvent(recording, entry.seq);
}

/** Why the state of a key is what a batch left. */
export function whyState(recording: Recording, stream: number, key: string, batchTime: number): Why | undefined {
  const row = recording
    .project(StateHistory.of)
    .get(stream)
    ?.at(batchTime, recording.length)
    .find((each) => each.key === key);
  if (row === undefined) return undefined;
  if (row.seq >= 0) return whyEvent(recording, row.seq);
  // Not visited in this batch: as the last call left it.
  const last = [...recording].findLast(
    (event): event is EventOf<'state.updated'> =>
      event.type === 'state.updated' && event.stream === stream && event.key === key && event.batchTime < batchTime,
  );
  return last === undefined ? undefined : whyEvent(recording, last.seq);
}

/** Why an event is about what it is about: of a printed line, wherever it was printed, or a state entry. */
export function whyEvent(recording: Recording, seq: number): Why | undefined {
  const origins = recording.project(Origins.of);
  const first = recording.get(seq);
  if (origins === undefined) return undefined;
  const origin = origins.ofEvent(seq);
  const inputs = origin === NONE ? [] : origins.inputsFor(origin);
  const steps = [
    firstStep(recording, first),
    ...rddSteps(recording, origins, origin, seq),
    ...inputs.slice(0, shownInputs).flatMap((input) => [...inputSteps(recording, input)].reverse()),
  ];
  return { steps, inputs, isExact: origins.isExact(origin) };
}

const shownInputs = 50;

function firstStep(recording: Recording, event: ReturnType<Recording['get']>): Step {
  const graph = recording.project(ProgramGraph.of);
  switch (event.type) {
    case 'console.line': {
      const { place } = event;
      const batch = 'batchTime' in place && place.batchTime !== undefined ? `, batch ${place.batchTime} ms` : '';
      const where = place.kind === 'job' ? graph.outputLabel(place.output) : place.kind;
      return step('printed', `${where}${batch}`, event.seq, [event.text]);
    }
    case 'state.updated': {
      const what = event.timedOut === true ? 'timed out' : event.after === undefined ? 'removed' : 'state';
      const before = event.before === undefined ? 'none' : event.before;
      const after = event.after === undefined ? 'none' : event.after;
      return step(what, `${graph.streamLabel(event.stream)}, batch ${event.batchTime} ms, key ${event.key}`, event.seq, [
        `${before} -> ${after}`,
      ]);
    }
    default:
      return step(event.type, event.host, event.seq);
  }
}

/** What each RDD on the way held of it, from the last one back to the sources. */
function rddSteps(recording: Recording, origins: Origins, origin: Origin, seq: number): readonly Step[] {
  if (origin === NONE) return [];
  const ancestors = origins.ancestors(origin);
  const failures = failedTasks(recording);
  const start = lastPassOf(origins, origin, seq);
  if (start === undefined) return [];
  const steps: Step[] = [];
  const seen = new Set<number>();
  const waiting = [start.rdd];
  for (let rdd = waiting.shift(); rdd !== undefined; rdd = waiting.shift()) {
    if (seen.has(rdd)) continue;
    seen.add(rdd);
    const made = origins.rdd(rdd);
    waiting.push(...(made?.parents ?? []));
    const partitions = new Map<number, Pass>();
    for (const pass of origins.passes(rdd)) {
      if (pass.seq > seq || !pass.origins.some((each) => ancestors.has(each))) continue;
      const failure = failures.get(pass.task);
      if (failure !== undefined)
        steps.push(step('task failed', `partition ${pass.partition}, computed again`, failure.seq, [failure.reason]));
      else partitions.set(pass.partition, pass);
    }
    for (const pass of partitions.values()) {
      const held = [...pass.origins.keys()].filter((i) => ancestors.has(pass.origins[i] as Origin));
      const texts = held.flatMap((i) => pass.texts[i] ?? []);
      steps.push(step(made?.operator ?? 'RDD', `RDD ${rdd}, partition ${pass.partition}`, pass.seq, texts, held.length));
    }
  }
  return steps;
}

/** Where the record was last before `seq`; of what was made of several by user code, where they were. */
function lastPassOf(origins: Origins, origin: Origin, seq: number): Pass | undefined {
  const holds = (wanted: readonly Origin[]) =>
    origins.parts.passes.findLast((pass) => pass.seq <= seq && wanted.some((each) => pass.origins.includes(each)));
  return holds([origin]) ?? holds(origins.parents(origin).from);
}

/** Failed attempts by TID. */
export function failedTasks(recording: Recording): ReadonlyMap<number, EventOf<'task.failed'>> {
  return recording.project(FailedTasks);
}
const FailedTasks = (recording: Recording): ReadonlyMap<number, EventOf<'task.failed'>> => {
  const failed = new Map<number, EventOf<'task.failed'>>();
  for (const event of recording) if (event.type === 'task.failed') failed.set(event.task, event);
  return failed;
};
