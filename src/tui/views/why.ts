import { clock, describe, type RunEvent } from '../../recording/index.js';
import { type Content, listed } from '../content.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { Style } from '../style.js';
import { left } from '../text.js';

/** `seq` of the event at `seq` and of what caused it, and so on to the first cause. */
export function causesOf(model: Model, seq: number): readonly number[] {
  const chain: number[] = [];
  let at: number | undefined = seq;
  // A cause lies before what it causes; anything else is the end of the chain.
  while (at !== undefined && at >= 0 && at < model.recording.length) {
    chain.push(at);
    const { cause }: RunEvent = model.recording.get(at);
    at = cause !== undefined && cause < at ? cause : undefined;
  }
  return chain;
}

/** Why the event at `seq` happened: the chain of its causes, the first cause on top. */
export function whyView(model: Model, seq: number, style: Style): Content {
  const { recording, graph } = model;
  const chain = [...causesOf(model, seq)].reverse();
  const rows = chain.map((at): Row => {
    const event = recording.get(at);
    const { subject, text } = describe(event, graph);
    const line = `${clock(event.at, recording.originUs)} #${at} ${left(subject, 12, style.symbols.ellipsis)} ${text}`;
    return at === seq ? [['bold', line]] : [line];
  });
  const title = `Why event #${seq}`;
  return listed(title, rows, { note: 'enter jumps, esc closes', anchor: rows.length - 1, selectable: true });
}
