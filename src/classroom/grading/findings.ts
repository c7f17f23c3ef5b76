import type { Anomaly } from '../../recording/index.js';
import type { Attempt } from './Attempt.js';
import type { Failure, Finding } from './Finding.js';

export const pass: Finding = { verdict: 'pass' };
export const vacuous: Finding = { verdict: 'vacuous' };

/** A failure, in the words of the learner. */
export const fail = (sentence: string, more: Omit<Failure, 'verdict' | 'sentence'> = {}): Finding => ({
  verdict: 'fail',
  sentence,
  ...more,
});

/**
 * Compares what `print()` wrote with the reference, block by block; the first that differs is shown.
 * @param options `anyOrder`: lines of a block may come in any order
 */
export function sameBlocks(
  attempt: Attempt,
  reference: Attempt,
  options: { readonly anomaly?: Anomaly; readonly anyOrder?: boolean } = {},
): Finding {
  if (attempt.problem !== undefined) return fail(`the program ended with an error: ${firstLine(attempt.problem)}`);
  const shown = (lines: readonly string[]) => (options.anyOrder === true ? [...lines].sort() : lines);
  const anomaly = options.anomaly === undefined ? {} : { anomaly: options.anomaly };
  const count = Math.max(attempt.blocks.length, reference.blocks.length);
  for (let i = 0; i < count; i++) {
    const actual = attempt.blocks[i];
    const expected = reference.blocks[i];
    if (expected === undefined && actual !== undefined) {
      return fail(`a block for ${actual.timeMs} ms was printed that should not be there`, {
        ...anomaly,
        expected: [],
        actual: withTime(actual.timeMs, actual.lines),
        seq: actual.seq,
      });
    }
    if (expected === undefined) break;
    if (actual === undefined || actual.timeMs !== expected.timeMs) {
      return fail(`the block for ${expected.timeMs} ms is missing`, {
        ...anomaly,
        expected: withTime(expected.timeMs, expected.lines),
        actual: actual === undefined ? [] : withTime(actual.timeMs, actual.lines),
        ...(actual === undefined ? {} : { seq: actual.seq }),
      });
    }
    if (shown(actual.lines).join('\n') === shown(expected.lines).join('\n')) continue;
    return fail(`the block for ${expected.timeMs} ms differs`, {
      ...anomaly,
      expected: withTime(expected.timeMs, shown(expected.lines)),
      actual: withTime(actual.timeMs, shown(actual.lines)),
      seq: actual.seq,
    });
  }
  return pass;
}

/** Compares what the calls gave with what the reference gave, as JSON; the first that differs is shown. */
export function sameResults(attempt: Attempt, reference: Attempt): Finding {
  for (const [i, expected] of reference.results.entries()) {
    const actual = attempt.results[i];
    if (JSON.stringify(actual) === JSON.stringify(expected)) continue;
    return fail(`${callText(attempt, i)} gives ${resultText(actual)}; it should be ${resultText(expected)}`, {
      expected: [resultText(expected)],
      actual: [resultText(actual)],
    });
  }
  return pass;
}

/** The ith call of an attempt, as code. */
export function callText(attempt: Attempt, i: number): string {
  const call = attempt.given.calls?.[i];
  return call === undefined ? `call ${i + 1}` : `${call.name}(${call.args.map((each) => JSON.stringify(each)).join(', ')})`;
}

export const resultText = (result: Attempt['results'][number] | undefined): string =>
  result === undefined
    ? 'nothing'
    : 'error' in result
      ? `an error: ${result.error}`
      : (JSON.stringify(result.value) ?? 'undefined');

const withTime = (timeMs: number, lines: readonly string[]): string[] => [`Time: ${timeMs} ms`, ...lines];
const firstLine = (text: string): string => text.split('\n')[0] as string;
