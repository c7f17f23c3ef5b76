import { contentsText, type FlowStage, type FlowTask, plural, type Subject } from '../../recording/index.js';
import { type Content, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Span } from '../row.js';
import type { Look, Style } from '../style.js';
import type { View } from '../view.js';
import { ledgerRow, stageNote } from './note.js';

/** The records of one batch on their way: receiver, blocks, partitions of each stage, output. What is not there yet is not shown. */
export function flowView(model: Model, view: View, style: Style): Content {
  const { symbols } = style;
  const index = model.batchOf(view);
  const batch = model.batches.all[index]?.at(view.cursor);
  const flow = model.flow.at(index, view.cursor);
  const marks = model.marksAt(view.cursor);
  const rows = new Rows();
  let anchor = -1;
  const followed = model.followedSeqs(view);
  const add = (seq: number, subject: Subject | undefined, ...row: Span[]): void => {
    if (seq >= 0 && seq <= view.cursor) anchor = rows.length;
    rows.add(followed.has(seq) ? [['reverse', symbols.follow], ...row] : row, subject);
  };
  const event = (seq: number): Subject | undefined => (seq < 0 ? undefined : { kind: 'event', seq });
  const sign = (status: keyof typeof looks): Span => {
    const symbol = status === 'skipped' ? '=' : symbols[status];
    return [looks[status], symbol];
  };

  if (batch === undefined) {
    rows.add(['No batch yet. The first is made one interval after the start.']);
    return rows.listed('2 Stage: flow', { note: stageNote(model, 'flow') });
  }

  add(-1, undefined, ['bold', 'received'], flow.buffered.length > 0 ? '' : ['dim', '  nothing in the buffer']);
  for (const { seq, record } of flow.buffered) add(seq, event(seq), '  ', ['accent', record], ['dim', '  in the buffer']);
  add(
    -1,
    undefined,
    ['bold', 'blocks'],
    ['dim', flow.blocks.length === 0 ? '    none' : `    one block is one partition of batch ${batch.number}`],
  );
  for (const block of flow.blocks) {
    const where = block.isAllocated ? `in batch ${batch.number}` : 'waits for its batch';
    const look: Look = marks.has(`block:${block.block}`) ? 'reverse' : 'dim';
    add(
      block.seq,
      { kind: 'block', block: block.block },
      '  ',
      [look, `${block.block}  `],
      contentsText(block.contents, block.records),
      ['dim', `  ${where}`],
    );
  }
  for (const job of flow.jobs) {
    add(job.seq, event(job.seq), ['bold', `job ${job.job}`], '  ', sign(job.status), ` ${job.action}`);
    for (const stage of job.stages) {
      add(
        stage.seq,
        event(stage.seq),
        '  ',
        sign(stage.status),
        ` stage ${stage.stage} `,
        ['bold', stage.name],
        ['dim', stageText(stage)],
      );
      stage.tasks.forEach((task, i) => {
        const joint = i === stage.tasks.length - 1 ? symbols.lastBranch : symbols.branch;
        add(
          task.seq,
          { kind: 'task', task: task.task },
          ['dim', `      ${joint}`],
          sign(task.status),
          ` p${task.partition} `,
          ...taskSpans(task),
        );
      });
    }
  }
  for (const output of flow.outputs) {
    if (output.status === 'ahead' && output.printed.length === 0) continue;
    add(
      -1,
      undefined,
      ['bold', `output ${output.name}`],
      '  ',
      sign(output.status),
      output.failure === undefined ? '' : ['bad', ` ${output.failure}`],
    );
    for (const { text, seq } of output.printed) add(seq, event(seq), '    ', text);
    if (output.printed.length > 0) anchor = rows.length - 1;
  }
  const title = `2 Stage: flow of batch ${batch.number}`;
  return rows.listed(title, {
    note: stageNote(model, 'flow'),
    anchor,
    anchorAt: 0.8,
    foot: [ledgerRow(model, view)],
  });
}

const looks: Readonly<Record<'ahead' | 'running' | 'done' | 'failed' | 'skipped', Look>> = {
  ahead: 'dim',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  skipped: 'dim',
};

function stageText(stage: FlowStage): string {
  const kind = stage.kind === 'map' ? ' writes for a shuffle' : '';
  const tasks = stage.status === 'skipped' ? ' skipped, its output is still there' : ` ${plural(stage.taskCount, 'task')}`;
  const { shuffle } = stage;
  const moved = shuffle === undefined ? '' : `: ${shuffle.read} in, ${shuffle.written} out`;
  const retry = stage.attempt > 0 ? `, attempt ${stage.attempt}` : '';
  return tasks + kind + moved + retry;
}

function taskSpans(task: FlowTask): readonly Span[] {
  const where: Span = ['dim', `  ${task.executor}:${task.core}${task.attempt > 0 ? `, attempt ${task.attempt}` : ''}`];
  if (task.status === 'failed') return [['bad', `failed: ${task.reason ?? ''}`], where];
  if (task.records === undefined) return [['dim', 'runs'], where];
  return [contentsText(task.contents, task.records), where];
}
