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
