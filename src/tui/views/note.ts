import { ledgerAt } from '../../recording/index.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { View } from '../view.js';

/** Every record that came in is somewhere; the parts add up to `received`. */
export function ledgerRow(model: Model, view: View): Row {
  const { received, buffered, waiting, inBatches, lost } = ledgerAt(model.recording, view.cursor);
  const parts = [
    `received ${received} = in batches ${inBatches}`,
    buffered > 0 ? `in the buffer ${buffered}` : '',
    waiting > 0 ? `in blocks ${waiting}` : '',
  ].filter((part) => part !== '');
  return [['dim', parts.join(' + ')], lost > 0 ? ['bad', ` + lost ${lost}`] : ''];
}

/** Which kinds of stage there are, the one on show in brackets. */
export function stageNote(model: Model, shown: string): string {
  if (model.kinds.length < 2) return '';
  return `v: ${model.kinds.map((kind) => (kind === shown ? `[${kind}]` : kind)).join(' ')}`;
}

/** What each window program did with the records so far; the parts add up to those that came in. */
export function windowLedgerText(model: Model, view: View): readonly string[] {
  return model.windows.streams.map((window) => {
    const { records, once, more, due, lost, counted } = model.windows.ledger(window, view.cursor);
    const parts = [
      more > 0 ? `${more} in several outputs` : '',
      `${once} in one`,
      due > 0 ? `${due} due` : '',
      lost > 0 ? `${lost} in none, ever` : '',
    ].filter((part) => part !== '');
    return `${window.label}  records in ${records} = ${parts.join(' + ')}${more > 0 ? `   counted ${counted} in all` : ''}`;
  });
}

/** The same for all programs in one row: `in 52 | A 202 counted, overlap | B 39 + 13 due | C 25 + 27 lost`. */
export function windowLedgerRow(model: Model, view: View): string {
  const parts = model.windows.streams.map((window) => {
    const { records, once, more, due, lost, counted } = model.windows.ledger(window, view.cursor);
    const rest = `${due > 0 ? ` + ${due} due` : ''}${lost > 0 ? ` + ${lost} lost` : ''}`;
    if (more > 0) return `${window.label} ${counted} counted, ${once + more} of ${records}${rest}`;
    return `${window.label} ${once}${rest}`;
  });
  const { streams } = model.windows;
  const records = streams[0] === undefined ? 0 : model.windows.ledger(streams[0], view.cursor).records;
  return `in ${records} | ${parts.join(' | ')}`;
}
