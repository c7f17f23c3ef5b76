/** How a piece of text stands out. Colour only repeats what a word or a symbol says. */
export type Look = 'bold' | 'dim' | 'reverse' | 'underline' | 'good' | 'bad' | 'warn' | 'accent';

/** `none`: no escape sequences at all; `mono`: bold, underline and reverse only, as NO_COLOR asks; `color`: sixteen colours. */
export type Ink = 'none' | 'mono' | 'color';

export interface StyleOptions {
  readonly ink: Ink;
  readonly theme: 'dark' | 'light';
  readonly ascii: boolean;
}

/** The eight pieces of a frame. */
export interface Border {
  readonly topLeft: string;
  readonly top: string;
  readonly topRight: string;
  readonly left: string;
  readonly right: string;
  readonly bottomLeft: string;
  readonly bottom: string;
  readonly bottomRight: string;
}

const unicode = {
  ahead: '○',
  queued: '◔',
  running: '◐',
  done: '●',
  failed: '✗',
  idle: '·',
  now: '▸',
  back: '◂',
  openNow: '▐',
  closeNow: '▌',
  ellipsis: '…',
  ok: '✓',
  arrow: '→',
  path: '›',
  paused: '❚❚',
  playing: '▸▸',
  waitBar: '░',
  runBar: '█',
  pendingBar: '▒',
  line: '│',
  from: '├',
  span: '─',
  to: '┤',
  fromNow: '╞',
  spanNow: '═',
  toNow: '╡',
  single: '┼',
  singleNow: '╪',
  branch: '├ ',
  lastBranch: '└ ',
  mask: '▒▒▒▒▒▒▒▒',
  follow: '◆',
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
};
export type Symbols = typeof unicode;

const ascii: Symbols = {
  ahead: '.',
  queued: 'w',
  running: 'r',
  done: '*',
  failed: 'x',
  idle: '-',
  now: '>',
  back: '<',
  openNow: '[',
  closeNow: ']',
  ellipsis: '~',
  ok: 'v',
  arrow: '->',
  path: '>',
  paused: '||',
  playing: '>>',
  waitBar: '.',
  runBar: '#',
  pendingBar: '=',
  line: '|',
  from: '|',
  span: '-',
  to: '|',
  fromNow: '|',
  spanNow: '=',
  toNow: '|',
  single: '+',
  singleNow: '#',
  branch: '|-',
  lastBranch: '`-',
  mask: '########',
  follow: '@',
  left: '<-',
  right: '->',
  up: 'up',
  down: 'down',
};

const frames: Readonly<Record<'unicode' | 'ascii', { readonly plain: Border; readonly focused: Border }>> = {
  unicode: { plain: border('┌─┐│└┘'), focused: border('╔═╗║╚╝') },
  ascii: { plain: border('+-+|++'), focused: border('#=####') },
};

function border(pieces: string): Border {
  const [topLeft, top, topRight, side, bottomLeft, bottomRight] = [...pieces] as [string, string, string, string, string, string];
  return { topLeft, top, topRight, left: side, right: side, bottomLeft, bottom: top, bottomRight };
}

const mono: Partial<Record<Look, readonly [string, string]>> = {
  bold: ['\x1b[1m', '\x1b[22m'],
  underline: ['\x1b[4m', '\x1b[24m'],
  reverse: ['\x1b[7m', '\x1b[27m'],
};
const foreground = (code: number): readonly [string, string] => [`\x1b[${code}m`, '\x1b[39m'];
/** Only the eight basic colours: their contrast is the terminal's business, and both themes leave out those that vanish on their background. */
const colors: Readonly<Record<'dark' | 'light', Readonly<Record<Look, readonly [string, string]>>>> = {
  dark: {
    ...(mono as Record<Look, readonly [string, string]>),
    dim: ['\x1b[2m', '\x1b[22m'],
    good: foreground(32),
    bad: foreground(31),
    warn: foreground(33),
    accent: foreground(36),
  },
  light: {
    ...(mono as Record<Look, readonly [string, string]>),
    dim: ['\x1b[2m', '\x1b[22m'],
    good: foreground(32),
    bad: foreground(31),
    warn: foreground(35),
    accent: foreground(34),
  },
};

const asciiOnly = /^[ -~]*$/;
const spelled: Readonly<Record<string, string>> = { '→': '->', '←': '<-', '↑': 'up', '↓': 'down', '…': '~', '’': "'", '×': 'x' };

/** Symbols, frames and escape sequences of one screen. */
export class Style {
  readonly symbols: Symbols;
  private readonly frames: { readonly plain: Border; readonly focused: Border };

  constructor(readonly options: StyleOptions) {
    this.symbols = options.ascii ? ascii : unicode;
    this.frames = frames[options.ascii ? 'ascii' : 'unicode'];
  }

  border(focused: boolean): Border {
    return focused ? this.frames.focused : this.frames.plain;
  }

  /** Text of this program's own signs, in the set of signs that is wanted. */
  inSet(text: string): string {
    return this.options.ascii && !asciiOnly.test(text) ? text.replaceAll(/[→←↑↓…’×]/g, (sign) => spelled[sign] ?? sign) : text;
  }

  paint(look: Look, text: string): string {
    if (this.options.ink === 'none' || text === '') return text;
    const codes = this.options.ink === 'mono' ? mono[look] : colors[this.options.theme][look];
    return codes === undefined ? text : codes[0] + text + codes[1];
  }
}

/** No escape sequences: for files, pipes and tests. */
export const plainStyle = new Style({ ink: 'none', theme: 'dark', ascii: false });

/** What was asked for on the command line. */
export interface StyleChoice {
  readonly ascii?: boolean;
  readonly theme?: 'dark' | 'light';
}

/** What the environment asks for: NO_COLOR, FORCE_COLOR, TERM, COLORFGBG, the locale. Options given on the command line win. */
export function styleFor(environment: Readonly<Record<string, string | undefined>>, options: StyleChoice = {}): Style {
  const { NO_COLOR: noColor, FORCE_COLOR: force, COLORFGBG: background, TERM: terminal } = environment;
  const isForced = force !== undefined && force !== '0' && force !== 'false';
  const isOff = force === '0' || force === 'false' || (noColor !== undefined && noColor !== '') || terminal === 'dumb';
  const last = background?.split(';').at(-1);
  const isLight = last !== undefined && (last === '7' || last === '15');
  return new Style({
    ink: isOff && !isForced ? 'mono' : 'color',
    theme: options.theme ?? (isLight ? 'light' : 'dark'),
    ascii: options.ascii ?? false,
  });
}
