/** What a key does while a lesson is on the screen. */
export type Command =
  | 'time.next'
  | 'time.prev'
  | 'time.eventNext'
  | 'time.eventPrev'
  | 'time.batchNext'
  | 'time.batchPrev'
  | 'time.markNext'
  | 'time.markPrev'
  | 'time.first'
  | 'time.last'
  | 'time.play'
  | 'time.slower'
  | 'time.faster'
  | 'time.run'
  | 'time.runBack'
  | 'time.break'
  | 'panel.focus'
  | 'panel.next'
  | 'panel.prev'
  | 'panel.zoom'
  | 'row.down'
  | 'row.up'
  | 'row.pageDown'
  | 'row.pageUp'
  | 'row.left'
  | 'row.right'
  | 'row.enter'
  | 'look.why'
  | 'look.back'
  | 'look.forward'
  | 'look.variant'
  | 'look.variantBack'
  | 'find.start'
  | 'find.next'
  | 'find.prev'
  | 'cmd.open'
  | 'help.open'
  | 'lesson.restart'
  | 'nav.close'
  | 'nav.back'
  | 'app.quit';

/** A line of the help: keys as they are named by `keyNames`, and what they do. */
export interface Binding {
  readonly command: Command;
  readonly keys: readonly string[];
  readonly help: string;
}

/**
 * The keys of a lesson, in the order of the help. Keys are single characters, or `left right up down pageup pagedown home end tab
 * shift-tab shift-left shift-right enter escape backspace space` and `ctrl-` with a letter; redrawing (`ctrl-l`) and suspending
 * (`ctrl-z`) belong to the terminal, not to the lesson.
 */
export const bindings: readonly (Binding & { readonly group: string })[] = [
  { group: 'move in time', command: 'time.prev', keys: ['left', 'h'], help: 'step back' },
  { group: 'move in time', command: 'time.next', keys: ['right', 'l'], help: 'step forward' },
  { group: 'move in time', command: 'time.eventPrev', keys: [','], help: 'event back' },
  { group: 'move in time', command: 'time.eventNext', keys: ['.'], help: 'event forward' },
  { group: 'move in time', command: 'time.batchPrev', keys: ['['], help: 'batch back' },
  { group: 'move in time', command: 'time.batchNext', keys: [']'], help: 'batch forward' },
  { group: 'move in time', command: 'time.markPrev', keys: ['{'], help: 'lesson stop or failure back' },
  { group: 'move in time', command: 'time.markNext', keys: ['}'], help: 'lesson stop or failure forward' },
  { group: 'move in time', command: 'time.first', keys: ['g', 'home'], help: 'first step' },
  { group: 'move in time', command: 'time.last', keys: ['G', 'end'], help: 'last step' },
  { group: 'move in time', command: 'time.play', keys: ['space'], help: 'play, pause' },
  { group: 'move in time', command: 'time.slower', keys: ['<'], help: 'play slower' },
  { group: 'move in time', command: 'time.faster', keys: ['>'], help: 'play faster' },
  { group: 'move in time', command: 'time.break', keys: ['b'], help: 'break at events like this' },
  { group: 'move in time', command: 'time.run', keys: ['c'], help: 'run to the next break' },
  { group: 'move in time', command: 'time.runBack', keys: ['C'], help: 'back to the last break' },
  { group: 'look', command: 'panel.focus', keys: ['0', '1', '2', '3', '4', '5', '6'], help: 'panel; 0: lesson' },
  { group: 'look', command: 'panel.next', keys: ['tab'], help: 'next panel' },
  { group: 'look', command: 'panel.prev', keys: ['shift-tab'], help: 'previous panel' },
  { group: 'look', command: 'panel.zoom', keys: ['z'], help: 'panel over the whole screen' },
  { group: 'look', command: 'row.up', keys: ['up', 'k'], help: 'row up; timeline: batch' },
  { group: 'look', command: 'row.down', keys: ['down', 'j'], help: 'row down' },
  { group: 'look', command: 'row.pageUp', keys: ['pageup', 'ctrl-u'], help: 'page up' },
  { group: 'look', command: 'row.pageDown', keys: ['pagedown', 'ctrl-d'], help: 'page down' },
  { group: 'look', command: 'row.left', keys: ['shift-left'], help: 'scroll to the left' },
  { group: 'look', command: 'row.right', keys: ['shift-right'], help: 'scroll to the right' },
  { group: 'look', command: 'row.enter', keys: ['enter'], help: 'go to the chosen row' },
  { group: 'look', command: 'look.variant', keys: ['v'], help: 'next kind of stage' },
  { group: 'look', command: 'look.variantBack', keys: ['V'], help: 'previous kind of stage' },
  { group: 'look', command: 'look.why', keys: ['w'], help: 'why this event' },
  { group: 'look', command: 'look.back', keys: ['ctrl-o'], help: 'where you jumped from' },
  { group: 'look', command: 'look.forward', keys: ['ctrl-n'], help: 'and forward again' },
  { group: 'find and leave', command: 'find.start', keys: ['/'], help: 'find in the events' },
  { group: 'find and leave', command: 'find.next', keys: ['n'], help: 'next hit' },
  { group: 'find and leave', command: 'find.prev', keys: ['N'], help: 'previous hit' },
  { group: 'find and leave', command: 'cmd.open', keys: [':', 'ctrl-p'], help: '+20  -5  batch 12  t 6s  event 9' },
  { group: 'find and leave', command: 'lesson.restart', keys: ['r'], help: 'back to where the lesson opens' },
  { group: 'find and leave', command: 'help.open', keys: ['?'], help: 'these keys' },
  { group: 'find and leave', command: 'nav.close', keys: ['escape'], help: 'close, clear; never quits' },
  { group: 'find and leave', command: 'nav.back', keys: ['q'], help: 'back' },
  { group: 'find and leave', command: 'app.quit', keys: ['ctrl-c'], help: 'quit' },
];

const byKey: ReadonlyMap<string, Command> = new Map(
  bindings.flatMap(({ keys, command }) => keys.map((key): [string, Command] => [key, command])),
);

/** What a key does in a lesson; undefined: nothing. */
export function commandOf(key: string): Command | undefined {
  return byKey.get(key);
}

/** What Ink says about a key press, as far as it is used here. */
export interface InkKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
}

/** The keys of one input event, by name: a fast typist's `lll` arrives as one event, and the Backspace key as "delete". */
export function keyNames(input: string, key: InkKey): readonly string[] {
  if (key.escape) return ['escape'];
  if (key.return) return ['enter'];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  if (key.backspace || key.delete) return ['backspace'];
  const arrow = arrowName(key);
  if (arrow !== undefined) return [key.shift && (arrow === 'left' || arrow === 'right') ? `shift-${arrow}` : arrow];
  if (key.pageUp) return ['pageup'];
  if (key.pageDown) return ['pagedown'];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  // Before letters: Ctrl+L arrives as `l`.
  if (key.ctrl) return input.length === 1 ? [`ctrl-${input}`] : [];
  return [...input].map(charName);
}

function charName(char: string): string {
  if (char === ' ') return 'space';
  if (char === '\r' || char === '\n') return 'enter';
  if (char === '\t') return 'tab';
  const code = char.charCodeAt(0);
  if (code === 0x7f) return 'backspace';
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : char;
}

function arrowName(key: InkKey): 'up' | 'down' | 'left' | 'right' | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  return key.rightArrow ? 'right' : undefined;
}
