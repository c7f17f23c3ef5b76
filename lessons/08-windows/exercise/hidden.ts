import { type Attempt, callText, type Finding, fail, pass, type Random, resultText, vacuous } from 'batchwise/grading';

/** Twelve calls: lengths that are mostly, not always, multiples of the interval. */
export function generate(random: Random) {
  const calls = random.list(12, () => {
    const interval = random.pick([500, 1000, 2000]);
    const length = () => random.int(1, 6) * interval + (random.chance(0.12) ? interval / 4 : 0);
    return { name: 'coverage', args: [length(), length(), interval, random.int(1, 10) * interval, 16 * interval] };
  });
  return { calls };
}

const isError = (result: Attempt['results'][number] | undefined): boolean =>
  result === undefined || 'error' in result || typeof result.value === 'string';

/** Compares the calls for which `concerns` holds; none of them: vacuous. */
function compare(attempt: Attempt, reference: Attempt, concerns: (i: number) => boolean, what: string): Finding {
  let compared = 0;
  for (const [i, expected] of reference.results.entries()) {
    if (!concerns(i)) continue;
    compared++;
    const actual = attempt.results[i];
    if (JSON.stringify(actual) === JSON.stringify(expected)) continue;
    return fail(`${callText(attempt, i)} gives ${resultText(actual)}; ${what} ${resultText(expected)}`, {
      expected: [resultText(expected)],
      actual: [resultText(actual)],
    });
  }
  return compared === 0 ? vacuous : pass;
}

export const checks = {
  'same-outputs': (attempt: Attempt, reference: Attempt) =>
    compare(
      attempt,
      reference,
      (i) => !isError(reference.results[i]) && !isError(attempt.results[i]),
      'the engine puts it out at',
    ),
  'right-error': (attempt: Attempt, reference: Attempt) =>
    compare(attempt, reference, (i) => isError(reference.results[i]) || isError(attempt.results[i]), 'Spark says'),
};
