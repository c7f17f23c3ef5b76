import type { Look, Style } from './style.js';
import { cells, clean, cut, width } from './text.js';

/** A piece of a row: plain text, or text with a look. */
export type Span = string | readonly [look: Look, text: string];
export type Row = readonly Span[];

export const textOf = (span: Span): string => (typeof span === 'string' ? span : span[1]);

/** A row without its looks. */
export function rowText(row: Row): string {
  return row.map(textOf).join('');
}

/** The row in at most `max` cells, with escape sequences as the style has them. */
export function paintRow(row: Row, max: number, style: Style): string {
  let room = max;
  let painted = '';
  for (let i = 0; i < row.length && room > 0; i++) {
    const span = row[i]!;
    const text = style.inSet(clean(textOf(span)));
    let shown = text;
    const isLast = i === row.length - 1;
    if (width(text) > room) shown = cut(text, room, style.symbols.ellipsis);
    else if (!isLast && width(text) === room && row.slice(i + 1).some((rest) => textOf(rest).trim() !== '')) {
      shown = cut(text, room - 1, '') + style.symbols.ellipsis;
    }
    room -= width(shown);
    painted += typeof span === 'string' ? shown : style.paint(span[0], shown);
    if (shown !== text) break;
  }
  return painted;
}

/** Where `needle` occurs in a span, it is shown in reverse; upper and lower case are the same. */
export function highlight(row: Row, needle: string): Row {
  if (needle === '') return row;
  const wanted = needle.toLowerCase();
  return row.flatMap((span): Row => {
    const text = textOf(span);
    const lower = text.toLowerCase();
    // A few letters change their length in lower case; a row with one of them is left alone.
    if (!lower.includes(wanted) || lower.length !== text.length) return [span];
    const pieces: Span[] = [];
    const plain = (from: number, to: number): void => {
      if (to > from) pieces.push(typeof span === 'string' ? text.slice(from, to) : [span[0], text.slice(from, to)]);
    };
    let at = 0;
    for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
      plain(at, found);
      pieces.push(['reverse', text.slice(found, found + needle.length)]);
      at = found + needle.length;
    }
    plain(at, text.length);
    return pieces;
  });
}

/** Drops the first `count` cells of a row. */
export function skipCells(row: Row, count: number): Row {
  let rest = count;
  return row.map((span): Span => {
    if (rest <= 0) return span;
    let kept = '';
    for (const piece of cells(textOf(span))) {
      if (rest > 0) rest -= piece.width;
      else kept += piece.text;
    }
    return typeof span === 'string' ? kept : [span[0], kept];
  });
}
