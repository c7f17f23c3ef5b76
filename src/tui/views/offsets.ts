import { offsetLedger, type PartitionOffsets, plural } from '../../recording/index.js';
import { type Content, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Style } from '../style.js';
import { left, right } from '../text.js';
import type { View } from '../view.js';
import { stageNote } from './note.js';

/**
 * For each group, the partitions of each topic as bars: committed, read but not committed, not read; below each bar, where C, P and E stand. Then the
 * rows of the tables, those that are there more than once first.
 */
export function offsetsView(model: Model, view: View, style: Style, width: number): Content {
  const partitions = model.offsets.at(view.cursor);
  const note = stageNote(model, 'offsets');
  const rows = new Rows();
  if (partitions.length === 0) rows.add(['No topic yet.']);
  const { symbols } = style;
  const names = [...new Set(partitions.flatMap(({ groups }) => groups.map(({ group }) => group)))];
  const cells = Math.max(10, width - 2 - 6 - 28);
  const scale = scaleFor(partitions, cells);
  const sums = { inLog: 0, committed: 0, pending: 0, unread: 0 };
  for (const topic of new Set(partitions.map((each) => each.topic))) {
    const own = partitions.filter((each) => each.topic === topic);
    for (const group of names.length === 0 ? [undefined] : names) {
      if (group !== undefined && !own.some((each) => each.groups.some((of) => of.group === group))) continue;
      rows.add([['bold', topic], group === undefined ? ['dim', '  nobody reads it yet'] : ['dim', `  group ${group}`]]);
      for (const partition of own) {
        const offsets = partition.groups.find((each) => each.group === group) ?? {
          group: group ?? '',
          position: undefined,
          committed: undefined,
        };
        const ledger = offsetLedger(partition, offsets);
        for (const key of ['inLog', 'committed', 'pending', 'unread'] as const) sums[key] += ledger[key];
        const { committed, position } = offsets;
        const { end, logStart, leader } = partition;
        const at = (offset: number): number => Math.round((offset - scale.from) / scale.perCell);
        const bar: Span[] = [
          ' '.repeat(Math.max(0, at(logStart))),
          ['good', symbols.runBar.repeat(at(logStart + ledger.committed) - at(logStart))],
          ['warn', symbols.pendingBar.repeat(at(logStart + ledger.committed + ledger.pending) - at(logStart + ledger.committed))],
          ['dim', symbols.waitBar.repeat(at(end) - at(end - ledger.unread))],
          ' '.repeat(Math.max(0, cells - at(end))),
        ];
        const figures = `C${committed ?? '-'} P${position ?? '-'} E${end}`;
        const state = leader === -1 ? ['bad' as const, ' no leader'] : `lag ${right(String(ledger.unread), 3)}`;
        rows.add([left(`p${partition.partition}`, 5), ...bar, ` ${left(figures, 18)}`, state as Span]);
        rows.add([' '.repeat(5), ['dim', marksBelow(at, { C: committed, P: position, E: end }, cells)]]);
      }
    }
  }
  const { runBar, pendingBar, waitBar } = symbols;
  const foot: Row[] = [
    [['dim', `${runBar} committed  ${pendingBar} read, not committed  ${waitBar} not read   P position  E end`]],
    [`records ${sums.inLog} = committed ${sums.committed} + read, not committed ${sums.pending} + not read ${sums.unread}`],
  ];
  addSinks(model, view, rows, foot);
  return rows.listed('2 Stage: offsets', { note, foot, anchorAt: 1 });
}

/** From the oldest offset to the newest, a round number of offsets in each cell. */
function scaleFor(partitions: readonly PartitionOffsets[], cells: number): { readonly from: number; readonly perCell: number } {
  const from = Math.min(0, ...partitions.map(({ logStart }) => logStart));
  const needed = (Math.max(1, ...partitions.map(({ end }) => end)) - from) / Math.max(1, cells - 1);
  let perCell = 0.5;
  for (const step of [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]) {
    perCell = step;
    if (step >= needed) break;
  }
  return { from, perCell: Math.max(perCell, needed) };
}

/** Letters where the offsets stand; the one further right wins a cell. */
function marksBelow(at: (offset: number) => number, marks: Readonly<Record<string, number | undefined>>, cells: number): string {
  const row = Array.from({ length: cells }, () => ' ');
  for (const [letter, offset] of Object.entries(marks)) {
    if (offset !== undefined) row[Math.max(0, Math.min(cells - 1, at(offset)))] = letter;
  }
  return row.join('');
}

function addSinks(model: Model, view: View, rows: Rows, foot: Row[]): void {
  const sink = [...model.sinkRows.at(view.cursor)].sort((a, b) => b.count - a.count);
  if (sink.length === 0) return;
  rows.add([]);
  rows.add([
    ['bold', `${sink[0]!.store} ${sink[0]!.table}`],
    ['dim', `  ${plural(sink.length, 'different row')}`],
  ]);
  for (const { text, count, seqs } of sink.slice(0, 40)) {
    const state: Span = count > 1 ? ['bad', `D ${count} times`] : ['dim', 'once'];
    rows.add([`  ${left(text, 30)} `, state], { kind: 'event', seq: seqs.at(-1)! });
  }
  const { rows: all, distinct, duplicates } = model.sinkRows.ledger(view.cursor);
  foot.push([`rows ${all} = distinct ${distinct} + duplicates ${duplicates}`]);
}
