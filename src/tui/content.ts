import type { Subject } from '../recording/index.js';
import { highlight, paintRow, type Row, skipCells } from './row.js';
import type { Style } from './style.js';

/**
 * What a panel shows, before it is cut to the panel's size: rows that stay at the top, rows that scroll, rows that stay at the bottom.
 * A view is a function from the recording and the view state to this.
 */
export interface Content {
  readonly title: string;
  /** Short text at the right end of the panel's upper edge. */
  readonly note?: string;
  readonly head?: readonly Row[];
  readonly count: number;
  row(index: number): Row;
  readonly foot?: readonly Row[];
  /** The scrolling row that must be seen; -1: the first. */
  readonly anchor: number;
  /** Where the anchor stands in the panel, from 0 at the top to 1 at the bottom. */
  readonly anchorAt?: number;
  /** The rows can be selected. */
  readonly selectable?: boolean;
  /** What a scrolling row stands for, where it stands for something. */
  subject?(index: number): Subject | undefined;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** A row that the learner chose; the panel scrolls to it. */
  readonly selected?: number | undefined;
  readonly query?: string;
  /** Cells scrolled to the right. */
  readonly column?: number;
}

/** Content from a list of rows. */
export function listed(title: string, rows: readonly Row[], rest: Partial<Content> = {}): Content {
  return { title, count: rows.length, row: (index) => rows[index] ?? [], anchor: -1, ...rest };
}

/** Collects rows together with what they stand for. */
export class Rows {
  readonly rows: Row[] = [];
  private readonly subjects: (Subject | undefined)[] = [];

  add(row: Row, subject?: Subject): void {
    this.subjects[this.rows.length] = subject;
    this.rows.push(row);
  }

  get length(): number {
    return this.rows.length;
  }

  listed(title: string, rest: Partial<Content> = {}): Content {
    return listed(title, this.rows, { selectable: true, subject: (index) => this.subjects[index], ...rest });
  }
}

/** The first scrolling row that is seen when `anchor` has to be. */
export function firstVisible(count: number, height: number, anchor: number, anchorAt = 0.5): number {
  if (count <= height) return 0;
  const wanted = anchor < 0 ? 0 : anchor - Math.floor((height - 1) * anchorAt);
  return Math.max(0, Math.min(count - height, wanted));
}

/** Exactly `height` rows, none wider than `width`; the first cell of a scrolling row is kept for the mark of a chosen row. */
export function cutToSize(content: Content, viewport: Viewport, style: Style): string[] {
  const { width, height, selected, query = '', column = 0 } = viewport;
  if (height <= 0 || width <= 0) return Array.from({ length: Math.max(0, height) }, () => '');
  const foot = (content.foot ?? []).slice(0, Math.max(0, height - Math.min(3, content.count)));
  const head = (content.head ?? []).slice(0, Math.max(0, height - foot.length - Math.min(2, content.count)));
  const space = height - head.length - foot.length;
  const anchorAt = selected === undefined ? content.anchorAt : 0.5;
  const first = firstVisible(content.count, space, selected ?? content.anchor, anchorAt);
  const body: string[] = [];
  for (let i = 0; i < space; i++) {
    const index = first + i;
    if (index >= content.count) {
      body.push('');
      continue;
    }
    const row = skipCells(highlight(content.row(index), query), column);
    const mark: Row = index === selected ? [['bold', style.symbols.now]] : [' '];
    body.push(paintRow([...mark, ...row], width, style));
  }
  const still = (row: Row): string => paintRow([' ', ...highlight(row, query)], width, style);
  return [...head.map(still), ...body, ...foot.map(still)];
}
