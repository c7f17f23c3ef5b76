import { parseScript } from '../script/parseScript.js';
import type { ScriptEvent } from '../script/Script.js';
import { everything } from './everything.js';
import { faultLines } from './faultLines.js';
import { faultKinds } from './vocabulary.js';

let known: ReadonlyMap<string, { readonly kind: string; readonly isRepair: boolean }> | undefined;

/** The kind of fault that an event of a script is, or that it repairs; undefined for input, and for repairs that belong to no kind. */
export function kindOfLine(event: ScriptEvent): { readonly kind: string; readonly isRepair: boolean } | undefined {
  known ??= readKinds();
  return known.get(nameOf(event));
}

/** What an actor does: the same for all targets and numbers. */
const nameOf = ({ command }: ScriptEvent): string => `${command.actor} ${command.verb}`;

/** The vocabulary is the lines that it writes, so it is read back from them. */
function readKinds() {
  const names = new Map<string, { readonly kind: string; readonly isRepair: boolean }>();
  for (const { id, targets } of faultKinds) {
    for (const target of targets(everything)) {
      const { events } = parseScript(faultLines({ kind: id, target, atUs: 0, values: {} }).join('\n'));
      for (const [i, event] of events.entries()) {
        const name = nameOf(event);
        // A line that is a fault of one kind and the repair of another is a fault.
        if (i === 0 || !names.has(name)) names.set(name, { kind: id, isRepair: i > 0 });
      }
    }
  }
  return names;
}
