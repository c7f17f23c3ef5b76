import { clock, ordinal, type PanelId, type Session } from '../recording/index.js';
import { type Content, cutToSize, type Viewport } from './content.js';
import { isTooSmall, layoutFor, type Place, type Size, smallest } from './layout.js';
import { Model } from './model.js';
import { type Block, paintBlocks, topEdge } from './panel.js';
import { paintRow, type Row, type Span, textOf } from './row.js';
import type { Style } from './style.js';
import { width as widthOf } from './text.js';
import type { View } from './view.js';
import { changesLine, changesView } from './views/changes.js';
import { eventsView } from './views/events.js';
import { flowView } from './views/flow.js';
import { helpView } from './views/help.js';
import { outputView } from './views/output.js';
import { programView } from './views/program.js';
import { queueView } from './views/queue.js';
import { sayView } from './views/say.js';
import { stateView } from './views/state.js';
import { timelineView } from './views/timeline.js';
import { whyView } from './views/why.js';
import { windowsView } from './views/windows.js';

const models = new WeakMap<Session, Model>();

/** The model of a session, made at most once. */
export function modelOf(session: Session): Model {
  const known = models.get(session) ?? new Model(session);
  models.set(session, known);
  return known;
}

/** The screen for a session, a view and a size: exactly `size.rows` lines, none wider than `size.columns`. */
export function renderFrame(session: Session, view: View, size: Size, style: Style): string[] {
  return paintBlocks(frameBlocks(modelOf(session), view, size, style), size.rows, style);
}

/** The rectangles of the screen. */
export function frameBlocks(model: Model, view: View, size: Size, style: Style): readonly Block[] {
  const { columns, rows } = size;
  if (isTooSmall(size)) return tooSmall(size, style);
  const line = (id: string, y: number, row: Row): Block => textBlock(id, y, columns, paintRow(row, columns, style));
  const header = line('header', 0, headerRow(model, view, columns, style));
  const keys = line('keys', rows - 1, lastRow(model, view, columns, style));
  if (view.overlay !== undefined) {
    const content = view.overlay === 'help' ? helpView(style, columns - 2) : whyView(model, view.cursor, style);
    const selected = view.overlay === 'why' ? content.count - 1 - view.overlayRow : undefined;
    const place = { x: 0, y: 1, width: columns, height: rows - 2 };
    const scrolled = view.overlay === 'help' ? { ...content, anchor: view.overlayRow, anchorAt: 0 } : content;
    return [header, panelBlock(view.overlay, place, scrolled, { selected }, true, style), keys];
  }
  const focus = model.panelOf(view);
  const layout = layoutFor(size, {
    focus,
    tab: view.tab,
    zoomed: view.zoomed,
    timelineRows: timelineView(model, view, style, columns - 2, 6).head?.length ?? 1,
    hasLesson: model.session.stops.length > 0,
    isAtStop: model.stopAt(view.cursor)?.seq === view.cursor,
  });
  const tabs = layout.hasTabs ? [line('tabs', 1, tabsRow(focus, model, style))] : [];
  const panels = layout.places.map((place, i): Block => {
    const isStrip = layout.hasTabs && i > 0;
    const isFocused = place.panel === focus && !isStrip;
    const content = isStrip && place.panel === 'changes' ? strip(model, view, style) : panelContent(model, view, style, place);
    const viewport: Omit<Viewport, 'width' | 'height'> = {
      selected: content.count > 0 ? within(view.selected[place.panel], content.count) : undefined,
      query: view.query,
      column: isFocused ? view.column : 0,
    };
    return panelBlock(isStrip ? 'strip' : place.panel, place, content, viewport, isFocused, style);
  });
  return [header, ...tabs, ...panels, keys];
}

/** What a panel shows at its place. */
export function panelContent(model: Model, view: View, style: Style, place: Place): Content {
  const width = place.width - 2;
  const height = place.height - 2;
  switch (place.panel) {
    case 'timeline':
      return timelineView(model, view, style, width, height);
    case 'stage':
      return stageContent(model, view, style, width, height);
    case 'changes':
      return changesView(model, view, style, width);
    case 'output':
      return outputView(model, view, style);
    case 'program':
      return programView(model, view, style);
    case 'events':
      return eventsView(model, view, style);
    case 'lesson':
      return sayView(model, view, width);
    default:
      return place.panel satisfies never;
  }
}

function stageContent(model: Model, view: View, style: Style, width: number, height: number): Content {
  switch (model.stageOf(view)) {
    case 'windows':
      return windowsView(model, view, style, width, height);
    case 'queue':
      return queueView(model, view, style, width, height);
    case 'state':
      return stateView(model, view, style, width);
    default:
      return flowView(model, view, style);
  }
}

