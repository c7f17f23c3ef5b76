import { nearestWord } from '../sim/script/ScriptError.js';

/** What the user asked for cannot be done as it was asked: exit code 2. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** ` Did you mean "spark.master"?`, or nothing. */
export function meant(found: string, known: readonly string[]): string {
  const word = nearestWord(found, known);
  return word === undefined ? '' : ` Did you mean "${word}"?`;
}
