import { describe, programLine } from '../../recording/index.js';
import type { Content } from '../content.js';
import type { Model } from '../model.js';
import type { Style } from '../style.js';
import { right } from '../text.js';
import type { View } from '../view.js';

/** The program, with the line that the event at the cursor belongs to. */
export function programView(model: Model, view: View, style: Style): Content {
  const { recording, graph, programLines, session } = model;
  const event = recording.length === 0 ? undefined : recording.get(view.cursor);
  const line = event === undefined ? undefined : programLine(recording, event);
  const said = event === undefined ? undefined : describe(event, graph);
  const digits = String(programLines.length).length;
  return {
    title: '5 Program',
    note: session.programName ?? '',
    count: programLines.length,
    row: (index) => {
      const number = right(String(index + 1), digits);
      const text = programLines[index] ?? '';
      return index + 1 === line ? [['bold', `${style.symbols.now}${number} ${text}`]] : [['dim', ` ${number} `], text];
    },
    foot: line === undefined || said === undefined ? [] : [[['accent', `${said.subject}: ${said.text}`]]],
    anchor: line === undefined ? -1 : line - 1,
    selectable: true,
    subject: (index) => {
      const seq = definedOn(model, index + 1);
      return seq === undefined ? undefined : { kind: 'event', seq };
    },
  };
}

/** The event that defined what stands on a line of the program. */
function definedOn({ recording, graph }: Model, line: number): number | undefined {
  for (const event of recording) {
    if (event.type === 'stream.defined' && graph.streams.get(event.stream)?.line === line) return event.seq;
    if (event.type === 'output.defined' && graph.outputs.get(event.output)?.line === line) return event.seq;
    if (event.type === 'context.started') return undefined;
  }
  return undefined;
}