function within(row: number | undefined, count: number): number | undefined {
  return row === undefined ? undefined : Math.max(0, Math.min(count - 1, row));
}

function strip(model: Model, view: View, style: Style): Content {
  const row = changesLine(model, view, style);
  return { title: '3 Changes', count: 1, row: () => row, anchor: -1 };
}

function panelBlock(
  id: string,
  place: Omit<Place, 'panel'>,
  content: Content,
  viewport: Omit<Viewport, 'width' | 'height'>,
  isFocused: boolean,
  style: Style,
): Block {
  const { x, y, width, height } = place;
  const lines = cutToSize(content, { ...viewport, width: width - 2, height: height - 2 }, style);
  const border = isFocused ? 'focused' : 'plain';
  return { id, x, y, width, height, border, top: topEdge(content, width, isFocused, style), lines };
}

function textBlock(id: string, y: number, width: number, text: string): Block {
  return { id, x: 0, y, width, height: 1, border: undefined, top: '', lines: [text] };
}

/** The message for a terminal that is too small. The place in the lesson is kept until it has grown. */
export function tooSmall({ columns, rows }: Size, style: Style): readonly Block[] {
  const text = `The screen needs at least ${smallest.columns}x${smallest.rows}; this terminal is ${columns}x${rows}.`;
  return rows < 1 || columns < 1 ? [] : [textBlock('message', 0, columns, paintRow([text], columns, style))];
}

function headerRow(model: Model, view: View, columns: number, style: Style): Row {
  const { session, stops, recording } = model;
  const { symbols } = style;
  const { number, title } = session.lesson;
  const path = [...(columns >= 100 ? ['batchwise'] : []), `${number ?? ''} ${title}`.trim()].join(` ${symbols.path} `);
  const at = recording.length === 0 ? 0 : recording.get(view.cursor).at;
  const playing = view.isPlaying ? `${symbols.playing} playing` : `${symbols.paused} paused`;
  const step = `step ${ordinal(stops.steps, view.cursor)}/${stops.steps.length}`;
  const seed = columns >= 100 ? [`seed ${recording.run.seed}`] : [];
  const end = [...seed, step, `t=${clock(at, recording.originUs)}s`, playing].join('   ');
  return between([' ', ['bold', path]], [end, ' '], columns, style);
}

/** Two rows at the two ends of one; the left one is cut if they do not both fit. */
function between(start: Row, end: Row, columns: number, style: Style): Row {
  const cellsOf = (row: Row): number => row.reduce((sum, span) => sum + widthOf(textOf(span)), 0);
  const room = columns - cellsOf(end) - 1;
  const gap = room - cellsOf(start);
  if (gap >= 0) return [...start, ' '.repeat(gap + 1), ...end];
  return [paintRow(start.map(textOf), room, style), ' ', ...end];
}

const tabNames: readonly (readonly [PanelId, string])[] = [
  ['lesson', '0 Lesson'],
  ['timeline', '1 Time'],
  ['stage', '2 Stage'],
  ['changes', '3 Changes'],
  ['output', '4 Output'],
  ['program', '5 Program'],
  ['events', '6 Events'],
];

function tabsRow(focus: PanelId, model: Model, style: Style): Row {
  const { openNow, closeNow } = style.symbols;
  return tabNames
    .filter(([panel]) => panel !== 'lesson' || model.session.stops.length > 0)
    .map(([panel, name]): Span => (panel === focus ? ['reverse', `${openNow}${name}${closeNow}`] : ` ${name} `));
}

function lastRow(model: Model, view: View, columns: number, style: Style): Row {
  const { symbols } = style;
  if (view.prompt !== undefined) {
    const hint = view.prompt.kind === 'find' ? 'enter finds' : '+20  -5  batch 12  t 6s  event 9';
    return between([` ${view.prompt.kind === 'find' ? '/' : ':'}${view.prompt.text}_`], [['dim', hint], ' '], columns, style);
  }
  if (view.notice !== '') return [['warn', ` ${view.notice}`]];
  if (view.overlay !== undefined) return [['dim', ` esc close   ${symbols.up}/${symbols.down} scroll   q back`]];
  const command = model.session.stops.length > 0 ? '{ } stop   ' : '{ } mark   ';
  const wide = `g G ends   space play   0-6 panel   v stage   z zoom   w why   / find   : cmd   `;
  const narrow = `0-6 panel   `;
  const keys = ` ${symbols.left}/${symbols.right} step   [ ] batch   , . event   ${command}`;
  return [['dim', `${keys}${columns >= 130 ? wide : columns >= 100 ? narrow + 'z zoom   w why   ' : ''}? help   q back`]];
}
