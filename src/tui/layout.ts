import type { PanelId } from '../recording/index.js';
import type { Model } from './model.js';
import type { Size, View } from './view.js';

/** A place for a panel, with its border. */
export interface Cell {
  readonly panel: PanelId | 'overlay';
  readonly width: number;
  readonly height: number;
}
/** Columns side by side, each a stack of cells; all columns are equally high. */
export type Band = readonly (readonly Cell[])[];

/** The screen without its first and last line. */
export interface Layout {
  readonly bands: readonly Band[];
  /** One panel at a time, chosen on a line of tabs, with the changes in one row. */
  readonly hasTabs: boolean;
}

/** Smallest screen that lessons are made for. */
export const smallest: Size = { columns: 80, rows: 24 };

/** Where everything stands (tui.md, B.2). */
export function layoutOf(model: Model, view: View, { columns, rows }: Size): Layout {
  const height = rows - 2;
  const stacked = (cells: readonly Cell[]): Layout => ({ bands: cells.map((cell) => [[cell]]), hasTabs: false });
  if (view.overlay === 'help') return stacked([{ panel: 'overlay', width: columns, height }]);
  const focus = model.panelOf(view);
  if (view.zoomed) {
    return stacked([{ panel: view.overlay === undefined ? focus : 'overlay', width: columns, height }]);
  }
  if (columns >= 120 && rows >= 40) return large(view, columns, height);
  if (columns >= 100 && rows >= 30) return medium(view, focus, columns, height);
  return small(view, focus, columns, height);
}

/** An answer to `why` stands beside the stage, so that the stage stays in sight; everything else lies over the stage. */
const stageOr = (view: View): Cell['panel'] => (view.overlay === undefined || view.overlay === 'why' ? 'stage' : 'overlay');

function beside(view: View, lower: PanelId, width: number, height: number): readonly Cell[] {
  if (view.overlay === 'why') return [{ panel: 'overlay', width, height }];
  const changes = Math.floor(height / 2);
  return [
    { panel: 'changes', width, height: changes },
    { panel: lower, width, height: height - changes },
  ];
}

function large(view: View, columns: number, rows: number): Layout {
  const timeline = 6;
  const lesson = Math.max(6, Math.floor(rows * 0.18));
  const bottom = Math.max(8, Math.floor(rows * 0.24));
  const middle = rows - timeline - lesson - bottom;
  const leftWidth = Math.floor(columns * 0.6);
  const rightWidth = columns - leftWidth;
  const half = Math.floor(columns / 2);
  return {
    hasTabs: false,
    bands: [
      [[{ panel: 'timeline', width: columns, height: timeline }]],
      [[{ panel: stageOr(view), width: leftWidth, height: middle }], beside(view, 'output', rightWidth, middle)],
      [[{ panel: 'program', width: half, height: bottom }], [{ panel: 'events', width: columns - half, height: bottom }]],
      [[{ panel: 'lesson', width: columns, height: lesson }]],
    ],
  };
}

function medium(view: View, focus: PanelId, columns: number, rows: number): Layout {
  const timeline = 6;
  const lesson = 6;
  const middle = rows - timeline - lesson;
  const leftWidth = Math.floor(columns * 0.58);
  const rightWidth = columns - leftWidth;
  const chosen = focus === 'program' || focus === 'events' || focus === 'output' ? focus : view.tab;
  return {
    hasTabs: false,
    bands: [
      [[{ panel: 'timeline', width: columns, height: timeline }]],
      [[{ panel: stageOr(view), width: leftWidth, height: middle }], beside(view, chosen, rightWidth, middle)],
      [[{ panel: 'lesson', width: columns, height: lesson }]],
    ],
  };
}

function small(view: View, focus: PanelId, columns: number, rows: number): Layout {
  const lesson = focus === 'lesson' && view.overlay === undefined ? 0 : 6;
  const main: Cell = {
    panel: view.overlay === undefined ? focus : 'overlay',
    width: columns,
    height: rows - 2 - lesson,
  };
  const text: Cell = { panel: 'lesson', width: columns, height: lesson };
  return { hasTabs: true, bands: lesson === 0 ? [[[main]]] : [[[main]], [[text]]] };
}

/** The place of a panel on the screen; of one that is not on it, the place of the largest. */
export function cellOf(layout: Layout, panel: Cell['panel']): Cell {
  const cells = layout.bands.flat(2);
  const found = cells.find((cell) => cell.panel === panel);
  const largest = cells.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  return found ?? { ...largest, panel };
}
