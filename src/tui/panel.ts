import type { Content } from './content.js';
import { paintRow, type Row } from './row.js';
import type { Style } from './style.js';
import { cut, width as widthOf } from './text.js';

/** A rectangle of the screen: with a border, `top` is its upper edge and `lines` stand inside it; without one, only the lines. */
export interface Block {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly border: 'plain' | 'focused' | undefined;
  readonly top: string;
  readonly lines: readonly string[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const sequences = /\u001b\[[0-9;]*m/g;

/** Cells that a painted line takes. */
export function paintedWidth(line: string): number {
  return widthOf(line.replaceAll(sequences, ''));
}

/** A painted line with blanks up to `cells` cells; the line must not be wider. */
export function padded(line: string, cells: number): string {
  return line + ' '.repeat(Math.max(0, cells - paintedWidth(line)));
}

/** The upper edge of a panel: corner, title, rule, note, corner. */
export function topEdge(content: Pick<Content, 'title' | 'note'>, width: number, isFocused: boolean, style: Style): string {
  const border = style.border(isFocused);
  const { ellipsis } = style.symbols;
  const title = cut(content.title, width - 6, ellipsis);
  const room = width - 6 - widthOf(title) - 4;
  const note = content.note === undefined || room < 4 ? '' : cut(content.note, room, ellipsis);
  const rule = border.top.repeat(Math.max(0, width - 5 - widthOf(title) - (note === '' ? 0 : widthOf(note) + 3)));
  const end: Row = note === '' ? [] : [' ', ['dim', note], ` ${border.top}`];
  const look = isFocused ? 'bold' : 'accent';
  return paintRow([`${border.topLeft}${border.top} `, [look, title], ` ${rule}`, ...end, border.topRight], width, style);
}

/** The whole screen as lines: blocks side by side, what no block covers blank. */
export function paintBlocks(blocks: readonly Block[], rows: number, style: Style): string[] {
  const screen: { x: number; end: number; text: string }[][] = Array.from({ length: rows }, () => []);
  for (const block of blocks) {
    blockLines(block, style).forEach((text, i) => {
      screen[block.y + i]?.push({ x: block.x, end: block.x + block.width, text });
    });
  }
  return screen.map((pieces) => {
    let line = '';
    let at = 0;
    for (const { x, end, text } of pieces.sort((a, b) => a.x - b.x)) {
      line += ' '.repeat(Math.max(0, x - at)) + text;
      at = end;
    }
    return line;
  });
}

function blockLines({ border, top, lines, width, height }: Block, style: Style): readonly string[] {
  if (border === undefined) return lines.slice(0, height).map((line) => padded(line, width));
  const { left, right, bottom, bottomLeft, bottomRight } = style.border(border === 'focused');
  const inner = Array.from({ length: height - 2 }, (_, i) => `${left}${padded(lines[i] ?? '', width - 2)}${right}`);
  return [top, ...inner, bottomLeft + bottom.repeat(width - 2) + bottomRight];
}
