import type { Key as InkKey } from 'ink';
import type { Key } from '../keymap.js';

const named: readonly (readonly [keyof InkKey, Key])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['return', 'return'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/** The keys of one event of input: a named key, or each character, since several may arrive at once. */
export function keysOf(input: string, key: InkKey): Key[] {
  // Control first: ctrl-l arrives as `l`.
  if (key.ctrl && input !== '') return [`ctrl-${input}`];
  for (const [flag, name] of named) if (key[flag] === true) return [key.shift ? `shift-${name}` : name];
  if (input === '[H' || input === '[1~' || input === 'OH') return ['home'];
  if (input === '[F' || input === '[4~' || input === 'OF') return ['end'];
  return [...input].map((each) => written[each] ?? each);
}

/** Keys that arrive as characters when several are read at once, or pasted. */
const written: Readonly<Record<string, Key>> = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\x1b': 'escape',
};
