import { shrinking } from '../../sim/fault/shrink.js';
import { parseScript } from '../../sim/script/parseScript.js';
import type { Case } from './Case.js';
import type { Failure } from './Finding.js';

/** A smaller case that still fails, and how. */
export interface SmallCase {
  readonly given: Case;
  readonly failure: Failure;
}

/**
 * Leaves out lines of the script, or calls, as long as the case still fails.
 * @param failureOf runs a candidate; undefined when it does not fail
 * @returns undefined when the case itself does not fail
 */
export async function shrinkCase(
  on: Case,
  failureOf: (candidate: Case) => Promise<Failure | undefined>,
  tries = 120,
): Promise<SmallCase | undefined> {
  const parts: readonly unknown[] = on.calls ?? scriptLines(on.script ?? '');
  const withParts = (left: readonly unknown[]): Case =>
    on.calls === undefined ? { ...on, script: `${left.join('\n')}\n` } : { ...on, calls: left as NonNullable<Case['calls']> };
  const whole = await failureOf(on);
  if (whole === undefined) return undefined;
  let best: SmallCase = { given: on, failure: whole };
  const simpler = on.calls === undefined ? { simpler: (line: unknown) => simplerLines(line as string) } : {};
  const steps = shrinking(parts, { tries, ...simpler });
  for (let step = steps.next(); step.done !== true; ) {
    const candidate = withParts(step.value);
    const failure = await failureOf(candidate);
    if (failure !== undefined) best = { given: candidate, failure };
    step = steps.next(failure !== undefined);
  }
  return best;
}

const scriptLines = (script: string): string[] => script.split('\n').filter((line) => !/^\s*(#|$)/.test(line));

/** The same line with fewer words typed, or a rounder time. */
function simplerLines(line: string): string[] {
  const forms: string[] = [];
  const [, head, text] = /^(@\S+\s+nc\s+\S+\s+>\s)(.*)$/.exec(line) ?? [];
  if (head !== undefined && text !== undefined) {
    const words = text.split(' ');
    if (words.length > 1) forms.push(head + words[0], head + words.slice(0, Math.ceil(words.length / 2)).join(' '));
  }
  return forms.filter((form) => parses(form));
}

function parses(line: string): boolean {
  try {
    parseScript(line);
    return true;
  } catch {
    return false;
  }
}
