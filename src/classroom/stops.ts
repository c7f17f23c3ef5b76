import type { Recording, RunEvent, SessionStop } from '../recording/index.js';
import type { Condition, Lesson, StopSpec } from './Lesson.js';

/** Where a lesson's stops are in a run, in their order; `missing`: stops that this run does not reach. */
export function findStops(lesson: Lesson, recording: Recording): { readonly stops: SessionStop[]; readonly missing: string[] } {
  const stops: SessionStop[] = [];
  const missing: string[] = [];
  for (const spec of lesson.stops) {
    const seq = seqOf(spec, recording);
    if (seq === undefined) {
      missing.push(spec.id);
      continue;
    }
    const section = spec.say === undefined ? undefined : lesson.sections.get(spec.say);
    stops.push({
      id: spec.id,
      seq,
      ...(section === undefined ? {} : { title: section.title, say: section.text }),
      ...(spec.focus === undefined ? {} : { focus: spec.focus }),
      ...(spec.mark === undefined ? {} : { mark: spec.mark }),
    });
  }
  return { stops: stops.sort((a, b) => a.seq - b.seq), missing };
}

function seqOf({ at }: StopSpec, recording: Recording): number | undefined {
  let left = at.nth ?? 1;
  for (const event of recording) {
    if (event.type !== at.event || !fits(event, at.where ?? {})) continue;
    left--;
    if (left === 0) return event.seq;
  }
  return undefined;
}

function fits(event: RunEvent, where: Readonly<Record<string, Condition>>): boolean {
  return Object.entries(where).every(([field, condition]) => {
    const value = (event as unknown as Record<string, unknown>)[field];
    if (typeof condition !== 'object') return value === condition;
    const { gt, gte, lt, ne } = condition;
    if (ne !== undefined && value === ne) return false;
    if (gt === undefined && gte === undefined && lt === undefined) return true;
    if (typeof value !== 'number') return false;
    return (gt === undefined || value > gt) && (gte === undefined || value >= gte) && (lt === undefined || value < lt);
  });
}
