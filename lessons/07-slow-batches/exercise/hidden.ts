import { type Attempt, type Finding, fail, pass, type Random, resultText } from 'batchwise/grading';

interface Run {
  readonly start: number;
  readonly end: number;
  readonly delay: number;
}

/** Six calls: slow batches in bursts, one or two at a time. */
export function generate(random: Random) {
  const calls = random.list(6, () => {
    const interval = random.pick([500, 1000, 2000]);
    const slow = (): number => random.int(11, 30) * (interval / 10);
    const fast = (): number => random.int(1, 9) * (interval / 10);
    const processing = random.list(random.int(5, 9), () => (random.chance(0.55) ? slow() : fast()));
    return { name: 'schedule', args: [interval, processing, random.int(1, 2)] };
  });
  return { calls };
}

/** Looks at the runs of each call, beside those of the reference; what was no list of runs is left to `none-skipped`. */
function compare(
  attempt: Attempt,
  reference: Attempt,
  look: (actual: readonly Run[], expected: readonly Run[], args: readonly unknown[], name: string) => Finding | undefined,
): Finding {
  for (const [i, expected] of reference.results.entries()) {
    const result = attempt.results[i];
    if (!('value' in expected)) continue;
    const { args = [] } = attempt.given.calls?.[i] ?? {};
    const name = `schedule(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
    const actual = result !== undefined && 'value' in result && Array.isArray(result.value) ? (result.value as Run[]) : undefined;
    if (actual === undefined) return fail(`${name} gives ${resultText(result)}; it should be a list of runs`);
    const finding = look(actual, expected.value as Run[], args, name);
    if (finding !== undefined) return finding;
  }
  return pass;
}

const shown = (runs: readonly Run[]): string[] => runs.map(({ start, end, delay }) => `${start}–${end}, ${delay} late`);

export const checks = {
  'none-skipped': (attempt: Attempt, reference: Attempt) =>
    compare(attempt, reference, (actual, expected, args, name) => {
      const processing = args[1] as readonly number[];
      if (actual.length !== expected.length) {
        return fail(`${name}: ${processing.length} batches were made, ${actual.length} ran`, {
          expected: shown(expected),
          actual: shown(actual),
        });
      }
      const k = actual.findIndex(({ start, end }, at) => end - start !== processing[at]);
      if (k < 0) return undefined;
      const { start, end } = actual[k] as Run;
      return fail(`${name}: batch ${k + 1} takes ${processing[k]} ms, but runs from ${start} to ${end}`, {
        expected: shown(expected),
        actual: shown(actual),
      });
    }),

  'same-starts': (attempt: Attempt, reference: Attempt) =>
    compare(attempt, reference, (actual, expected, args, name) => {
      const k = expected.findIndex(({ start }, at) => start !== actual[at]?.start);
      if (k < 0) return undefined;
      const made = (k + 1) * (args[0] as number);
      return fail(`${name}: batch ${k + 1} starts at ${expected[k]?.start}, not at ${actual[k]?.start}`, {
        expected: shown(expected),
        actual: shown(actual),
        chain: [
          `batch ${k + 1} is made at ${made}`,
          `${args[2]} may run at a time`,
          `the first thread is free at ${expected[k]?.start === made ? 'that time' : expected[k]?.start}`,
        ],
      });
    }),

  'same-delays': (attempt: Attempt, reference: Attempt) =>
    compare(attempt, reference, (actual, expected, args, name) => {
      const interval = args[0] as number;
      // Where the start is wrong, the delay has to fit that start.
      const k = actual.findIndex(({ start, delay }, at) => at < expected.length && delay !== start - (at + 1) * interval);
      if (k < 0) return undefined;
      const { start, delay } = actual[k] as Run;
      return fail(`${name}: batch ${k + 1} was made at ${(k + 1) * interval} and starts at ${start}: its delay is not ${delay}`, {
        expected: shown(expected),
        actual: shown(actual),
        chain: [`made at ${(k + 1) * interval}`, `started at ${start}`, `${start - (k + 1) * interval} ms late`],
      });
    }),
};
