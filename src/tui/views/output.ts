import type { Content } from '../content.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Style } from '../style.js';
import type { View } from '../view.js';

/** Standard output up to the cursor, byte for byte; below it, whether real Spark wrote the same. */
export function outputView(model: Model, view: View, style: Style): Content {
  const count = model.console.countAt(view.cursor);
  const lines = model.console.lines;
  const time = model.batches.all[model.batchOf(view)]?.time;
  const isShown = (index: number): boolean => {
    const { place } = lines[index]!;
    return 'batchTime' in place && place.batchTime === time;
  };
  const followed = model.followedSeqs(view);
  let anchor = count - 1;
  if (view.batch !== undefined) {
    const last = lines.slice(0, count).findLastIndex((_, index) => isShown(index));
    if (last >= 0) anchor = last;
  }
  return {
    title: '4 Output',
    note: `${count} of ${lines.length} lines`,
    count,
    row: (index) => {
      const { seq, text } = lines[index]!;
      if (followed.has(seq)) return [['reverse', text === '' ? ' ' : text]];
      return [isShown(index) ? text : ['dim', text]];
    },
    foot: agreementRows(model, view, style),
    anchor,
    anchorAt: 1,
    selectable: true,
    subject: (index) => (index < count ? { kind: 'event', seq: lines[index]!.seq } : undefined),
  };
}

/** Says whether the output agrees with the recorded Spark so far, and where not. */
function agreementRows(model: Model, view: View, style: Style): readonly Row[] {
  const { sparkOutput, sparkName = 'recorded Spark' } = model.session;
  if (sparkOutput === undefined) return [];
  const { lines, differsAt, expected, actual } = model.console.agreementAt(view.cursor, sparkOutput);
  if (differsAt === undefined) {
    const text = lines === 0 ? `${sparkName}: nothing to compare yet` : `${style.symbols.ok} same as ${sparkName}`;
    return [[[lines === 0 ? 'dim' : 'good', text]]];
  }
  return [
    [['bad', `! line ${differsAt} differs from ${sparkName}`]],
    ['   Spark  ', ['bad', expected ?? '(nothing)']],
    ['   here   ', ['bad', actual ?? '(nothing)']],
  ];
}
