import { listedCommands } from '../commandList.js';
import { type Content, listed } from '../content.js';
import { keyName } from '../keys.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Style } from '../style.js';
import { left } from '../text.js';
import type { View } from '../view.js';

/** What was typed after `:`, and the commands that fit it. */
export function commandsView(model: Model, view: View, style: Style): Content {
  const typed = view.prompt?.text ?? '';
  const found = listedCommands(model, typed);
  const chosen = Math.min(view.overlayRow, found.length - 1);
  const rows = found.map(({ title, note }, i): Row => {
    const mark = i === chosen ? style.symbols.now : ' ';
    const key = note === 'place' ? note : keyName(note, style.options.ascii);
    const row: Row = [`${mark} `, left(title, 56, style.symbols.ellipsis), ' ', ['dim', key]];
    return i === chosen ? [['reverse', `${mark} ${left(title, 56, style.symbols.ellipsis)}`], ' ', ['dim', key]] : row;
  });
  const head: Row[] = [[['bold', `: ${typed}`], '_'], [['dim', 'batch 3   t 2.5s   +20   -5   131, or a command:']]];
  return listed(': Command', rows, { note: `${found.length} fit`, head, anchor: chosen });
}
