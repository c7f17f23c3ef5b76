import { type BlockLine, contentsText, plural, type ReceiverLine } from '../../recording/index.js';
import { type Content, listed, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Look, Style } from '../style.js';
import { left, width as widthOf } from '../text.js';
import type { View } from '../view.js';
import { ledgerRow, stageNote } from './note.js';

/** Older blocks are counted only. */
const mostBlocks = 200;

/** The receivers, what is in their buffers, and every block that they made with the batch that has it. */
export function receiversView(model: Model, view: View, style: Style): Content {
  const receivers = model.receivers.at(view.cursor);
  const blocks = model.receivers.blocksAt(view.cursor, mostBlocks);
  const older = model.receivers.blockCount(view.cursor) - blocks.length;
  const note = stageNote(model, 'receivers');
  const title = '2 Stage: receivers and blocks';
  if (receivers.length === 0) return listed(title, [['No receiver runs yet.']], { note });
  const marks = model.marksAt(view.cursor);
  const rows = new Rows();
  let anchor = -1;
  for (const receiver of receivers) {
    for (const row of receiverRows(receiver)) rows.add(row);
    const own = blocks.filter((block) => block.stream === receiver.stream);
    const cells = Math.min(24, Math.max(6, ...own.map((block) => widthOf(block.block))));
    if (older > 0) rows.add([['dim', `  ${plural(older, 'older block')}`]]);
    if (own.length === 0) rows.add([['dim', '  no block yet: the buffer is cut into one every 200 ms']]);
    for (const block of own) {
      if (block.seq <= view.cursor) anchor = rows.length;
      rows.add(blockRow(block, cells, model, style, marks.has(`block:${block.block}`)), { kind: 'block', block: block.block });
    }
  }
  const legend: Row = [['dim', '? waits for its batch   + a batch has it, one partition each   x lost']];
  return rows.listed(title, {
    note,
    anchor,
    anchorAt: 0.9,
    foot: [legend, ledgerRow(model, view)],
  });
}

function receiverRows(receiver: ReceiverLine): readonly Row[] {
  const { name, executor, status, starts, message, buffer, recordsPerSecMax, lost } = receiver;
  const look: Look = status === 'running' ? 'good' : status === 'stopped' ? 'dim' : 'bad';
  const again = starts > 1 ? `, started ${starts} times` : '';
  const rate = recordsPerSecMax === undefined ? '' : `, at most ${recordsPerSecMax} records/s`;
  const rows: Row[] = [
    [['bold', name], `  on ${executor}  `, [look, status === 'restarting' ? '! restarting' : status], ['dim', again + rate]],
  ];
  if (message !== undefined && status !== 'running') rows.push(['  ', ['bad', message]]);
  const held: Span = buffer.length === 0 ? ['dim', 'empty'] : ['accent', contentsText(buffer)];
  rows.push(['  buffer  ', held, lost > 0 ? ['bad', `  x ${plural(lost, 'record')} lost with the host`] : '']);
  return rows;
}

function blockRow(block: BlockLine, cells: number, model: Model, style: Style, isMarked: boolean): Row {
  const sign = { waits: '?', given: '+', lost: 'x' }[block.status];
  const look: Look = block.status === 'lost' ? 'bad' : block.status === 'waits' ? 'warn' : 'good';
  const number = block.batchTime === undefined ? undefined : model.batches.ofTime(block.batchTime)?.number;
  const where = { waits: 'waits', given: `batch ${number ?? '?'}`, lost: 'lost' }[block.status];
  const name = left(block.block, cells, style.symbols.ellipsis);
  return [
    '  ',
    [look, sign],
    ' ',
    isMarked ? ['reverse', name] : name,
    `  ${left(where, 9)} `,
    [block.status === 'lost' ? 'bad' : 'dim', contentsText(block.contents, block.records)],
  ];
}
