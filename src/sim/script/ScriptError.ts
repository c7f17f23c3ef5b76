import { closest } from 'fastest-levenshtein';

/** What is wrong with one line of a script. Lines and columns count from 1. */
export interface ScriptProblem {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
  /** The word that was probably meant. */
  readonly nearest?: string;
}

export class ScriptError extends Error {
  readonly code = 'SCRIPT';
  constructor(
    readonly problems: readonly ScriptProblem[],
    readonly source: string,
  ) {
    super(problems.map((problem) => describe(problem, source)).join('\n'));
    this.name = 'ScriptError';
  }
}

function describe({ line, column, found, expected, nearest }: ScriptProblem, source: string): string {
  const text = source.split('\n')[line - 1] ?? '';
  const meant = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  const what = found === '' ? 'the line ends here' : `found "${found}"`;
  return `line ${line}, column ${column}: expected ${expected}, ${what}.${meant}\n  ${text}\n  ${' '.repeat(column - 1)}^`;
}

/** The nearest of `words`, when it is near enough to have been meant. */
export function nearestWord(found: string, words: readonly string[]): string | undefined {
  if (found === '') return undefined;
  const word = closest(found.toLowerCase(), [...words]);
  const same = [...new Set(found.toLowerCase())].filter((letter) => word.includes(letter)).length;
  return same * 2 >= Math.min(found.length, word.length) ? word : undefined;
}
