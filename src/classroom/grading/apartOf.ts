import type { FirstFailure } from './Finding.js';

/** Why a submission is set apart from the wrong ones: it could not be judged on every seed. */
export type Apart = 'not repeatable' | 'over budget';

/** Whether a first failure is of that kind; undefined for a program that is only wrong. */
export function apartOf(first: FirstFailure | undefined): Apart | undefined {
  if (first === undefined || first.owner !== 'your program' || first.property !== undefined) return undefined;
  const { sentence } = first.failure;
  if (sentence.startsWith('not repeatable')) return 'not repeatable';
  return /computes without end|took more than|needs more than|the run's limit|no time passes/.test(sentence)
    ? 'over budget'
    : undefined;
}
