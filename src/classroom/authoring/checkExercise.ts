import type { Exercise } from '../exercise/Exercise.js';
import type { Runner } from '../grading/Case.js';
import type { PropertyVerdict } from '../grading/Finding.js';
import { grade } from '../grading/grade.js';
import { type Calibration, calibrate, leastKillRate, rateOf } from './calibrate.js';

/** What an author has to repair in an exercise; empty when there is nothing. @param seeds of the solution and of each mutant */
export async function checkExercise(exercise: Exercise, runner: Runner, seeds = 200): Promise<string[]> {
  const problems: string[] = [];
  if (exercise.mutants.length < 3) problems.push(`there are ${exercise.mutants.length} mutants; at least 3 are needed`);
  const examples = async (text: string, name: string) =>
    (await grade(exercise, { text, name }, runner, { upTo: 'visible', shrink: false })).examples;
  const start = await examples(exercise.start, 'start.ts');
  if (start.passed === start.of) problems.push('start.ts passes all examples: there is nothing to do');
  const solution = await examples(exercise.solution, 'solution.ts');
  if (solution.passed < solution.of) problems.push(`solution.ts fails ${solution.of - solution.passed} of the examples`);
  for (const calibration of await calibrate(exercise, runner, seeds)) problems.push(...problemsOf(exercise, calibration));
  return problems;
}

function problemsOf(exercise: Exercise, { file, verdicts }: Calibration): string[] {
  if (file === 'start.ts') return verdicts.every(({ verdict }) => verdict === 'pass') ? ['start.ts passes'] : [];
  if (file === 'solution.ts') {
    return verdicts.flatMap(({ property, verdict, failedSeeds }) => {
      if (verdict === 'pass') return [];
      if (verdict === 'vacuous') return [`the property "${property}" is vacuous: what it is about never happened`];
      return [`solution.ts fails "${property}" on ${failedSeeds.length} seeds, first on ${failedSeeds[0] ?? 'an error'}`];
    });
  }
  const mutant = exercise.mutants.find((each) => each.file === file);
  if (mutant === undefined) return [];
  return verdicts.flatMap((verdict) => problemsOfMutant(verdict, file, mutant.fails, mutant.mayFail));
}

function problemsOfMutant(
  verdict: PropertyVerdict,
  file: string,
  fails: readonly string[],
  mayFail: readonly string[],
): string[] {
  const { property } = verdict;
  if (verdict.verdict === 'error') return [`${file}: "${property}" ends in an error instead of a verdict`];
  const rate = rateOf(verdict);
  if (fails.includes(property)) {
    if (rate === 0) return [`${file} survives: it should fail "${property}"`];
    return rate < leastKillRate
      ? [`${file} fails "${property}" on ${rate.toFixed(2)} of the seeds only; at least ${leastKillRate} are needed`]
      : [];
  }
  return rate > 0 && !mayFail.includes(property) ? [`${file} fails "${property}" too, which it should not`] : [];
}
