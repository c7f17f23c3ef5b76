import { type Change, type ChangeSign, changesAt } from '../../recording/index.js';
import { type Content, listed, Rows } from '../content.js';
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
  const rows = new Rows();
  for (const group of changesAt(model.recording, index, view.cursor)) {
    if (group.title !== '') rows.add([['bold', group.title]]);
    const cells = Math.min(Math.max(8, Math.floor(width / 2) - 8), Math.max(...group.changes.map(({ what }) => widthOf(what))));
    for (const change of group.changes) rows.add(changeRow(change, cells, style), change.subject);
  }
  const previous = model.batches.all[index - 1];
  const title =
    previous === undefined ? '3 Changes in the first batch' : `3 Changes, batch ${previous.number} to ${batch.number}`;
  return rows.listed(title, { foot: totals(model, view, index) });
}

/** Keys before and after, and their sum where all of them are numbers. */
function totals(model: Model, view: View, index: number): readonly Row[] {
  const batch = model.batches.all[index];
  if (batch === undefined) return [];
  return [...model.states.values()].map((history): Row => {
    const rows = history.at(batch.time, view.cursor);
    const before = rows.flatMap((row) => row.before ?? []);
    const after = rows.flatMap((row) => row.after ?? []);
    const numbers = [...before, ...after].every((text) => /^-?\d+$/.test(text));
    const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + Number(text), 0);
    return [['dim', `keys ${before.length} to ${after.length}${numbers ? `   sum ${sum(before)} to ${sum(after)}` : ''}`]];
  });
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
