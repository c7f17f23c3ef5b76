import { follow } from '../recording/index.js';
import { chosenName } from './keymap.js';
import { type Key, keyName } from './keys.js';
import type { Model } from './model.js';
import type { Row, Span } from './row.js';
import type { Style } from './style.js';
import { cut, width as widthOf } from './text.js';
import { tour } from './tour.js';
import type { View } from './view.js';

type Hint = readonly [keys: readonly Key[], text: string];

/** The last row: what is being typed, what was to be said, the tour, or the keys that are of use now, the most useful one first. */
export function statusRow(model: Model, view: View, columns: number, style: Style): Row {
  const { prompt, notice } = view;
  if (prompt?.kind === 'find') return [`/${prompt.text}_`];
  if (notice !== '') return [['warn', ` ${notice}`]];
  if (view.tour !== undefined) {
    const text = ` Tour ${view.tour + 1} of ${tour.length}: ${tour[view.tour]?.text ?? ''}`;
    return [
      ['reverse', cut(text, columns - 12)],
      ['dim', '  esc skips'],
    ];
  }
  const { ascii } = style.options;
  const spans: Span[] = [];
  let used = 0;
  for (const [i, [keys, text]] of hints(model, view).entries()) {
    const shown = ` ${keys.map((key) => keyName(key, ascii)).join(' ')} ${text} `;
    if (used + widthOf(shown) > columns) break;
    used += widthOf(shown);
    spans.push([i === 0 ? 'bold' : 'dim', shown]);
  }
  return spans;
}

const hints = (model: Model, view: View): readonly Hint[] => {
  if (view.prompt?.kind === 'confidence') return [[['1', '2', '3'], 'how sure?']];
  switch (view.overlay) {
    case 'why':
      return [
        [['up', 'down'], 'choose'],
        [['return'], 'go there'],
        [['w'], 'ask on'],
        [['backspace'], 'back'],
        [['F'], 'follow the record'],
        [['escape'], 'close'],
      ];
    case 'question':
      return [
        [['return'], 'answer'],
        [['escape'], 'go on without'],
      ];
    case 'verdict':
      return [
        [['return'], 'go on'],
        [['left'], 'step back'],
        [['w'], 'why?'],
      ];
    case 'commands':
    case 'places':
      return [
        [['up', 'down'], 'choose'],
        [['return'], 'go'],
        [['escape'], 'close'],
      ];
    case 'help':
      return [
        [['up', 'down'], 'scroll'],
        [['pagedown', 'pageup'], 'page'],
        [['T'], 'tour'],
        [['escape'], 'close'],
      ];
    default:
      return [...nextUseful(model, view), ...usual];
  }
};

/** What a learner most likely wants here. */
function nextUseful(model: Model, view: View): readonly Hint[] {
  const name = chosenName(view, model);
  if (name !== undefined)
    return [
      [['w'], `why ${cut(name, 20)}?`],
      [['return'], 'go there'],
      [['b'], 'break'],
    ];
  if (view.isPlaying) return [[[' '], 'pause']];
  if (model.openQuestion(view) !== undefined) return [[['p'], 'predict, then see']];
  if (view.cursor >= (model.stops.steps.at(-1) ?? 0)) return [[['q'], 'leave: the lesson is over']];
  return [];
}

const usual: readonly Hint[] = [
  [['right', 'left'], 'step'],
  [[']', '['], 'batch'],
  [['}', '{'], 'mark'],
  [['w'], 'why'],
  [['v'], 'stage'],
  [['?'], 'help'],
  [[':'], 'command'],
  [['.', ','], 'event'],
  [['tab'], 'panel'],
  [['/'], 'find'],
  [['b', 'c'], 'break, run'],
  [['z'], 'zoom'],
  [[' '], 'play'],
  [['q'], 'leave'],
];

/** One row on the record that is followed: where it is now. */
export function followRow(model: Model, view: View, style: Style): Row | undefined {
  if (view.followed === undefined) return undefined;
  const way = follow(model.recording, view.followed, view.cursor);
  if (way === undefined) return undefined;
  return [['reverse', ` ${style.symbols.follow} "${way.text}" `], ` ${way.place}`];
}
