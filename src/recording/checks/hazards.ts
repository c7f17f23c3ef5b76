import type { RunEvent } from '../events.js';
import type { Recording } from '../Recording.js';

/** Events without which no record can get lost, be seen twice or come late: what a fault does to a run. */
const hazardTypes: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>([
  'host.crashed',
  'host.paused',
  'link.cut',
  'executor.removed',
  'task.failed',
  'task.killed',
  'receiver.restarting',
  'receiver.stopped',
  'block.lost',
  'batch.generationFailed',
  'output.completed',
  'connection.closed',
  'space.ended',
]);

/** Every hazard of a run, in order. An output that ended is one only when it failed. */
export function hazardsOf(recording: Recording): readonly RunEvent[] {
  const found: RunEvent[] = [];
  for (const event of recording) {
    if (!hazardTypes.has(event.type)) continue;
    if (event.type === 'output.completed' && event.failure === undefined) continue;
    found.push(event);
  }
  return found;
}

/** Hazards after which something is gone, in contrast to those that only delay or disconnect. */
const endings: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>([
  'host.crashed',
  'executor.removed',
  'block.lost',
  'batch.generationFailed',
]);

/** What most likely led to what is seen at `seq`: the last ending between `since` and there, else the last hazard before it. */
export function hazardBefore(recording: Recording, since: number, seq: number): RunEvent | undefined {
  const before = recording.project(hazardsOf).filter((event) => event.seq <= seq);
  return before.findLast((event) => event.seq >= since && endings.has(event.type)) ?? before.at(-1);
}
