import { clock, describe, isFailure } from '../../recording/index.js';
import type { Content } from '../content.js';
import type { Model } from '../model.js';
import type { Style } from '../style.js';
import { left, right } from '../text.js';
import type { View } from '../view.js';

/** All events of the run; those after the cursor are dim. */
export function eventsView(model: Model, view: View, style: Style): Content {
  const { recording, graph } = model;
  const { symbols } = style;
  const origin = recording.originUs;
  const digits = String(recording.length).length;
  const timeCells = recording.length === 0 ? 5 : clock(recording.get(model.last).at, origin).length;
  const stops = new Set(model.session.stops.map((stop) => stop.seq));
  const followed = model.followedSeqs(view);
  // Nothing of what comes is given away while a question is open.
  const isMasked = view.overlay === 'question';
  return {
    title: '6 Events',
    note: `${view.cursor}/${model.last}`,
    count: recording.length,
    row: (index) => {
      const event = recording.get(index);
      if (isMasked && index > view.cursor) return [['dim', `${' '.repeat(timeCells)} ${symbols.mask}`]];
      const { subject, text } = describe(event, graph);
      const stop = followed.has(index) ? symbols.follow : view.bookmarks.includes(index) ? "'" : stops.has(index) ? 's' : ' ';
      const time = right(clock(event.at, origin), timeCells);
      const plain = `${time} #${String(index).padStart(digits, '0')}${stop}${left(subject, 12, symbols.ellipsis)} ${text}`;
      if (index === view.cursor)
        return [
          ['bold', plain],
          ['bold', ` ${symbols.back}`],
        ];
      if (index > view.cursor) return [['dim', plain]];
      return isFailure(event) ? [['bad', plain]] : [plain];
    },
    anchor: view.cursor,
    anchorAt: 0.6,
    selectable: true,
    subject: (index) => ({ kind: 'event', seq: index }),
  };
}
