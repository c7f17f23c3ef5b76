import { type Content, listed } from './content.js';
import type { Row } from './row.js';

/** Keys and what they do, in the order of the help. */
export const keyHelp: readonly (readonly [keys: string, action: string])[] = [
  ['→ l   ← h', 'next, previous step'],
  ['.   ,', 'next, previous event'],
  [']   [', 'next, previous batch'],
  ['}   {', 'next, previous mark: stops of the lesson, failures, restarts'],
  ['G end   g home', 'to the end, to the beginning'],
  ['space', 'play, pause;  < slower  > faster'],
  ['c   C   b', 'run to the next, previous break; b sets one on this kind of event'],
  ['1 … 6, 0', 'panel: timeline, stage, changes, output, program, events; lesson text'],
  ['tab  shift-tab', 'next, previous panel'],
  ['v   V', 'next, previous kind of stage: flow, windows, queue, state'],
  ['z', 'one panel on the whole screen; again: back'],
  ['↓ j   ↑ k', 'choose a row;  enter goes to it'],
  ['pgdn  pgup', 'a page down, up'],
  ['shift-→  shift-←', 'scroll sideways'],
  ['/   n   N', 'find; next, previous match'],
  [':', 'go to:  :batch 3  :t 2.5s  :+20  :-5'],
  ['ctrl-o  ctrl-n', 'back, forward through where you jumped'],
  ['y', 'the command that opens this place'],
  ['ctrl-l', 'paint the screen anew'],
  ['ctrl-z', 'to the shell; fg returns'],
  ['esc', 'close this, clear the search'],
  ['q', 'leave'],
];

const signs: readonly (readonly [string, string])[] = [
  ['+ ~ - =', 'new, changed, removed, the same'],
  ['x', 'lost or dropped'],
  ['!', 'a failure'],
];

export function helpContent(): Content {
  const line = ([keys, action]: readonly [string, string]): Row => [['bold', keys.padEnd(18)], action];
  return listed('Help: keys and signs', [...keyHelp.map(line), [], ...signs.map(line)], { note: 'esc closes' });
}
