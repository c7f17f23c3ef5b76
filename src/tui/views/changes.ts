import { type Change, type ChangeSign, changesAt } from '../../recording/index.js';
import { type Content, listed } from '../content.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Look, Style } from '../style.js';
import { left, right, width as widthOf } from '../text.js';
import type { View } from '../view.js';
import { difference } from './state.js';

const looks: Readonly<Record<ChangeSign, Look>> = { '+': 'good', '~': 'accent', '-': 'bad', '=': 'dim', '?': 'warn', '!': 'bad' };

/** What the batch on show changed against the one before it. */
export function changesView(model: Model, view: View, style: Style, width: number): Content {
  const index = model.batchOf(view);
  const batch = model.batches.all[index];
  if (batch === undefined) return listed('3 Changes', [['No batch yet.']], { selectable: true });
  const rows: Row[] = [];
  for (const group of changesAt(model.recording, index, view.cursor)) {
    if (group.title !== '') rows.push([['bold', group.title]]);
    const cells = Math.min(Math.max(8, Math.floor(width / 2) - 8), Math.max(...group.changes.map(({ what }) => widthOf(what))));
    for (const change of group.changes) rows.push(changeRow(change, cells, style));
  }
  const previous = model.batches.all[index - 1];
  const title =
    previous === undefined ? '3 Changes in the first batch' : `3 Changes, batch ${previous.number} to ${batch.number}`;
  return listed(title, rows, { selectable: true });
}

function changeRow({ sign, what, before, after }: Change, cells: number, style: Style): Row {
  const { arrow, ellipsis } = style.symbols;
  const name = left(what, cells, ellipsis);
  const signed: Row[number] = [looks[sign], ` ${sign} `];
  switch (sign) {
    case '~':
      return [
        signed,
        name,
        ` ${right(before, 7, ellipsis)} ${arrow} ${left(after, 7, ellipsis)}`,
        [looks[sign], ` ${moved(before, after)}`],
      ];
    case '-':
      return [signed, name, ` ${right(before, 7, ellipsis)}`, ['dim', '  gone']];
    default:
      return [signed, name, ` ${right(after, 7, ellipsis)}`];
  }
}

function moved(before: string, after: string): string {
  const plain = difference(before, after);
  if (plain !== 'changed') return plain;
  const inSeconds = (text: string): string | undefined => /^(\d+(?:\.\d+)?) s$/.exec(text)?.[1];
  const change = difference(inSeconds(before), inSeconds(after));
  return change === 'changed' ? '' : `${change} s`;
}

/** The same in one row, for the smallest layout. */
export function changesLine(model: Model, view: View, style: Style): Row {
  const index = model.batchOf(view);
  const groups = changesAt(model.recording, index, view.cursor);
  const parts = groups
    .flatMap((group) => group.changes)
    .filter(({ sign }) => sign !== '=')
    .map(
      ({ sign, what, before, after }) =>
        `${sign} ${what}${sign === '~' ? ` ${before}${style.symbols.arrow}${after}` : after === '' ? '' : ` ${after}`}`,
    );
  return [parts.length === 0 ? 'nothing changed' : parts.join('   ')];
}
