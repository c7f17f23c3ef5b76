import type { Fault } from '../../sim/fault/FaultKind.js';
import { faultLines } from '../../sim/fault/faultLines.js';
import { faultKind } from '../../sim/fault/vocabulary.js';
import { parseScript } from '../../sim/script/parseScript.js';
import { printEvent, printTime } from '../../sim/script/Script.js';
import type { RunTexts } from './RunTexts.js';

/** What makes a branch out of the run that it comes from. Lines of a script count from 1, comments included. */
export type BranchChange =
  /** A fault of the vocabulary: its lines are added. */
  | { readonly kind: 'inject'; readonly fault: Fault }
  /** Something typed into nc. `atUs`: virtual microseconds after the start */
  | { readonly kind: 'type'; readonly port: number; readonly text: string; readonly atUs: number }
  | { readonly kind: 'addLine'; readonly text: string }
  | { readonly kind: 'editLine'; readonly line: number; readonly text: string }
  | { readonly kind: 'removeLine'; readonly line: number }
  /** `value` undefined: the setting is taken away. */
  | { readonly kind: 'set'; readonly key: string; readonly value: string | undefined }
  | { readonly kind: 'seed'; readonly seed: string }
  | { readonly kind: 'program'; readonly text: string };

/**
 * The texts of a run after a change. New lines come last, so that the numbers of the others stay.
 * @throws {ScriptError} a line that cannot be read
 * @throws {RangeError} a line that is not there, or a fault outside its ranges
 */
export function changedTexts(texts: RunTexts, change: BranchChange): RunTexts {
  switch (change.kind) {
    case 'inject':
      return withScript(texts, [...scriptLines(texts), ...faultLines(change.fault)]);
    case 'type':
      return withScript(texts, [...scriptLines(texts), typedLine(change)]);
    case 'addLine':
      return withScript(texts, [...scriptLines(texts), change.text]);
    case 'editLine':
      return withScript(texts, withLine(scriptLines(texts), change.line, [change.text]));
    case 'removeLine':
      return withScript(texts, withLine(scriptLines(texts), change.line, []));
    case 'set': {
      const { [change.key]: _, ...rest } = texts.settings;
      return { ...texts, settings: change.value === undefined ? rest : { ...rest, [change.key]: change.value } };
    }
    case 'seed':
      return { ...texts, seed: change.seed };
    case 'program':
      return { ...texts, program: change.text };
  }
}

/** A change in a few words: the name of a branch that was given none. */
export function changeText(change: BranchChange): string {
  switch (change.kind) {
    case 'inject': {
      const [line = ''] = faultLines(change.fault);
      return line.replace(/^(@\S+) (.*)$/, (_, at: string, rest: string) =>
        change.fault.effect === undefined ? `${rest} ${at}` : rest,
      );
    }
    case 'type':
      return `typed "${change.text}" @${printTime(change.atUs)}`;
    case 'addLine':
      return `+ ${change.text.trim()}`;
    case 'editLine':
      return `line ${change.line}: ${change.text.trim()}`;
    case 'removeLine':
      return `without line ${change.line}`;
    case 'set':
      return change.value === undefined ? `without ${change.key}` : `${change.key}=${change.value}`;
    case 'seed':
      return `seed ${change.seed}`;
    case 'program':
      return 'program changed';
  }
}

/** A fault as a person chooses it who takes every usual value. @throws {RangeError} no such kind */
export const usualFault = (kind: string, target: string, atUs: number): Fault => ({
  kind,
  target,
  atUs,
  values: Object.fromEntries(faultKind(kind).parameters.map(({ name, usual }) => [name, usual])),
});

/** The lines of a script, without the end of the last one. */
export function scriptLines({ script }: Pick<RunTexts, 'script'>): readonly string[] {
  const lines = script.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** What is typed, as a line of a script. */
const typedLine = ({ port, text, atUs }: { readonly port: number; readonly text: string; readonly atUs: number }): string =>
  printEvent({ atUs, command: { actor: 'nc', port, verb: '>', text }, line: 0 });

function withScript(texts: RunTexts, lines: readonly string[]): RunTexts {
  const script = lines.map((line) => `${line}\n`).join('');
  parseScript(script);
  return { ...texts, script };
}

function withLine(lines: readonly string[], line: number, instead: readonly string[]): readonly string[] {
  if (!(line >= 1 && line <= lines.length)) throw new RangeError(`The script has no line ${line}; it has ${lines.length}.`);
  return [...lines.slice(0, line - 1), ...instead, ...lines.slice(line)];
}
