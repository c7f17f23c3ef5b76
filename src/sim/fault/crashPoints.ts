import type { WorldEvent } from '../events.js';

/**
 * Events that somebody outside can see, or that decide what is read again: between two of them a crash makes no difference that could be seen.
 */
export const effectTypes: readonly WorldEvent['type'][] = [
  'record.received',
  'block.stored',
  'blocks.allocated',
  'batch.generated',
  'batch.completed',
  'output.completed',
  'task.completed',
  'console.line',
  'checkpoint.written',
  'rdd.checkpointed',
];

/** Where a crash could strike: right before or right after one effect of a run without faults. */
export interface CrashPoint {
  readonly when: 'before' | 'after';
  readonly type: string;
  /** Which of its kind, from 1. */
  readonly nth: number;
  /** The event in the run without faults. */
  readonly seq: number;
}

/** All crash points of a run, in the order of its effects. @param types by default all effects */
export function crashPoints(events: Iterable<WorldEvent>, types: readonly string[] = effectTypes): CrashPoint[] {
  const wanted = new Set(types);
  const counts = new Map<string, number>();
  const points: CrashPoint[] = [];
  for (const { type, seq } of events) {
    if (!wanted.has(type)) continue;
    const nth = (counts.get(type) ?? 0) + 1;
    counts.set(type, nth);
    points.push({ when: 'before', type, nth, seq }, { when: 'after', type, nth, seq });
  }
  return points;
}

/** `driver crash after=console.line nth=3`, as a line that waits from the start of the run. @param host as a line names it */
export const crashLine = (host: string, { when, type, nth }: CrashPoint): string =>
  `@0s ${host} crash ${when}=${type} nth=${nth}`;
