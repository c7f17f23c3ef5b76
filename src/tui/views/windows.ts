import { plural, seconds, type WindowFire, type WindowStream } from '../../recording/index.js';
import { type Content, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Style } from '../style.js';
import { left, right } from '../text.js';
import type { View } from '../view.js';
import { stageNote, windowLedgerRow, windowLedgerText } from './note.js';

const labelWidth = 12;
const valueWidth = 14;

/** The columns of the batches on show. */
interface Columns {
  readonly first: number;
  readonly count: number;
  readonly cell: number;
}

/**
 * Windows as brackets over the batches they hold, and below them how often each batch was counted: a number; `?` not yet, but a later
 * window will hold it; `x` no window ever will.
 */
export function windowsView(model: Model, view: View, style: Style, width: number, height: number): Content {
  const { symbols } = style;
  const all = model.batches.all;
  const shown = Math.max(0, model.batchOf(view));
  const cell = Math.max(3, String(all.at(-1)?.number ?? 0).length + 2);
  const room = Math.max(1, Math.floor((width - 2 - labelWidth - valueWidth) / cell));
  const first = Math.max(0, Math.min(all.length - room, shown - Math.floor(room * 0.7)));
  const columns: Columns = { first, count: Math.min(room, all.length - first), cell };
  const visible = all.slice(first, first + columns.count);

  const head: Row[] = [
    [
      left('batch', labelWidth),
      ...visible.map((batch): Span => {
        const number = right(String(batch.number), cell - 1);
        return batch.index === shown ? ['reverse', `${symbols.openNow}${number.slice(1)}${symbols.closeNow}`] : `${number} `;
      }),
    ],
    [
      left('records', labelWidth),
      ...visible.map((batch): Span => {
        const records = batch.at(view.cursor).records;
        return records === undefined ? ['dim', cellText('.', cell)] : cellText(String(records), cell);
      }),
    ],
  ];
  const { streams } = model.windows;
  // Head, ledger per stream, and per stream a title and the counts; what is left goes to the outputs, the newest ones.
  const spare = height - head.length - streams.length * 3;
  const perStream = Math.max(1, Math.min(6, Math.floor(spare / Math.max(1, streams.length))));
  const rows = new Rows();
  let anchor = -1;
  for (const window of streams) {
    rows.add(titleRow(window));
    const fires = window.firesAt(view.cursor);
    const newest = fires.at(-1);
    for (const fire of fires.slice(-perStream)) {
      const isNow = fire === newest && fire.batchTime === all[shown]?.time;
      if (isNow) anchor = rows.length;
      rows.add(fireRow(model, view, fire, columns, style, isNow), {
        kind: 'window',
        stream: window.stream,
        batchTime: fire.batchTime,
      });
    }
    if (fires.length === 0) rows.add([['dim', '  no output yet']]);
    const time = all[shown]?.time;
    rows.add(countedRow(model, view, window, columns), time === undefined ? undefined : { kind: 'batch', batchTime: time });
  }
  const isShort = height < head.length + rows.length + streams.length;
  const ledger = isShort ? [windowLedgerRow(model, view)] : windowLedgerText(model, view);
  const foot = ledger.map((text): Row => [/ever| lost/.test(text) ? ['bad', text] : text]);
  if (height > 20)
    foot.unshift([['dim', 'x no window will ever hold this batch   ? a later window will   . batch not made yet']]);
  return rows.listed('2 Stage: windows', { note: stageNote(model, 'windows'), head, foot, anchor });
}

/** How a batch is counted by a window that has this length and slide. */
function titleRow(window: WindowStream): Row {
  const { windowMs, slideMs, label } = window;
  const times = windowMs / slideMs;
  let text = Number.isInteger(times) && times > 1 ? `every batch is in ${times} windows` : 'windows overlap in part';
  if (times === 1) text = 'every batch is in one window';
  else if (times < 1) text = 'the slide steps over batches';
  else if (times < 2 && !Number.isInteger(times)) text = 'some batches are in two windows';
  return [
    ['bold', `${label}  ${window.operator} ${seconds(windowMs)}, slide ${seconds(slideMs)}`],
    ['dim', `: ${text}`],
  ];
}

function fireRow(model: Model, view: View, fire: WindowFire, columns: Columns, style: Style, isNow: boolean): Row {
  const { symbols } = style;
  const { batches, windows } = model;
  const { first, count, cell } = columns;
  const number = batches.ofTime(fire.batchTime)?.number ?? 0;
  const indexes = fire.members.map((time) => (batches.ofTime(time)?.index ?? -1) - first);
  const inside = indexes.filter((index) => index >= 0 && index < count);
  const value = plural(windows.recordsIn(fire, view.cursor), 'record');
  const label = left(`${isNow ? symbols.now : ' '} out@${number}`, labelWidth);
  if (inside.length === 0) return [label, ['dim', left('  (further back)', count * cell)], `  ${value}`];
  // A bracket stands below the last digit of its first and of its last batch.
  const at = (index: number): number => index * cell + cell - 2;
  const from = at(inside[0]!);
  const to = at(inside.at(-1)!);
  const [open, span, close, single] = isNow
    ? [symbols.fromNow, symbols.spanNow, symbols.toNow, symbols.singleNow]
    : [symbols.from, symbols.span, symbols.to, symbols.single];
  const isCutOff = indexes[0]! < 0;
  const bar = from === to ? single : (isCutOff ? span : open) + span.repeat(to - from - 1) + close;
  const drawn = left(' '.repeat(from) + bar, count * cell);
  return [label, isNow ? ['accent', drawn] : drawn, isNow ? ['bold', `  ${value}`] : `  ${value}`];
}

function countedRow(model: Model, view: View, window: WindowStream, columns: Columns): Row {
  const { first, count, cell } = columns;
  const spans = model.batches.all.slice(first, first + count).map((batch): Span => {
    const { counted, isAhead, isNever, isDue } = window.membership(batch.time, batch.bornAt, view.cursor);
    if (isNever && counted === 0) return [isAhead ? 'dim' : 'bad', cellText('x', cell)];
    if (isAhead) return ['dim', cellText('.', cell)];
    if (counted === 0) return [isDue ? 'warn' : 'bad', cellText(isDue ? '?' : 'x', cell)];
    return cellText(String(counted), cell);
  });
  return [left('  counted', labelWidth), ...spans];
}

/** A value below the last digit of the batch's number. */
function cellText(text: string, cell: number): string {
  return `${right(text, cell - 1)} `;
}
