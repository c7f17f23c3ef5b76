import { plural, type StateHistory, type StateRow, stateLedger, stateLineage } from '../../recording/index.js';
import { type Content, listed, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Look, Style } from '../style.js';
import { left, right, width as widthOf } from '../text.js';
import type { View } from '../view.js';
import { stageNote } from './note.js';

/** The keyed state before and after the batch on show. */
export function stateView(model: Model, view: View, style: Style, width: number): Content {
  const index = model.batchOf(view);
  const batch = model.batches.all[index];
  const note = stageNote(model, 'state');
  const title = '2 Stage: state';
  if (batch === undefined) return listed(title, [['No batch yet, and no state.']], { note });
  const ellipsis = style.symbols.ellipsis;
  const head: Row[] = [];
  const rows = new Rows();
  const foot: Row[] = [];
  let anchor = -1;
  const followed = model.followedSeqs(view);
  for (const history of model.states.values()) {
    const found = history.at(batch.time, view.cursor);
    const cells = Math.min(20, Math.max(3, ...found.map((row) => widthOf(row.key))));
    const values = Math.max(10, Math.min(24, width - cells - 44));
    const line = (p: string, key: string, before: string, now: string, after: string): string =>
      [
        left(p, 2),
        left(key, cells, ellipsis),
        right(before, 8, ellipsis),
        ` ${left(now, values, ellipsis)}`,
        right(after, 8, ellipsis),
      ].join(' ');
    const columns: Row = [
      ['dim', line('P', 'key', `@${batch.number - 1}`, `new values @${batch.number}`, `@${batch.number}`)],
      ['dim', '  change'],
    ];
    if (model.states.size === 1) head.push(columns);
    else {
      rows.add([['bold', model.graph.streamLabel(history.stream)]]);
      rows.add(columns);
    }
    for (const row of found) {
      if (row.seq >= 0) anchor = rows.length;
      const text = line(String(row.partition), row.key, row.before ?? '--', `[${row.values.join(', ')}]`, row.after ?? '--');
      const subject = { kind: 'state', stream: history.stream, key: row.key, batchTime: batch.time } as const;
      const isFollowed = row.seq >= 0 && followed.has(row.seq);
      rows.add([isFollowed ? ['reverse', text] : text, [looks[row.change], `  ${changeText(row)}`]], subject);
    }
    foot.push(...footRows(model, view, history, batch.time, style));
  }
  return rows.listed(`${title} of batch ${batch.number}`, { note, head, foot, anchor });
}

/** How many keys were visited, the chain of state RDDs, and keys that add up. */
function footRows(model: Model, view: View, history: StateHistory, batchTime: number, style: Style): readonly Row[] {
  const { before, added, removed, after, called, withValues } = stateLedger(history, batchTime, view.cursor);
  const { batches, isCheckpointed } = stateLineage(model.recording, history.stream, batchTime, view.cursor);
  const shown =
    batches.length > 6 ? [style.symbols.ellipsis, ...batches.slice(-5).map((n) => `@${n}`)] : batches.map((n) => `@${n}`);
  const from = isCheckpointed ? 'checkpoint' : 'empty';
  const of = model.states.size > 1 ? `#${history.stream}: ` : '';
  const chain = [from, ...shown].join(` ${style.symbols.back} `);
  return [
    [['dim', `${of}the function ran for ${plural(called, 'key')}; ${withValues} of them had new values`]],
    [['dim', `${of}lineage: ${chain}   depth ${batches.length}`]],
    [['dim', `${of}keys ${before} + new ${added} - removed ${removed} = ${after}`]],
  ];
}

const looks: Readonly<Record<StateRow['change'], Look>> = {
  new: 'good',
  changed: 'accent',
  removed: 'bad',
  same: 'dim',
  untouched: 'dim',
  pending: 'dim',
};

function changeText(row: StateRow): string {
  switch (row.change) {
    case 'new':
      return '+ new key';
    case 'changed':
      return `~ ${difference(row.before, row.after)}`;
    case 'removed':
      return row.timedOut ? '- removed: timed out' : '- removed';
    case 'same':
      return row.values.length === 0 ? '= called, no new values' : '= same value';
    case 'untouched':
      return '= not visited';
    case 'pending':
      return '? not visited yet';
    default:
      return row.change satisfies never;
  }
}

/** `+3` for numbers, `changed` for anything else. */
export function difference(before: string | undefined, after: string | undefined): string {
  const number = /^-?\d+(\.\d+)?$/;
  if (before === undefined || after === undefined || !number.test(before) || !number.test(after)) return 'changed';
  const change = Number((Number(after) - Number(before)).toFixed(6));
  return change > 0 ? `+${change}` : String(change);
}
