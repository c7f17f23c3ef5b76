import { type BatchFacts, type BatchView, plural, seconds } from '../../recording/index.js';
import { type Content, firstVisible, listed } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Style } from '../style.js';
import { left, right } from '../text.js';
import type { View } from '../view.js';
import { stageNote } from './note.js';

const labelWidth = 10;
const textWidth = 24;

/** Where a moment stands on the axis. */
interface Axis {
  readonly fromMs: number;
  readonly msPerCell: number;
  readonly cells: number;
}

/** The batches as lanes over time: light while a batch waits for the ones before it, solid while it runs; the line is now. */
export function queueView(model: Model, view: View, style: Style, width: number, height: number): Content {
  const { recording, graph } = model;
  const nowMs = recording.length === 0 ? 0 : recording.get(view.cursor).at / 1000;
  const lanes = model.batches.all.filter((batch) => batch.statusAt(view.cursor) !== 'ahead');
  const at = (index: number): BatchView => lanes[index]!.at(view.cursor);
  const note = stageNote(model, 'queue');
  if (lanes.length === 0)
    return listed('2 Stage: queue', [['No batch yet. The first is made one interval after the start.']], { note });

  const foot = [summaryRow(lanes, view.cursor), adviceRow(lanes, view.cursor, graph.batchDurationMs)];
  const shown = model.batchOf(view);
  const anchor = lanes.findIndex((lane) => lane.index === shown);
  const space = Math.max(1, height - foot.length - 1);
  const first = firstVisible(lanes.length, space, anchor, 0.7);
  const visible = lanes.slice(first, first + space).map((lane) => lane.at(view.cursor));
  const cells = Math.max(8, width - 2 - labelWidth - textWidth);
  const fromMs = Math.min(...visible.map((lane) => lane.time));
  const untilMs = Math.max(nowMs, ...visible.map((lane) => (lane.completedUs ?? 0) / 1000), fromMs + graph.batchDurationMs);
  const axis: Axis = { fromMs, msPerCell: scale((untilMs - fromMs) / (cells - 2), graph.batchDurationMs || 1000), cells };
  return {
    title: '2 Stage: queue',
    note,
    head: [axisRow(axis)],
    count: lanes.length,
    row: (index) => laneRow(at(index), axis, nowMs, style, lanes[index]!.index === shown),
    foot,
    anchor,
    anchorAt: 0.7,
    selectable: true,
    subject: (index) => (lanes[index] === undefined ? undefined : { kind: 'batch', batchTime: lanes[index].time }),
  };
}

/** The finest step at which everything fits: a whole part or a multiple of the interval, so that ticks fall on cells. */
function scale(needed: number, batchMs: number): number {
  for (const part of [20, 10, 8, 5, 4, 2, 1]) if (batchMs / part >= needed) return batchMs / part;
  for (let times = 2; ; times = times * 2) if (batchMs * times >= needed) return batchMs * times;
}

function axisRow({ fromMs, msPerCell, cells }: Axis): Row {
  let text = '';
  const everyMs = [1000, 2000, 5000, 10_000, 20_000, 60_000, 300_000].find((ms) => ms / msPerCell >= 5) ?? 3_600_000;
  for (let at = Math.ceil(fromMs / everyMs) * everyMs; ; at += everyMs) {
    const cell = Math.round((at - fromMs) / msPerCell);
    if (cell >= cells - 3) break;
    text = left(text, cell, '') + String(at / 1000);
  }
  return [left('time (s)', labelWidth), left(text, cells, '')];
}

