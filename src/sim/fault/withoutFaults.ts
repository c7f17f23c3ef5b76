import { parseScript } from '../script/parseScript.js';
import { type Command, printScript } from '../script/Script.js';

/** The same script with its input alone: what is typed, put or written stays, and the end of the run; crashes, cuts and restarts go. */
export function withoutFaults(text: string): string {
  const script = parseScript(text);
  return printScript({ ...script, lines: script.lines.filter((line) => typeof line === 'string' || !isFault(line.command)) });
}

function isFault(command: Command): boolean {
  switch (command.actor) {
    case 'file':
    case 'run':
      return false;
    case 'nc':
      return command.verb !== '>' && command.verb !== 'bytes';
    default:
      return true;
  }
}
