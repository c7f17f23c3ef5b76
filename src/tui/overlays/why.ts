import { clock, type Reason } from '../../recording/index.js';
import { type Content, listed } from '../content.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Look, Style } from '../style.js';
import { cut, left } from '../text.js';
import type { View } from '../view.js';

/** Each cause in a row, with its time; enter jumps to it. The text of the chosen one is written out below. */
export function whyView(model: Model, view: View, style: Style, width: number): Content {
  const { question, reasons, note } = model.answer(view);
  const chosen = Math.max(0, Math.min(view.overlayRow, reasons.length - 1));
  const rows = reasons.map((reason, i): Row => {
    const time = left(clock(model.recording.get(reason.seq).at, model.recording.originUs), 7);
    const text = `${i === chosen ? style.symbols.now : ' '}${left(reason.sign, 1)} ${time}${reason.text}`;
    if (i === chosen) return [['reverse', text]];
    return [[looks[reason.sign], text]];
  });
  const whole = reasons[chosen]?.text ?? '';
  const head: Row[] = [[['bold', question]]];
  if (note !== undefined) head.push([['dim', note]]);
  const foot: Row[] = [];
  const room = width - 2;
  if (whole.length > room - 10)
    for (let at = 0; at < whole.length && foot.length < 3; at += room) foot.push([['dim', cut(whole.slice(at), room, '')]]);
  const depth = view.whys.length > 1 ? `${view.whys.length} deep   ` : '';
  return listed('w Why', rows, { note: `${depth}enter jumps, esc closes`, head, foot, anchor: chosen });
}

const looks: Readonly<Record<Reason['sign'], Look>> = {
  '': 'accent',
  '!': 'bad',
  x: 'bad',
  '+': 'good',
  '-': 'warn',
  '=': 'dim',
};
