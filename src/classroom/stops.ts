import type { Recording, SessionStop } from '../recording/index.js';
import { fits } from './fits.js';
import type { Lesson, StopSpec } from './Lesson.js';

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