function laneRow(lane: BatchView, { fromMs, msPerCell, cells }: Axis, nowMs: number, style: Style, isShown: boolean): Row {
  const { symbols } = style;
  const at = (ms: number): number => Math.max(0, Math.min(cells, Math.round((ms - fromMs) / msPerCell)));
  const bornMs = lane.submittedUs === undefined ? lane.time : lane.submittedUs / 1000;
  const startMs = lane.startedUs === undefined ? nowMs : lane.startedUs / 1000;
  const endMs = lane.completedUs === undefined ? nowMs : lane.completedUs / 1000;
  const waitFrom = at(bornMs);
  const runFrom = lane.startedUs === undefined ? Math.max(waitFrom, at(nowMs)) : at(startMs);
  const hasStarted = lane.startedUs !== undefined;
  // A batch that took no time still shows that it ran.
  const runTo = hasStarted ? Math.max(at(endMs), Math.min(cells, runFrom + 1)) : runFrom;
  const now = at(nowMs);
  const rest = ' '.repeat(Math.max(0, cells - Math.max(runTo, waitFrom)));
  const nowAt = now - runTo;
  const tail = nowAt >= 0 && nowAt < rest.length ? rest.slice(0, nowAt) + symbols.line + rest.slice(nowAt + 1) : rest;
  const bars: Span[] = [
    ' '.repeat(waitFrom),
    ['warn', symbols.waitBar.repeat(Math.max(0, runFrom - waitFrom))],
    [lane.status === 'failed' ? 'bad' : 'accent', symbols.runBar.repeat(Math.max(0, runTo - runFrom))],
    ['dim', tail],
  ];
  const label = left(`batch ${lane.number}`, labelWidth);
  return [isShown ? ['bold', label] : label, ...bars, right(laneText(lane, nowMs), textWidth)];
}

function laneText(lane: BatchView, nowMs: number): string {
  const since = (us: number | undefined): string => seconds(Math.max(0, nowMs - (us ?? 0) / 1000));
  if (lane.status === 'idle') return 'nothing to run';
  if (lane.status === 'queued') return `waits, ${since(lane.submittedUs)} so far`;
  const waited = `waited ${seconds(lane.schedulingDelayMs ?? 0)}`;
  if (lane.status === 'running') return `${waited}, runs`;
  if (lane.processingDelayMs === undefined) return lane.reason === undefined ? waited : 'could not be made';
  return `${waited}, ${lane.status === 'failed' ? 'failed' : 'took'} ${seconds(lane.processingDelayMs)}`;
}

function summaryRow(lanes: readonly BatchFacts[], seq: number): Row {
  const all = lanes.map((lane) => lane.statusAt(seq));
  const waiting = all.filter((status) => status === 'queued');
  const running = all.filter((status) => status === 'running');
  const over = all.filter((status) => status === 'done' || status === 'failed').length;
  const queue = waiting.length === 0 ? 'nobody waits' : `${plural(waiting.length, 'batch', 'batches')} waiting`;
  const idle = lanes.length - waiting.length - running.length - over;
  const parts = [
    `made ${lanes.length} = over ${over} + running ${running.length} + waiting ${waiting.length}`,
    idle > 0 ? ` + idle ${idle}` : '',
  ];
  return [['dim', parts.join('')], waiting.length > 0 ? ['warn', `   ${queue}`] : ['dim', `   ${queue}`]];
}

/** Compares the last processing time with the interval: the whole of lesson 7 in one line. */
function adviceRow(lanes: readonly BatchFacts[], seq: number, batchMs: number): Row {
  const last = lanes.findLast((lane) => lane.at(seq).processingDelayMs !== undefined)?.at(seq);
  if (last?.processingDelayMs === undefined) return [['dim', 'no batch is over yet']];
  const took = last.processingDelayMs;
  const figures = `batch ${last.number} took ${seconds(took)}, one comes every ${seconds(batchMs)}`;
  if (took > batchMs) return [['warn', `${figures}: each waits ${seconds(took - batchMs)} longer than the one before`]];
  if ((last.schedulingDelayMs ?? 0) > 0) return [`${figures}: the queue drains by ${seconds(batchMs - took)} a batch`];
  return [['dim', `${figures}: it keeps up`]];
}
