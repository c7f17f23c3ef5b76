import { type Content, listed } from '../content.js';
import { markdownRows } from '../markdown.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { View } from '../view.js';

/** What the lesson says at the stop that was reached last. */
export function sayView(model: Model, view: View, width: number): Content {
  const { stops } = model.session;
  const stop = model.stopAt(view.cursor);
  if (stop === undefined) {
    const first = stops[0];
    return listed('0 Lesson', first === undefined ? [] : [['The lesson begins at its first stop: press } to go there.']]);
  }
  const number = model.stopNumber(view.cursor);
  const title = `0 Lesson, stop ${number} of ${stops.length}${stop.title === undefined ? '' : `: ${stop.title}`}`;
  const isHere = stop.seq === view.cursor;
  const rows: readonly Row[] = markdownRows(stop.say ?? '', Math.min(width - 2, 96));
  return listed(title, rows, { note: isHere ? 'here' : 'passed', selectable: true });
}
