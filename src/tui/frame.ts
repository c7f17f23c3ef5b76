import type { PanelId } from '../recording/index.js';
import { clock } from '../recording/index.js';
import { type Content, cutToSize } from './content.js';
import { type Band, type Cell, layoutOf, smallest } from './layout.js';
import type { Model } from './model.js';
import { overlayContent, panelContent } from './panels.js';
import { paintRow, type Row } from './row.js';
import { followRow, statusRow } from './status.js';
import type { Style } from './style.js';
import { cut, left, width as widthOf } from './text.js';
import { type Size, speeds, type View } from './view.js';
import { changesLine } from './views/changes.js';

/**
 * The whole screen: exactly `size.rows` lines of at most `size.columns` cells, a function of its arguments and of nothing else. Below 80x24 it says what
 * is needed.
 */
export function renderFrame(model: Model, view: View, size: Size, style: Style): string[] {
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall(model, size);
  const frame = new Frame(model, { ...view, size }, style);
  const layout = layoutOf(model, view, size);
  const lines = [
    frame.header(columns),
    ...(layout.hasTabs ? [frame.tabLine(columns)] : []),
    ...layout.bands.flatMap((band) => frame.band(band)),
    ...(layout.hasTabs ? [frame.strip(columns)] : []),
    paintRow(statusRow(model, view, columns, style), columns, style),
  ];
  return Array.from({ length: rows }, (_, i) => lines[i] ?? '');
}

function tooSmall(model: Model, { columns, rows }: Size): string[] {
  const command = model.session.command === undefined ? '' : ` Or: ${model.session.command} --plain`;
  const text = `batchwise needs ${smallest.columns}x${smallest.rows}; this window has ${columns}x${rows}.${command}`;
  return Array.from({ length: Math.max(1, rows) }, (_, i) => (i === 0 ? cut(text, columns) : ''));
}

const tabs: readonly (readonly [PanelId, string])[] = [
  ['timeline', '1 Timeline'],
  ['stage', '2 Stage'],
  ['changes', '3 Changes'],
  ['output', '4 Output'],
  ['program', '5 Program'],
  ['events', '6 Events'],
];

class Frame {
  constructor(
    private readonly model: Model,
    private readonly view: View,
    private readonly style: Style,
  ) {}

  header(columns: number): string {
    const { model, view, style } = this;
    const { lesson, recording } = model.session;
    const { steps } = model.stops;
    const step = model.stepNumber(view.cursor);
    const time = recording.length === 0 ? '0.000' : clock(recording.get(view.cursor).at, recording.originUs);
    const state = view.isPlaying ? `${style.symbols.playing} ${speeds[view.speed]}/s` : `${style.symbols.paused} paused`;
    const seed = columns < 100 ? '' : `seed ${recording.run.seed}   `;
    const rightText = `${seed}step ${step}/${steps.length}   t=${time}s   ${state} `;
    const followed = followRow(model, view, style);
    const leftText = ` batchwise ${style.symbols.path} ${lesson.number ?? ''} ${lesson.title}`;
    const room = Math.max(0, columns - widthOf(rightText));
    if (followed !== undefined) {
      const painted = paintRow(followed, Math.max(0, room - 1), style);
      return painted + ' '.repeat(Math.max(0, room - widthOf(painted))) + rightText;
    }
    return style.paint('bold', left(leftText, room)) + rightText;
  }

  band(band: Band): string[] {
    return band
      .map((stack) => stack.flatMap((cell) => this.cell(cell)))
      .reduce((a, b) => a.map((line, i) => line + (b[i] ?? '')));
  }

  private cell({ panel, width, height }: Cell): string[] {
    const { model, view, style } = this;
    if (panel === 'overlay') return this.box(overlayContent(model, view, style, width - 2), width, height, true);
    const content = panelContent(model, view, style, panel, width - 2, height - 2);
    const chosen = view.selected[panel];
    const selected = content.selectable === true && chosen !== undefined ? Math.min(chosen, content.count - 1) : undefined;
    const isFocused = view.overlay === undefined && model.panelOf(view) === panel;
    return this.box(content, width, height, isFocused, selected);
  }

  /** A panel with its border: exactly `height` lines of exactly `width` cells. */
  private box(content: Content, width: number, height: number, focused: boolean, selected?: number): string[] {
    const { style, view } = this;
    const border = style.border(focused);
    const inner = width - 2;
    const note = content.note === undefined || content.note === '' ? '' : ` ${content.note} `;
    const title = cut(` ${content.title} `, inner - 2, style.symbols.ellipsis);
    const shownNote = widthOf(title) + widthOf(note) + 4 > inner ? '' : note;
    const fill = border.top.repeat(Math.max(0, inner - 2 - widthOf(title) - widthOf(shownNote)));
    const top = `${border.topLeft}${border.top}${focused ? style.paint('bold', title) : title}${fill}${shownNote}${border.top}${border.topRight}`;
    const bottom = border.bottomLeft + border.bottom.repeat(inner) + border.bottomRight;
    const rows = cutToSize(
      content,
      { width: inner, height: height - 2, selected, query: view.query, column: focused ? view.column : 0 },
      style,
    );
    return [top, ...rows.map((row) => border.left + row + ' '.repeat(Math.max(0, inner - widthOf(row))) + border.right), bottom];
  }

  tabLine(columns: number): string {
    const focus = this.model.panelOf(this.view);
    const row: Row = tabs.flatMap(([id, name]): Row => [' ', id === focus ? ['reverse', ` ${name} `] : ` ${name} `]);
    return paintRow(row, columns, this.style);
  }

  strip(columns: number): string {
    return paintRow([' ', ...changesLine(this.model, this.view, this.style)], columns, this.style);
  }
}
