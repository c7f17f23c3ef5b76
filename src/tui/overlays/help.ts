import { type Content, listed } from '../content.js';
import { keyName, keyTable, screenKeys } from '../keys.js';
import { markdownRows } from '../markdown.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Style } from '../style.js';
import { terms } from '../terms.js';
import { left } from '../text.js';
import type { View } from '../view.js';

const keyCells = 20;

/** The terms of the panel in focus, then all keys, from the key table. */
export function helpView(model: Model, view: View, style: Style, width: number): Content {
  const { ascii } = style.options;
  const panel = model.panelOf(view);
  const shown = panel === 'stage' ? model.stageOf(view) : panel;
  const rows: Row[] = [[['bold', `terms: ${shown}`]]];
  for (const { term, meaning, look } of terms[shown]) {
    const text = `**${term}**: ${meaning}. *Look:* ${look}.`;
    markdownRows(text, Math.max(20, width - 6)).forEach((row, i) => {
      rows.push([i === 0 ? '  ' : '    ', ...row]);
    });
  }
  let group = '';
  for (const entry of keyTable) {
    if (entry.group !== group) rows.push([], [['bold', entry.group]]);
    group = entry.group;
    const keys = entry.keys.map((key) => keyName(key, ascii)).join('  ');
    rows.push(['  ', ['accent', left(keys, keyCells)], entry.text]);
  }
  rows.push([], [['bold', 'screen']]);
  for (const [key, text] of screenKeys) rows.push(['  ', ['accent', left(keyName(key, ascii), keyCells)], text]);
  rows.push([], [['bold', 'signs']], ...signs.map(([sign, text]): Row => ['  ', left(sign, keyCells), text]));
  const anchor = Math.min(rows.length - 1, view.overlayRow);
  return listed('Help: terms and keys', rows, { note: 'esc closes', anchor, anchorAt: 0 });
}

const signs: readonly (readonly [string, string])[] = [
  ['+ ~ - =', 'new, changed, removed, the same'],
  ['x', 'lost, or dropped for good'],
  ['?', 'due: it will come'],
  ['!', 'a failure'],
  ['s c k r', 'on the timeline: a stop of the lesson, a checkpoint, offsets committed, a restart'],
];
