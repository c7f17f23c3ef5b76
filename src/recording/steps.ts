import { Batches } from './batches.js';
import { isFailure } from './describe.js';
import type { RunEvent } from './events.js';
import type { Recording } from './Recording.js';
import type { SessionStop } from './session.js';

/** Positions of a run at which stepping stops, each list in ascending order of `seq`. */
export interface Stops {
  readonly steps: readonly number[];
  readonly batches: readonly number[];
  readonly marks: readonly number[];
}

/** Whether something changes here that a learner would want to look at: input, a batch made, begun or done, a failure. */
function isStep(event: RunEvent): boolean {
  switch (event.type) {
    case 'context.started':
    case 'context.stopped':
    case 'context.recovered':
    case 'receiver.started':
    case 'receiver.stopped':
    case 'receiver.restarting':
    case 'record.received':
    case 'batch.generated':
    case 'batch.withoutJobs':
    case 'batch.completed':
    case 'host.crashed':
    case 'link.cut':
    case 'link.healed':
    case 'executor.added':
    case 'executor.removed':
    case 'broker.started':
    case 'broker.stopped':
    case 'topic.deleted':
    case 'record.fetched':
    case 'offsets.committed':
    case 'transaction.changed':
      return true;
    case 'topic.created':
    case 'record.appended':
      // What Kafka keeps for itself shows in what it is kept for.
      return !event.topic.startsWith('__');
    case 'leader.elected':
      return event.leaderEpoch > 0 && !event.topic.startsWith('__');
    case 'group.changed':
      return event.state === 'Stable' || event.state === 'Empty';
    case 'host.started':
      return event.incarnation > 1;
    case 'batch.started':
      // A batch that starts as soon as it is generated shows nothing new.
      return event.schedulingDelayMs > 0;
    default:
      return isFailure(event);
  }
}

/** Whether a run takes another course here: a failure, a restart, an end. */
function isMark(event: RunEvent): boolean {
  switch (event.type) {
    case 'context.stopped':
    case 'context.recovered':
    case 'receiver.stopped':
    case 'receiver.restarting':
    case 'broker.stopped':
    case 'host.crashed':
    case 'link.cut':
    case 'executor.removed':
      return true;
    case 'host.started':
      return event.incarnation > 1;
    case 'leader.elected':
      return event.unclean;
    default:
      return isFailure(event);
  }
}

/**
 * The stops of a run. Steps of one kind at one instant count as one, the last of them: ten lines that arrive together are one step.
 * The stops of a lesson are steps and marks. The first and the last event are always steps.
 */
export function stopsOf(recording: Recording, lesson: readonly SessionStop[] = []): Stops {
  const lessonStops = lesson.map((stop) => stop.seq);
  const steps: number[] = [];
  const marks: number[] = [];
  let previous: RunEvent | undefined;
  for (const event of recording) {
    if (isMark(event)) marks.push(event.seq);
    if (!isStep(event)) continue;
    const repeats =
      previous?.type === event.type && previous.at === event.at && !('batchTime' in event) && previous.host === event.host;
    if (repeats) steps.pop();
    steps.push(event.seq);
    previous = event;
  }
  const ends = recording.length === 0 ? [0] : [0, recording.length - 1];
  return {
    steps: ascending([...steps, ...lessonStops, ...ends]),
    batches: ascending([...recording.project(Batches.of).all.map((batch) => batch.bornAt), ...ends]),
    marks: ascending([...marks, ...lessonStops, ...ends]),
  };
}

/** The first position after `seq`; `undefined` at the end. */
export function after(positions: readonly number[], seq: number): number | undefined {
  return positions[ordinal(positions, seq)];
}

/** The last position before `seq`; `undefined` at the start. */
export function before(positions: readonly number[], seq: number): number | undefined {
  return positions[ordinal(positions, seq - 1) - 1];
}

/** How many positions lie at or before `seq`: the number of a step, from 1. */
export function ordinal(positions: readonly number[], seq: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function ascending(positions: readonly number[]): readonly number[] {
  return [...new Set(positions)].sort((a, b) => a - b);
}
