import { lineOf, ProgramError } from '../classroom/index.js';
import { BatchwiseError } from '../engine/errors.js';
import type { RunProblem } from './protocol.js';

/** An error in the learner's words: what Spark would say, else the message, with the line of the program. */
export function problemOf(error: unknown, program: string): RunProblem {
  const line = error instanceof ProgramError ? error.line : lineOf(error, program);
  const root = rootOf(error);
  if (root instanceof ProgramError)
    return { message: withoutPlace(root), ...(root.line === undefined ? {} : { line: root.line }) };
  const text =
    error instanceof BatchwiseError
      ? error.toString()
      : `${(error as Error)?.name ?? 'Error'}: ${(error as Error)?.message ?? String(error)}`;
  const first = text.split('\n')[0] as string;
  const hint = error instanceof BatchwiseError && error.hint !== undefined ? `\n${error.hint}` : '';
  return { message: `${first}${hint}`, ...(line === undefined ? {} : { line }) };
}

function rootOf(error: unknown): unknown {
  let each = error;
  while (each instanceof Error && each.cause !== undefined) each = each.cause;
  return each;
}

const withoutPlace = (error: ProgramError): string => error.message.replace(/^[^:]*: /, '');
