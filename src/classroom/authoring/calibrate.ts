import type { Exercise } from '../exercise/Exercise.js';
import type { Outcome, Runner } from '../grading/Case.js';
import type { PropertyVerdict } from '../grading/Finding.js';
import { Grading } from '../grading/Grading.js';
import { hiddenTests } from '../grading/grade.js';

/** How one program fares on many seeds. */
export interface Calibration {
  /** `solution.ts`, `start.ts`, or a mutant's file. */
  readonly file: string;
  readonly verdicts: readonly PropertyVerdict[];
}

/** Least share of seeds on which a mutant must fail: with 50 final seeds it is then missed once in 3,400 times (lesson-format.md, section 9). */
export const leastKillRate = 0.15;

/** Share of the seeds on which a property failed. */
export const rateOf = ({ failedSeeds, tried }: PropertyVerdict): number => (tried === 0 ? 0 : failedSeeds.length / tried);

/** Runs start, solution and every mutant of an exercise on `count` seeds each. */
export async function calibrate(exercise: Exercise, runner: Runner, count: number): Promise<Calibration[]> {
  const seeds = Array.from({ length: count }, (_, i) => `calibrate-${i + 1}`);
  const hidden = hiddenTests(exercise);
  // Twenty times the budget of a learner's run: here there are many more seeds.
  const patient = { ...exercise, budget: { ...exercise.budget, wallMs: exercise.budget.wallMs * 20 } };
  const programs = [
    { file: 'solution.ts', text: exercise.solution },
    { file: 'start.ts', text: exercise.start },
    ...exercise.mutants,
  ];
  const found: Calibration[] = [];
  // The solution runs twice, as a submission does, and is the reference of all others.
  let reference: readonly Outcome[] | undefined;
  for (const { file, text } of programs) {
    const grading = new Grading(patient, { text, name: file }, runner, hidden);
    found.push({ file, verdicts: (await grading.trySeeds('practice', seeds, undefined, reference)).verdicts });
    reference ??= await grading.referenceOn(seeds);
  }
  return found;
}

/** The table that `author calibrate` prints. */
export function calibrationLines(exercise: Exercise, found: readonly Calibration[]): string[] {
  const ids = exercise.properties.map(({ id }) => id);
  const width = Math.max(...found.map(({ file }) => file.length));
  const rows = found.map(({ file, verdicts }) => {
    const cells = ids.map((id) => {
      const verdict = verdicts.find(({ property }) => property === id) as PropertyVerdict;
      const text = verdict.verdict === 'error' ? 'error' : verdict.verdict === 'vacuous' ? 'vacuous' : rateOf(verdict).toFixed(2);
      return text.padStart(Math.max(7, id.length));
    });
    return `${file.padEnd(width)}  ${cells.join('  ')}`;
  });
  return [`${''.padEnd(width)}  ${ids.map((id) => id.padStart(Math.max(7, id.length))).join('  ')}`, ...rows];
}
