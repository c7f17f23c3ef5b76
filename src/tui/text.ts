import stringWidth from 'string-width';

/** Characters that are known to take one cell: ASCII, box drawing and blocks, and the symbols of this screen. */
const narrow = /^[ -~·‹›…←-↓─-▟▸◂◆○◉◐◔◌●❚✓✗]*$/;
const segments = new Intl.Segmenter();

/** Cells that a text takes in a terminal. */
export function width(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** `text` in at most `max` cells; where something is left out, it ends in `ellipsis`. */
export function cut(text: string, max: number, ellipsis = '…'): string {
  if (width(text) <= max) return text;
  const room = max - ellipsis.length;
  if (room < 0) return '';
  if (narrow.test(text)) return text.slice(0, room) + ellipsis;
  let taken = '';
  let cells = 0;
  for (const { segment } of segments.segment(text)) {
    const more = width(segment);
    if (cells + more > room) break;
    taken += segment;
    cells += more;
  }
  return taken + ellipsis;
}

/** `text` in exactly `cells` cells, the rest blank at its end. */
export function left(text: string, cells: number, ellipsis?: string): string {
  const shown = cut(text, Math.max(0, cells), ellipsis);
  return shown + ' '.repeat(Math.max(0, cells - width(shown)));
}

/** `text` in exactly `cells` cells, the rest blank before it. */
export function right(text: string, cells: number, ellipsis?: string): string {
  const shown = cut(text, Math.max(0, cells), ellipsis);
  return ' '.repeat(Math.max(0, cells - width(shown))) + shown;
}

/** Drops the first `cells` cells: what is seen after scrolling sideways. */
export function skip(text: string, cells: number): string {
  if (cells <= 0) return text;
  let dropped = 0;
  let at = 0;
  for (const { segment } of segments.segment(text)) {
    if (dropped >= cells) break;
    dropped += width(segment);
    at += segment.length;
  }
  return ' '.repeat(Math.max(0, Math.min(dropped, cells + 1) - cells)) + text.slice(at);
}

/** Text of a program or a record as it can stand on a screen: tabs as two blanks, control characters as `·`. */
export function clean(text: string): string {
  return isClean.test(text) ? text : text.replaceAll('\t', '  ').replaceAll(controls, '·');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const isClean = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The graphemes of a text, each with the cells it takes. */
export function* cells(text: string): Iterable<{ readonly text: string; readonly width: number }> {
  for (const { segment } of segments.segment(text)) yield { text: segment, width: width(segment) };
}
