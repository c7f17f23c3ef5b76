import { type Content, listed } from '../content.js';
import { bindings } from '../keymap.js';
import type { Row, Span } from '../row.js';
import type { Style } from '../style.js';
import { left, width as widthOf } from '../text.js';

/** All keys, from the key map itself, in two columns, and what the signs on the screen mean. */
export function helpView(style: Style, width: number): Content {
  const column = Math.floor((width - 2) / 2);
  const groups = [...new Set(bindings.map(({ group }) => group))];
  const lines = groups.flatMap((group) => [
    { isTitle: true, text: group },
    ...bindings
      .filter((binding) => binding.group === group)
      .map(({ keys, help }) => ({ isTitle: false, text: `${left(keyText(keys, style), 11)} ${help}` })),
    { isTitle: false, text: '' },
  ]);
  const half = Math.ceil(lines.length / 2);
  const cell = (line: (typeof lines)[number] | undefined): Span => {
    const text = left(line?.text ?? '', column, style.symbols.ellipsis);
    return line?.isTitle === true ? ['bold', text] : text;
  };
  const rows: Row[] = Array.from({ length: half }, (_, i) => [cell(lines[i]), cell(lines[half + i])]);
  const { ahead, queued, running, done, failed } = style.symbols;
  rows.push(
    [['bold', 'signs']],
    [`batch    ${ahead} ahead   ${queued} waiting   ${running} running   ${done} done   ${failed} failed`],
    ['marks    s stop of the lesson   ! failure   r restart   c checkpoint'],
    ['change   + new   ~ changed   - gone   = as before   ? not known yet   ! failed'],
    ['screen   ctrl-l draws it again   ctrl-z to the shell, fg returns'],
  );
  return listed('? Keys', rows, { note: 'esc closes' });
}

/** `left` as an arrow, `1` to `6` as a range. */
function keyText(keys: readonly string[], style: Style): string {
  if (keys.length > 3) return `${keys[0]} .. ${keys.at(-1)}`;
  const { left: toLeft, right: toRight, up, down } = style.symbols;
  const drawn: Readonly<Record<string, string>> = {
    left: toLeft,
    right: toRight,
    up,
    down,
    'shift-left': `shift-${toLeft}`,
    'shift-right': `shift-${toRight}`,
  };
  const texts = keys.map((key) => drawn[key] ?? key);
  return widthOf(texts.join(' ')) > 11 ? texts[0]! : texts.join(' ');
}
