import { parseScript } from '../script/parseScript.js';
import type { ScriptEvent } from '../script/Script.js';

/** What a line can do that is no fault: input, and the end of the run. */
const inputVerbs: ReadonlySet<string> = new Set(['>', 'bytes', 'put', 'append', 'create', 'end']);

/** Whether an event of a script is a fault, or the repair of one, and not input. */
export const isFaultEvent = ({ command }: ScriptEvent): boolean => !inputVerbs.has(command.verb);

/** The lines of a script apart: its input, and its faults with their repairs. Comments stay with the input. @throws {ScriptError} */
export function splitScript(script: string): { readonly input: readonly string[]; readonly faults: readonly string[] } {
  const parsed = parseScript(script);
  const input: string[] = [];
  const faults: string[] = [];
  for (const line of parsed.lines) {
    if (typeof line === 'string') input.push(line);
    else (isFaultEvent(line) ? faults : input).push((parsed.sources.get(line) as string).trim());
  }
  return { input, faults };
}

/** A script without its faults: the same input in a world in which nothing goes wrong. @throws {ScriptError} */
export const withoutFaults = (script: string): string => `${splitScript(script).input.join('\n').trimEnd()}\n`;
