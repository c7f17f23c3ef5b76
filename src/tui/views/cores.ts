import { type CoreLane, plural, type TaskLedger, type TaskRun } from '../../recording/index.js';
import { type Content, listed, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Look, Style } from '../style.js';
import { left } from '../text.js';
import type { View } from '../view.js';
import { stageNote } from './note.js';

/**
 * The tasks of the batch on show as bars on the cores that ran them. When all of it took no virtual time, the bars stand in the order in which
 * things happened.
 */
export function coresView(model: Model, view: View, style: Style, width: number): Content {
  const index = model.batchOf(view);
  const batch = model.batches.all[index];
  const title = batch === undefined ? '2 Stage: cores' : `2 Stage: cores in batch ${batch.number}`;
  const note = stageNote(model, 'cores');
  const lanes = model.tasks.lanes(index, view.cursor);
  if (lanes.length === 0) return listed(title, [['No task yet: nothing holds a core.']], { note });

  const labels = lanes.map((lane) => `${lane.executor}:${lane.core}`);
  const labelCells = Math.min(20, Math.max(8, ...labels.map((label) => label.length)) + 1);
  const axis = new Axis(model, index, view, Math.max(10, width - 2 - labelCells));
  const rows = new Rows();
  const drawn = lanes.map((lane, i): Row => [left(labels[i]!, labelCells), ...bars(lane, axis, view, style)]);
  let anchor = -1;
  for (const job of model.flow.at(index, view.cursor).jobs) {
    rows.add([['bold', `job ${job.job}`], ` ${job.action}`], { kind: 'event', seq: job.seq });
    for (const stage of job.stages) {
      const retry = stage.attempt > 0 ? `, attempt ${stage.attempt}` : '';
      const sign: Span = stage.status === 'skipped' ? ['dim', '='] : [looks[stage.status], style.symbols[stage.status]];
      const skipped = stage.status === 'skipped' ? ': skipped, its output is still there' : '';
      rows.add(['  ', sign, ` stage ${stage.stage} ${stage.name}${retry}${skipped}`], { kind: 'event', seq: stage.seq });
      for (const task of stage.tasks) {
        if (task.seq <= view.cursor) anchor = rows.length;
        rows.add(taskRow(model, task.task, view, style), { kind: 'task', task: task.task });
      }
    }
  }
  const foot = [ledgerText(model.tasks.ledger(index, view.cursor))];
  return rows.listed(title, { note, head: [axis.row(labelCells), ...drawn, []], anchor, anchorAt: 0.9, foot });
}

const looks: Readonly<Record<'running' | 'done' | 'failed' | 'killed', Look>> = {
  running: 'accent',
  done: 'good',
  failed: 'bad',
  killed: 'dim',
};

function ledgerText({ started, done, failed, killed, running, again }: TaskLedger): Row {
  const ends = [`attempts ${started} = done ${done}`, `failed ${failed}`, `running ${running}`];
  const parts = (killed > 0 ? [...ends, `killed ${killed}`] : ends).join(' + ');
  return [['dim', parts], again > 0 ? ['warn', `   ${plural(again, 'partition')} computed again`] : ''];
}

function taskRow(model: Model, id: number, view: View, style: Style): Row {
  const run = model.tasks.task(id);
  if (run === undefined) return [];
  const ended = endAt(run, view.cursor);
  const status = ended?.how ?? 'running';
  const again: Span = run.isAgain ? ['warn', `  again, attempt ${run.attempt}`] : '';
  const where: Span = ['dim', `  ${run.executor}:${run.core}`];
  const text =
    status === 'failed' || status === 'killed'
      ? `${status === 'failed' ? '!' : '-'} ${ended?.reason ?? ''}`
      : ended === undefined
        ? 'runs'
        : plural(ended.records ?? 0, 'record');
  return [
    '    ',
    [looks[status], status === 'killed' ? '-' : style.symbols[status]],
    ` task ${run.task}, partition ${run.partition}: `,
    status === 'failed' ? ['bad', text] : text,
    where,
    again,
  ];
}

