import { type Content, listed } from '../content.js';
import { markdownRows } from '../markdown.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Style } from '../style.js';
import { left } from '../text.js';
import type { View } from '../view.js';

const sure = ['', 'a guess', 'you thought so', 'you were sure'];

/** What was predicted beside what the run did; the first difference is marked, a known misconception is named. */
export function verdictView(model: Model, view: View, style: Style, width: number): Content {
  const question = model.question(view.asked);
  const prediction = view.predictions[view.asked ?? ''];
  if (question === undefined || prediction === undefined) return listed('? Prediction and run', []);
  const verdict = question.judge(prediction.text);
  const rows: Row[] = [[['bold', question.title]], []];
  if (verdict === undefined) {
    rows.push([['dim', 'The run of the lesson is being computed …']]);
    return listed('? Prediction and run', rows);
  }
  const cells = Math.max(12, Math.min(36, Math.floor((width - 6) / 2)));
  rows.push([['dim', `   ${left('you', cells)} the run`]]);
  const count = Math.max(verdict.given.length, verdict.right.length);
  let isFirst = true;
  for (let i = 0; i < count; i++) {
    const [given, right] = [verdict.given[i], verdict.right[i]];
    const differs = given !== right;
    const sign = differs ? (isFirst ? '!' : '~') : '=';
    if (differs) isFirst = false;
    const line = ` ${sign} ${left(given ?? '(nothing)', cells, style.symbols.ellipsis)} ${right ?? '(nothing)'}`;
    rows.push([differs ? ['bad', line] : line]);
  }
  rows.push([]);
  const how = `, ${sure[prediction.confidence] ?? ''}`;
  if (verdict.kind === 'right')
    rows.push([
      ['good', `${style.symbols.ok} right`],
      ['dim', how],
    ]);
  else
    rows.push([
      ['bad', `${style.symbols.failed} not what happened`],
      ['dim', how],
    ]);
  if (verdict.misconception !== undefined)
    rows.push(
      ...markdownRows(`So it would be if this were true: **${verdict.misconception}**. The run shows that it is not.`, width - 2),
    );
  return listed('? Prediction and run', rows, { note: 'enter goes on' });
}
