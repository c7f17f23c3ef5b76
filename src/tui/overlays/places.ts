import { clock } from '../../recording/index.js';
import { type Content, listed } from '../content.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Style } from '../style.js';
import type { View } from '../view.js';

/** Bookmarks and stops of the lesson, in the order of the run. */
export function placesOf(
  model: Model,
  view: View,
): readonly { readonly seq: number; readonly sign: string; readonly text: string }[] {
  const stops = model.session.stops.map(({ seq, title, id }) => ({ seq, sign: 's', text: title ?? id }));
  const marks = view.bookmarks.map((seq) => ({ seq, sign: "'", text: model.sentence(seq) }));
  return [...stops, ...marks].sort((a, b) => a.seq - b.seq);
}

export function placesView(model: Model, view: View, style: Style): Content {
  const places = placesOf(model, view);
  const chosen = Math.min(view.overlayRow, places.length - 1);
  const rows = places.map(({ seq, sign, text }, i): Row => {
    const time = clock(model.recording.get(seq).at, model.recording.originUs);
    const line = `${i === chosen ? style.symbols.now : ' '} ${sign} ${time} #${seq}  ${text}`;
    return i === chosen ? [['reverse', line]] : seq <= view.cursor ? [line] : [['dim', line]];
  });
  const none: Row[] = [['No bookmark yet: m sets one.']];
  return listed("' Places", rows.length === 0 ? none : rows, { note: 'enter goes there', anchor: chosen });
}