const endAt = (run: TaskRun, seq: number): TaskRun['ended'] =>
  run.ended !== undefined && run.ended.seq <= seq ? run.ended : undefined;

function bars(lane: CoreLane, axis: Axis, view: View, style: Style): readonly Span[] {
  const { symbols } = style;
  const spans: Span[] = [];
  let at = 0;
  for (const run of lane.runs) {
    const ended = endAt(run, view.cursor);
    if (run.isReceiver) {
      const text = left(` receiver, holds this core `, axis.cells, '');
      return [
        ['dim', symbols.waitBar.repeat(2)],
        ['dim', text.slice(0, axis.cells - 2)],
      ];
    }
    const from = Math.min(axis.cells, Math.max(at, axis.start(run)));
    const to = Math.min(axis.cells, Math.max(from + 1, ended === undefined ? axis.now : axis.end(run)));
    if (from >= axis.cells) break;
    spans.push(' '.repeat(from - at));
    const name = `${run.stage}.${run.partition}`;
    const end = ended?.how === 'failed' ? 'x' : ended?.how === 'killed' ? '-' : '';
    const cells = to - from;
    const body = cells >= name.length + 2 + end.length ? name : '';
    const bar = left(`${symbols.runBar}${body}`, cells - end.length, '').replaceAll(' ', symbols.runBar) + end;
    spans.push([looks[ended?.how ?? 'running'], bar.slice(0, cells)]);
    at = to;
  }
  return spans;
}

/** From the first start to the last end of the batch's tasks, or to now. */
class Axis {
  private readonly order = new Map<number, number>();
  private readonly fromUs: number;
  private readonly untilUs: number;
  private readonly byOrder: boolean;
  readonly now: number;

  constructor(
    model: Model,
    batch: number,
    view: View,
    readonly cells: number,
  ) {
    const runs = model.tasks.ofBatch(batch, model.last);
    const seqs = runs.flatMap((run) => (run.ended === undefined ? [run.seq] : [run.seq, run.ended.seq])).sort((a, b) => a - b);
    seqs.forEach((seq, i) => {
      this.order.set(seq, i);
    });
    const nowUs = model.recording.length === 0 ? 0 : model.recording.get(view.cursor).at;
    this.fromUs = Math.min(...runs.map((run) => run.startedUs));
    this.untilUs = Math.max(...runs.map((run) => run.ended?.atUs ?? run.startedUs));
    this.byOrder = !(this.untilUs > this.fromUs);
    const passed = seqs.filter((seq) => seq <= view.cursor).length;
    this.now = this.byOrder ? this.cell(passed / Math.max(1, seqs.length)) : this.ofTime(Math.min(nowUs, this.untilUs));
  }

  start(run: TaskRun): number {
    return this.byOrder ? this.ofOrder(run.seq) : this.ofTime(run.startedUs);
  }

  end(run: TaskRun): number {
    if (run.ended === undefined) return this.now;
    return this.byOrder ? this.ofOrder(run.ended.seq) : this.ofTime(run.ended.atUs);
  }

  row(labelCells: number): Row {
    const what = this.byOrder ? 'no time passed: in the order of events' : `${this.fromUs / 1e6} s to ${this.untilUs / 1e6} s`;
    return [
      ['dim', left('core', labelCells)],
      ['dim', `${what}   bars: stage.partition`],
    ];
  }

  private ofOrder(seq: number): number {
    return this.cell((this.order.get(seq) ?? 0) / Math.max(1, this.order.size));
  }

  private ofTime(us: number): number {
    return this.cell((us - this.fromUs) / (this.untilUs - this.fromUs));
  }

  private cell(part: number): number {
    return Math.max(0, Math.min(this.cells, Math.round(part * this.cells)));
  }
}
