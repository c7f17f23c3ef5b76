import type { PanelId } from '../recording/index.js';
import { clock } from '../recording/index.js';
import { type Content, cutToSize } from './content.js';
import { helpContent } from './help.js';
import type { Model } from './model.js';
import { paintRow, type Row } from './row.js';
import type { Style } from './style.js';
import { cut, left, width as widthOf } from './text.js';
import { speeds, type View } from './view.js';
import { changesLine, changesView } from './views/changes.js';
import { clusterView } from './views/cluster.js';
import { coresView } from './views/cores.js';
import { eventsView } from './views/events.js';
import { flowView } from './views/flow.js';
import { outputView } from './views/output.js';
import { programView } from './views/program.js';
import { queueView } from './views/queue.js';
import { receiversView } from './views/receivers.js';
import { sayView } from './views/say.js';
import { stateView } from './views/state.js';
import { timelineView } from './views/timeline.js';
import { windowsView } from './views/windows.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Smallest screen that lessons are made for. */
export const smallest: Size = { columns: 80, rows: 24 };

/**
 * The whole screen: exactly `size.rows` lines of at most `size.columns` cells, a function of its arguments and of nothing else. Below 80x24 it says what
 * is needed.
 */
export function renderFrame(model: Model, view: View, size: Size, style: Style): string[] {
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall(model, size);
  const body = rows - 2;
  const frame = new Frame(model, view, style);
  const middle =
    view.overlay === 'help'
      ? frame.box(helpContent(), columns, body, true)
      : view.zoomed
        ? frame.panel(model.panelOf(view), columns, body)
        : columns >= 120 && rows >= 40
          ? frame.large(columns, body)
          : columns >= 100 && rows >= 30
            ? frame.medium(columns, body)
            : frame.small(columns, body);
  const lines = [frame.header(columns), ...middle, frame.footer(columns)];
  return Array.from({ length: rows }, (_, i) => lines[i] ?? '');
}

function tooSmall(model: Model, { columns, rows }: Size): string[] {
  const command = model.session.command === undefined ? '' : ` Or: ${model.session.command} | cat`;
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
    const step = steps.filter((seq) => seq <= view.cursor).length;
    const time = recording.length === 0 ? '0.000s' : clock(recording.get(view.cursor).at, recording.originUs);
    const state = view.isPlaying ? `${style.symbols.playing} ${speeds[view.speed]}/s` : `${style.symbols.paused} paused`;
    const seed = columns < 100 ? '' : `seed ${recording.run.seed}   `;
    const rightText = `${seed}step ${step}/${steps.length}   t=${time}   ${state} `;
    const leftText = ` batchwise ${style.options.ascii ? '>' : '›'} ${lesson.number ?? ''} ${lesson.title}`;
    const room = Math.max(0, columns - widthOf(rightText));
    return style.paint('bold', left(leftText, room)) + rightText;
  }

  footer(columns: number): string {
    const { view, style } = this;
    if (view.prompt !== undefined) return cut(`${view.prompt.kind === 'find' ? '/' : ':'}${view.prompt.text}_`, columns);
    if (view.notice !== '') return paintRow([['warn', ` ${view.notice}`]], columns, style);
    const { left: l, right: r } = style.symbols;
    return paintRow(
      [
        [
          'dim',
          ` ${l} ${r} step  [ ] batch  , . event  { } mark  space play  1-6 0 panel  v stage  z zoom  / find  ? help  q quit`,
        ],
      ],
      columns,
      style,
    );
  }

  /** A panel with its border: exactly `height` lines of exactly `width` cells. */
  box(content: Content, width: number, height: number, focused: boolean, selected?: number): string[] {
    const { style, view } = this;
    const border = style.border(focused);
    const inner = width - 2;
    const note = content.note === undefined || content.note === '' ? '' : ` ${content.note} `;
    const title = cut(` ${content.title} `, inner - 2);
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

  panel(id: PanelId, width: number, height: number): string[] {
    const { model, view } = this;
    const content = this.content(id, width - 2, height - 2);
    const chosen = view.selected[id];
    const selected = content.selectable === true && chosen !== undefined ? Math.min(chosen, content.count - 1) : undefined;
    return this.box(content, width, height, model.panelOf(view) === id, selected);
  }

  content(id: PanelId, width: number, height: number): Content {
    const { model, view, style } = this;
    switch (id) {
      case 'timeline':
        return timelineView(model, view, style, width, height);
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
      case 'stage':
        switch (model.stageOf(view)) {
          case 'windows':
            return windowsView(model, view, style, width, height);
          case 'queue':
            return queueView(model, view, style, width, height);
          case 'state':
            return stateView(model, view, style, width);
          case 'cores':
            return coresView(model, view, style, width);
          case 'receivers':
            return receiversView(model, view, style);
          case 'cluster':
            return clusterView(model, view, style);
          default:
            return flowView(model, view, style);
        }
    }
  }

  large(columns: number, rows: number): string[] {
    const timeline = 6;
    const lesson = Math.max(6, Math.floor(rows * 0.18));
    const bottom = Math.max(8, Math.floor(rows * 0.24));
    const middle = rows - timeline - lesson - bottom;
    const leftWidth = Math.floor(columns * 0.6);
    const changes = Math.floor(middle / 2);
    const side = [
      ...this.panel('changes', columns - leftWidth, changes),
      ...this.panel('output', columns - leftWidth, middle - changes),
    ];
    const half = Math.floor(columns / 2);
    return [
      ...this.panel('timeline', columns, timeline),
      ...beside(this.panel('stage', leftWidth, middle), side),
      ...beside(this.panel('program', half, bottom), this.panel('events', columns - half, bottom)),
      ...this.panel('lesson', columns, lesson),
    ];
  }

  medium(columns: number, rows: number): string[] {
    const timeline = 6;
    const lesson = 6;
    const middle = rows - timeline - lesson;
    const leftWidth = Math.floor(columns * 0.58);
    const changes = Math.floor(middle / 2);
    const focus = this.model.panelOf(this.view);
    const shared = focus === 'program' || focus === 'events' || focus === 'output' ? focus : this.view.tab;
    const side = [
      ...this.panel('changes', columns - leftWidth, changes),
      ...this.panel(shared, columns - leftWidth, middle - changes),
    ];
    return [
      ...this.panel('timeline', columns, timeline),
      ...beside(this.panel('stage', leftWidth, middle), side),
      ...this.panel('lesson', columns, lesson),
    ];
  }

  small(columns: number, rows: number): string[] {
    const focus = this.model.panelOf(this.view);
    if (focus === 'lesson') return [this.tabLine(columns), ...this.panel('lesson', columns, rows - 2), this.strip(columns)];
    const lesson = 6;
    return [
      this.tabLine(columns),
      ...this.panel(focus, columns, rows - 2 - lesson),
      ...this.panel('lesson', columns, lesson),
      this.strip(columns),
    ];
  }

  private tabLine(columns: number): string {
    const focus = this.model.panelOf(this.view);
    const row: Row = tabs.flatMap(([id, name]): Row => [' ', id === focus ? ['reverse', ` ${name} `] : ` ${name} `]);
    return paintRow(row, columns, this.style);
  }

  private strip(columns: number): string {
    return paintRow([' ', ...changesLine(this.model, this.view, this.style)], columns, this.style);
  }
}

const beside = (a: readonly string[], b: readonly string[]): string[] => a.map((line, i) => line + (b[i] ?? ''));
