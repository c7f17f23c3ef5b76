/** What a key press is called: a character, or a name such as `right`, `ctrl-l`, `shift-tab`. */
export type Key = string;

export type KeyGroup = 'move in time' | 'look' | 'ask' | 'find and go' | 'lesson';

/** A command: its name, its keys, and what it does in a few words. The help, the command list and the status line are made of these. */
export interface KeyEntry {
  readonly id: string;
  readonly keys: readonly Key[];
  readonly group: KeyGroup;
  readonly text: string;
}

const inTime: readonly KeyEntry[] = [
  { id: 'time.next', keys: ['right', 'l'], group: 'move in time', text: 'next step' },
  { id: 'time.prev', keys: ['left', 'h'], group: 'move in time', text: 'previous step' },
  { id: 'time.eventNext', keys: ['.'], group: 'move in time', text: 'next event' },
  { id: 'time.eventPrev', keys: [','], group: 'move in time', text: 'previous event' },
  { id: 'time.batchNext', keys: [']'], group: 'move in time', text: 'next batch' },
  { id: 'time.batchPrev', keys: ['['], group: 'move in time', text: 'previous batch' },
  { id: 'time.markNext', keys: ['}'], group: 'move in time', text: 'next mark: a stop of the lesson, a failure, a restart' },
  { id: 'time.markPrev', keys: ['{'], group: 'move in time', text: 'previous mark' },
  { id: 'time.last', keys: ['G', 'end'], group: 'move in time', text: 'to the end' },
  { id: 'time.first', keys: ['g', 'home'], group: 'move in time', text: 'to the beginning' },
  { id: 'time.play', keys: [' '], group: 'move in time', text: 'play, pause' },
  { id: 'time.slower', keys: ['<'], group: 'move in time', text: 'play slower' },
  { id: 'time.faster', keys: ['>'], group: 'move in time', text: 'play faster' },
  { id: 'time.run', keys: ['c'], group: 'move in time', text: 'run to the next break; without one, to the next failure' },
  { id: 'time.runBack', keys: ['C'], group: 'move in time', text: 'run back to the break before' },
  { id: 'time.break', keys: ['b'], group: 'move in time', text: 'break when the chosen value changes; again: no longer' },
];

const looking: readonly KeyEntry[] = [
  ...['timeline', 'stage', 'changes', 'output', 'program', 'events'].map(
    (name, i): KeyEntry => ({ id: `panel.${i + 1}`, keys: [String(i + 1)], group: 'look', text: `panel ${i + 1}: ${name}` }),
  ),
  { id: 'panel.0', keys: ['0'], group: 'look', text: 'what the lesson says' },
  { id: 'panel.next', keys: ['tab'], group: 'look', text: 'next panel' },
  { id: 'panel.prev', keys: ['shift-tab'], group: 'look', text: 'previous panel' },
  { id: 'panel.zoom', keys: ['z'], group: 'look', text: 'one panel on the whole screen; again: back' },
  { id: 'look.variant', keys: ['v'], group: 'look', text: 'next kind of stage' },
  { id: 'look.variantBack', keys: ['V'], group: 'look', text: 'previous kind of stage' },
  { id: 'row.down', keys: ['down', 'j'], group: 'look', text: 'choose the next row' },
  { id: 'row.up', keys: ['up', 'k'], group: 'look', text: 'choose the row before' },
  { id: 'row.pageDown', keys: ['pagedown', 'ctrl-d'], group: 'look', text: 'a page down' },
  { id: 'row.pageUp', keys: ['pageup', 'ctrl-u'], group: 'look', text: 'a page up' },
  { id: 'row.right', keys: ['shift-right'], group: 'look', text: 'scroll to the right' },
  { id: 'row.left', keys: ['shift-left'], group: 'look', text: 'scroll to the left' },
];

const asking: readonly KeyEntry[] = [
  { id: 'look.why', keys: ['w'], group: 'ask', text: 'why is this here? of a record: where did it go?' },
  { id: 'look.back1', keys: ['backspace'], group: 'ask', text: 'back to what was asked before' },
  { id: 'row.open', keys: ['return'], group: 'ask', text: 'go to the chosen row, or to the chosen cause' },
  { id: 'look.follow', keys: ['F'], group: 'ask', text: 'follow the chosen record; again: no longer' },
  { id: 'look.predict', keys: ['p'], group: 'ask', text: 'answer the question of this stop, then see' },
];

const finding: readonly KeyEntry[] = [
  { id: 'find.start', keys: ['/'], group: 'find and go', text: 'find a text among the events' },
  { id: 'find.next', keys: ['n'], group: 'find and go', text: 'next place that has it' },
  { id: 'find.prev', keys: ['N'], group: 'find and go', text: 'place before that has it' },
  {
    id: 'cmd.open',
    keys: [':', 'ctrl-p'],
    group: 'find and go',
    text: 'go to :batch 3, :t 2.5s, :+20, :-5, or choose a command',
  },
  { id: 'look.back', keys: ['ctrl-o'], group: 'find and go', text: 'back to where you jumped from' },
  { id: 'look.forward', keys: ['ctrl-n'], group: 'find and go', text: 'forward again' },
  { id: 'look.bookmark', keys: ['m'], group: 'find and go', text: 'set a bookmark here; again: take it away' },
  { id: 'look.places', keys: ["'"], group: 'find and go', text: 'bookmarks and stops of the lesson' },
];

const aboutLesson: readonly KeyEntry[] = [
  { id: 'lesson.restart', keys: ['r'], group: 'lesson', text: 'back to the first step' },
  { id: 'share.command', keys: ['y'], group: 'lesson', text: 'the command that opens this place' },
  { id: 'help.open', keys: ['?'], group: 'lesson', text: 'keys, and the terms of the panel in focus' },
  { id: 'help.tour', keys: ['T'], group: 'lesson', text: 'a tour of the screen in ten steps' },
  { id: 'nav.close', keys: ['escape'], group: 'lesson', text: 'close what lies over the panels, clear the search' },
];

/** All commands of a lesson's screen, in the order of the help. */
export const keyTable: readonly KeyEntry[] = [...inTime, ...looking, ...asking, ...finding, ...aboutLesson];

/** Keys of the screen itself, for the help only. */
export const screenKeys: readonly (readonly [Key, string])[] = [
  ['S', 'save this frame as text and as a picture (SVG)'],
  ['ctrl-l', 'paint the screen anew'],
  ['ctrl-z', 'to the shell; fg returns'],
  ['q', 'leave'],
  ['ctrl-c', 'leave at once'],
];

const names: Readonly<Record<string, string>> = {
  ' ': 'space',
  escape: 'esc',
  return: 'enter',
  pagedown: 'pgdn',
  pageup: 'pgup',
};
const arrows: Readonly<Record<string, string>> = { right: '→', left: '←', up: '↑', down: '↓' };
const asciiArrows: Readonly<Record<string, string>> = { right: '->', left: '<-', up: 'up', down: 'down' };

/** A key as it is shown. */
export function keyName(key: Key, ascii: boolean): string {
  const shift = key.startsWith('shift-') ? 'shift-' : '';
  const bare = key.slice(shift.length);
  return shift + (names[bare] ?? (ascii ? asciiArrows : arrows)[bare] ?? bare);
}
