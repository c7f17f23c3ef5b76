import { type BatchView, isFailure } from '../../recording/index.js';
import type { Content } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Look, Style } from '../style.js';
import { left, right } from '../text.js';
import type { View } from '../view.js';

const labelWidth = 9;

/** The batches from left to right: number, status, what it was given, how long it waited, marks. The bars stand around the batch on show. */
export function timelineView(model: Model, view: View, style: Style, width: number, height: number): Content {
  const { symbols } = style;
  const all = model.batches.all;
  const shown = view.selected.timeline ?? model.batchOf(view);
  const marks = batchMarks(model);
  const { hasWaits, hasRecords } = rowsWanted(model);

  const digits = Math.max(2, String(all.at(-1)?.number ?? 0).length, hasWaits ? 4 : 0);
  const cell = digits + 2;
  const room = Math.max(1, Math.floor((width - labelWidth - 2) / cell));
  const first = Math.max(0, Math.min(all.length - room, shown - Math.floor(room / 2)));
  const views = all.slice(first, first + room).map((batch) => batch.at(view.cursor));

  const line = (label: string, text: (batch: BatchView) => string, look?: (batch: BatchView) => Look | undefined): Row => [
    left(label, labelWidth),
    ...views.map((batch): Span => {
      const value = ` ${right(text(batch), digits, symbols.ellipsis)} `;
      const wanted = look?.(batch);
      return wanted === undefined ? value : [wanted, value];
    }),
  ];
  const numbers: Row = [
    left('batch', labelWidth),
    ...views.map((batch): Span => {
      const number = right(String(batch.number), digits);
      return batch.index === shown ? ['reverse', `${symbols.openNow}${number}${symbols.closeNow}`] : ` ${number} `;
    }),
  ];
  const known = (value: number | undefined, text: (n: number) => string): string =>
    value === undefined ? symbols.idle : text(value);
  const rows: readonly { readonly wanted: boolean; readonly row: Row }[] = [
    { wanted: true, row: numbers },
    { wanted: true, row: line('status', ({ status }) => symbols[status], statusLook) },
    { wanted: hasRecords, row: line('records', ({ records }) => known(records, String)) },
    { wanted: hasWaits, row: line('waited s', ({ schedulingDelayMs }) => known(schedulingDelayMs, tenths), waitLook) },
    {
      wanted: marks.size > 0,
      row: line('marks', ({ index, status }) =>
        view.overlay === 'question' && status === 'ahead' ? '' : (marks.get(index) ?? ''),
      ),
    },
    { wanted: true, row: line('took s', ({ processingDelayMs }) => known(processingDelayMs, tenths)) },
  ];
  const legend = `${symbols.ahead} ahead ${symbols.queued} waiting ${symbols.running} running ${symbols.done} done ${symbols.failed} failed`;
  const part = all.length > room ? `${views[0]?.number}..${views.at(-1)?.number} of ${all.length}   ` : '';
  const content = rows
    .filter(({ wanted }) => wanted)
    .map(({ row }) => row)
    .slice(0, height);
  return {
    title: '1 Timeline',
    note: part + legend,
    head: content,
    count: 0,
    row: () => [],
    anchor: -1,
    selectable: true,
    subject: (index) => (all[index] === undefined ? undefined : { kind: 'batch', batchTime: all[index].time }),
  };
}

/** Seconds with as many decimals as four cells hold. */
function tenths(ms: number): string {
  const s = ms / 1000;
  return Number.isInteger(s) ? String(s) : s >= 100 ? s.toFixed(0) : s.toFixed(s >= 10 ? 1 : Number.isInteger(s * 10) ? 1 : 2);
}

function statusLook({ status }: BatchView): Look | undefined {
  if (status === 'failed') return 'bad';
  if (status === 'done') return 'good';
  if (status === 'queued') return 'warn';
  return status === 'running' ? 'accent' : 'dim';
}

function waitLook({ schedulingDelayMs }: BatchView): Look | undefined {
  return schedulingDelayMs !== undefined && schedulingDelayMs > 0 ? 'warn' : undefined;
}

/** Which rows a run has use for; the same at all of its positions. */
function rowsWanted(model: Model): { readonly hasWaits: boolean; readonly hasRecords: boolean } {
  const known = wantedOf.get(model);
  if (known !== undefined) return known;
  const { all } = model.batches;
  const wanted = {
    hasWaits: all.some((batch) => batch.changes.some((change) => (change.schedulingDelayMs ?? 0) > 0)),
    hasRecords: all.some((batch) => batch.recordCounts.some((count) => count.records > 0)),
  };
  wantedOf.set(model, wanted);
  return wanted;
}
const wantedOf = new WeakMap<Model, { readonly hasWaits: boolean; readonly hasRecords: boolean }>();

/** Per batch: `s` a stop of the lesson, `!` something failed or died, `r` a restart, `c` a checkpoint, `k` a commit of offsets. All of the run, past and ahead, as a map is. */
function batchMarks(model: Model): ReadonlyMap<number, string> {
  const known = marksOf.get(model);
  if (known !== undefined) return known;
  const marks = new Map<number, string>();
  const add = (seq: number, sign: string): void => {
    const index = model.focus.at(seq);
    const before = marks.get(index) ?? '';
    if (!before.includes(sign)) marks.set(index, before + sign);
  };
  for (const stop of model.session.stops) add(stop.seq, 's');
  for (const event of model.recording) {
    if (isFailure(event) || event.type === 'host.crashed' || event.type === 'executor.removed') add(event.seq, '!');
    else if (event.type === 'offsets.committed') add(event.seq, 'k');
    else if (event.type === 'host.started' && event.incarnation > 1) add(event.seq, 'r');
    else if (event.type === 'context.recovered' || event.type === 'receiver.restarting') add(event.seq, 'r');
    else if (event.type === 'checkpoint.written') add(event.seq, 'c');
  }
  marks.delete(-1);
  marksOf.set(model, marks);
  return marks;
}

const marksOf = new WeakMap<Model, ReadonlyMap<number, string>>();
