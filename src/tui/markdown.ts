import type { Row, Span } from './row.js';
import type { Look } from './style.js';
import { cells, clean, width } from './text.js';

interface Word {
  readonly text: string;
  readonly look: Look | undefined;
  /** A blank stands before it. */
  readonly spaced: boolean;
}

/**
 * The prose of a lesson as rows of at most `max` cells. Understood: paragraphs, headings, lists, quotes, code blocks, `**bold**`,
 * `*emphasis*` and `` `code` ``; anything else is shown as it is written.
 */
export function markdownRows(text: string, max: number): readonly Row[] {
  const rows: Row[] = [];
  let paragraph: string[] = [];
  let isCode = false;
  const blank = (): void => {
    if (rows.length > 0 && rows.at(-1)!.length > 0) rows.push([]);
  };
  const flush = (): void => {
    if (paragraph.length > 0) rows.push(...wrap(paragraph.join(' '), max, '', ''));
    paragraph = [];
  };
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const item = /^(\s*)([-*]|\d+\.)\s+(.*)$/.exec(line);
    if (/^\s*```/.test(line)) {
      flush();
      isCode = !isCode;
    } else if (isCode || /^ {4}/.test(line)) {
      flush();
      rows.push([['accent', isCode ? `  ${line}` : line]]);
    } else if (line.trim() === '') {
      flush();
      blank();
    } else if (/^#+\s/.test(line)) {
      flush();
      rows.push([['bold', line.replace(/^#+\s+/, '')]]);
    } else if (item !== null) {
      flush();
      const mark = `${item[1]}${item[2] === '*' ? '-' : item[2]} `;
      rows.push(...wrap(item[3]!, max, mark, ' '.repeat(mark.length)));
    } else if (/^\s*\|/.test(line)) {
      flush();
      rows.push([line]);
    } else paragraph.push(line.trim());
  }
  flush();
  while (rows.length > 0 && rows.at(-1)!.length === 0) rows.pop();
  return rows;
}

function wrap(text: string, max: number, first: string, rest: string): readonly Row[] {
  const rows: Row[] = [];
  let spans: Span[] = first === '' ? [] : [first];
  let used = first.length;
  let isStart = true;
  for (const word of words(text)) {
    const gap = word.spaced && !isStart ? 1 : 0;
    if (used + gap + width(word.text) > max && !isStart) {
      rows.push(spans);
      spans = rest === '' ? [] : [rest];
      used = rest.length;
    } else if (gap > 0) {
      spans.push(' ');
      used++;
    }
    spans.push(word.look === undefined ? word.text : [word.look, word.text]);
    used += width(word.text);
    isStart = false;
  }
  if (spans.length > 0) rows.push(spans);
  return rows;
}

/** Words with their looks; text without blanks (Chinese, or a long path) may be broken between wide characters. */
function* words(text: string): Iterable<Word> {
  const inline = /(\*\*[^*]+\*\*|`[^`]+`|\*[^*\s][^*]*\*|(?<![\w`])_[^_\s][^_]*_(?!\w))/g;
  let isSpaced = false;
  for (const piece of clean(text).split(inline)) {
    if (piece === '') continue;
    const [look, plain] = styled(piece);
    const isCode = look === 'accent';
    for (const part of isCode ? [plain] : plain.split(/(\s+)/)) {
      if (part === '') continue;
      if (!isCode && /^\s+$/.test(part)) {
        isSpaced = true;
        continue;
      }
      for (const unit of units(part)) {
        yield { text: unit, look, spaced: isSpaced };
        isSpaced = false;
      }
    }
  }
}

function styled(piece: string): readonly [Look | undefined, string] {
  if (piece.startsWith('**') && piece.endsWith('**') && piece.length > 4) return ['bold', piece.slice(2, -2)];
  if (piece.startsWith('`') && piece.endsWith('`') && piece.length > 2) return ['accent', piece.slice(1, -1)];
  if (/^([*_]).+\1$/.test(piece)) return ['underline', piece.slice(1, -1)];
  return [undefined, piece];
}

/** Between two wide characters a line may end. */
function* units(word: string): Iterable<string> {
  if (width(word) === word.length) {
    yield word;
    return;
  }
  let run = '';
  for (const cell of cells(word)) {
    if (cell.width < 2) {
      run += cell.text;
      continue;
    }
    if (run !== '') yield run;
    run = '';
    yield cell.text;
  }
  if (run !== '') yield run;
}
