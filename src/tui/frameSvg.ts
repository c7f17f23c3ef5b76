import { cells } from './text.js';

const cellWidth = 8.43;
const lineHeight = 18;
const palette: Readonly<Record<number, string>> = {
  31: '#e06c75',
  32: '#98c379',
  33: '#e5c07b',
  34: '#61afef',
  35: '#c678dd',
  36: '#56b6c2',
};
const paper = '#14161b';
const pen = '#c8ccd4';

interface Run {
  readonly x: number;
  width: number;
  text: string;
  readonly look: Look;
}
interface Look {
  readonly color: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly reverse: boolean;
}
const plain: Look = { color: undefined, bold: false, dim: false, underline: false, reverse: false };

/** A frame as a picture: SVG with text in it, one element for each run of one look. Understands the escape sequences of `Style`. */
export function frameSvg(frame: readonly string[], columns: number): string {
  let body = '';
  frame.forEach((line, row) => {
    for (const run of runsOf(line)) body += element(run, row * lineHeight);
  });
  const size = `width="${Math.ceil(columns * cellWidth) + 16}" height="${frame.length * lineHeight + 16}"`;
  const font = 'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14"';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font}><rect width="100%" height="100%" fill="${paper}"/><g transform="translate(8,8)">${body}</g></svg>\n`;
}

function element({ x, width, text, look }: Run, y: number): string {
  const [left, length] = [(x * cellWidth).toFixed(2), (width * cellWidth).toFixed(2)];
  const ink = look.color ?? pen;
  const box = look.reverse ? `<rect x="${left}" y="${y}" width="${length}" height="${lineHeight}" fill="${ink}"/>` : '';
  if (text.trim() === '') return box;
  const attributes = [
    look.bold ? ' font-weight="bold"' : '',
    look.dim ? ' opacity="0.6"' : '',
    look.underline ? ' text-decoration="underline"' : '',
  ].join('');
  const place = `x="${left}" y="${y + 13.5}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
  return `${box}<text ${place} fill="${look.reverse ? paper : ink}"${attributes} xml:space="preserve">${escaped(text)}</text>`;
}

function runsOf(line: string): readonly Run[] {
  const runs: Run[] = [];
  let look = plain;
  let x = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of a frame
  for (const piece of line.split(/(\x1b\[\d+m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of a frame
    const code = /^\x1b\[(\d+)m$/.exec(piece)?.[1];
    if (code !== undefined) {
      look = changed(look, Number(code));
      continue;
    }
    const run: Run = { x, width: 0, text: '', look };
    for (const cell of cells(piece)) {
      run.text += cell.text;
      run.width += cell.width;
    }
    x += run.width;
    if (run.width > 0) runs.push(run);
  }
  return runs;
}

function changed(look: Look, code: number): Look {
  switch (code) {
    case 1:
      return { ...look, bold: true };
    case 2:
      return { ...look, dim: true };
    case 4:
      return { ...look, underline: true };
    case 7:
      return { ...look, reverse: true };
    case 22:
      return { ...look, bold: false, dim: false };
    case 24:
      return { ...look, underline: false };
    case 27:
      return { ...look, reverse: false };
    case 0:
      return plain;
    default:
      return { ...look, color: palette[code] };
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
