import type { PanelId } from '../recording/index.js';

/** Of a terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Where a panel stands, its border included; the left upper corner of the screen is 0, 0. */
export interface Place {
  readonly panel: PanelId;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly places: readonly Place[];
  /** The second row names the panels, because not all of them are seen. */
  readonly hasTabs: boolean;
}

/** What decides the layout besides the size. */
export interface Wish {
  readonly focus: PanelId;
  readonly tab: 'output' | 'program' | 'events';
  readonly zoomed: boolean;
  /** Rows that the timeline would fill. */
  readonly timelineRows: number;
  readonly hasLesson: boolean;
  /** The cursor stands on a stop of the lesson. */
  readonly isAtStop: boolean;
}

/** Below this nothing is drawn but a message. */
export const smallest: Size = { columns: 80, rows: 24 };

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

const shared: readonly PanelId[] = ['output', 'program', 'events'];

/** The panel that is seen where output, program and events share a place. */
export function sharedPanel({ focus, tab }: Pick<Wish, 'focus' | 'tab'>): PanelId {
  return shared.includes(focus) ? focus : tab;
}

/** Places for the panels between the first row of the screen and the last one; they never overlap. */
export function layoutFor(size: Size, wish: Wish): Layout {
  const { columns, rows } = size;
  if (wish.zoomed) return { places: [{ panel: wish.focus, x: 0, y: 1, width: columns, height: rows - 2 }], hasTabs: false };
  if (columns >= 120 && rows >= 40) return large(size, wish);
  if (columns >= 100 && rows >= 30) return medium(size, wish);
  return small(size, wish);
}

/** All panels at once. */
function large({ columns, rows }: Size, wish: Wish): Layout {
  const timeline = wish.timelineRows + 2;
  const lesson = wish.hasLesson ? Math.min(10, 7 + Math.floor((rows - 40) / 5)) : 0;
  const rest = rows - 2 - timeline - lesson;
  const bottom = Math.floor(rest * 0.4);
  const middle = rest - bottom;
  const left = Math.floor(columns * 0.6);
  const half = Math.floor(columns / 2);
  const changes = Math.floor(middle / 2);
  const atStage = 1 + timeline + lesson;
  return {
    hasTabs: false,
    places: [
      { panel: 'timeline', x: 0, y: 1, width: columns, height: timeline },
      ...lessonBand(columns, 1 + timeline, lesson),
      { panel: 'stage', x: 0, y: atStage, width: left, height: middle },
      { panel: 'changes', x: left, y: atStage, width: columns - left, height: changes },
      { panel: 'output', x: left, y: atStage + changes, width: columns - left, height: middle - changes },
      { panel: 'program', x: 0, y: atStage + middle, width: half, height: bottom },
      { panel: 'events', x: half, y: atStage + middle, width: columns - half, height: bottom },
    ],
  };
}

/** Output, program and events share the right half of the lower part with the changes above them. */
function medium({ columns, rows }: Size, wish: Wish): Layout {
  const timeline = Math.min(wish.timelineRows, 4) + 2;
  const lesson = wish.hasLesson ? 6 : 0;
  const rest = rows - 2 - timeline - lesson;
  const left = Math.floor(columns * 0.6);
  const changes = Math.floor(rest * 0.4);
  const y = 1 + timeline + lesson;
  return {
    hasTabs: false,
    places: [
      { panel: 'timeline', x: 0, y: 1, width: columns, height: timeline },
      ...lessonBand(columns, 1 + timeline, lesson),
      { panel: 'stage', x: 0, y, width: left, height: rest },
      { panel: 'changes', x: left, y, width: columns - left, height: changes },
      { panel: sharedPanel(wish), x: left, y: y + changes, width: columns - left, height: rest - changes },
    ],
  };
}

/** One panel, and a strip below it: what the lesson says where it has something to say, the changes elsewhere. */
function small({ columns, rows }: Size, wish: Wish): Layout {
  const saysSomething = wish.hasLesson && wish.isAtStop && wish.focus !== 'lesson';
  const strip = saysSomething ? 8 : 4;
  const main = rows - 3 - strip;
  return {
    hasTabs: true,
    places: [
      { panel: wish.focus, x: 0, y: 2, width: columns, height: main },
      { panel: saysSomething ? 'lesson' : 'changes', x: 0, y: 2 + main, width: columns, height: strip },
    ],
  };
}

function lessonBand(columns: number, y: number, height: number): readonly Place[] {
  return height === 0 ? [] : [{ panel: 'lesson', x: 0, y, width: columns, height }];
}
