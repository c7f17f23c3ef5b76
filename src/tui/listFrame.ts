import type { LessonListItem } from '../recording/index.js';
import { cutToSize, listed } from './content.js';
import { smallest } from './layout.js';
import { markdownRows } from './markdown.js';
import type { Row } from './row.js';
import { paintRow } from './row.js';
import type { Style } from './style.js';
import { cut, left, width } from './text.js';
import type { Size } from './view.js';

/** The list of lessons, the chosen one described beside it: exactly `size.rows` lines. */
export function renderList(items: readonly LessonListItem[], chosen: number, size: Size, style: Style): string[] {
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) {
    const text = `batchwise needs ${smallest.columns}x${smallest.rows}; this window has ${columns}x${rows}.`;
    return Array.from({ length: Math.max(1, rows) }, (_, i) => (i === 0 ? cut(text, columns) : ''));
  }
  const leftWidth = Math.floor(columns * 0.5);
  const height = rows - 3;
  const body = beside(
    listRows(items, chosen, leftWidth, height, style),
    about(items[chosen], columns - leftWidth - 3, height, style),
    leftWidth,
  );
  const { symbols } = style;
  const legend = `${symbols.ahead} new  ${symbols.running} started  ${symbols.ok} done  ${symbols.failed} failing`;
  const keys = ` ${symbols.up} ${symbols.down} choose   enter open   q quit      ${legend}`;
  const lines = [
    style.paint('bold', left(` batchwise: understand stream processing, batch by batch   ${summary(items)}`, columns)),
    '',
    ...body,
    paintRow([['dim', keys]], columns, style),
  ];
  return Array.from({ length: rows }, (_, i) => lines[i] ?? '');
}

function summary(items: readonly LessonListItem[]): string {
  const lessons = items.filter(({ kind }) => kind === 'lesson');
  const done = lessons.filter(({ progress }) => progress === 'done').length;
  return `${done} of ${lessons.length} lessons done`;
}

function listRows(items: readonly LessonListItem[], chosen: number, width: number, height: number, style: Style): string[] {
  const list: Row[] = [];
  let anchor = 0;
  let chapter = '';
  items.forEach((item, i) => {
    if (item.chapter !== chapter) {
      if (chapter !== '') list.push([]);
      list.push([['bold', item.chapter]]);
    }
    chapter = item.chapter;
    if (i === chosen) anchor = list.length;
    const minutes = item.minutes === undefined ? '       ' : `${String(item.minutes).padStart(3)} min`;
    const sign = signOf(item, style);
    const text = `${i === chosen ? '>' : ' '} ${item.number}  ${left(item.title, Math.max(10, width - 22), style.symbols.ellipsis)} ${minutes} ${sign}`;
    list.push(i === chosen ? [['reverse', text]] : [text]);
  });
  return cutToSize(listed('', list, { anchor }), { width, height }, style);
}

function signOf({ progress }: LessonListItem, { symbols }: Style): string {
  return { new: symbols.ahead, started: symbols.running, done: symbols.ok, failing: symbols.failed }[progress];
}

function about(item: LessonListItem | undefined, width: number, height: number, style: Style): string[] {
  if (item === undefined) return cutToSize(listed('', [['There are no lessons.']]), { width, height }, style);
  const rows: Row[] = [
    [['bold', item.title]],
    [],
    ...markdownRows(item.about ?? '', width - 2),
    [],
    ...(item.misconception === undefined ? [] : markdownRows(`Breaks the belief: *${item.misconception}*`, width - 2)),
    [],
    ...(item.place === undefined ? [] : [[['accent', `${item.progress}: ${item.place}`]] as Row]),
    ...(item.needs === undefined || item.needs.length === 0 ? [] : [[['dim', `after ${item.needs.join(', ')}`]] as Row]),
    ...(item.command === undefined ? [] : [[['dim', item.command]] as Row]),
  ];
  return cutToSize(listed('', rows), { width, height }, style);
}

const beside = (a: readonly string[], b: readonly string[], cells: number): string[] =>
  a.map((line, i) => `${line}${' '.repeat(Math.max(0, cells - width(line)))} | ${b[i] ?? ''}`);
