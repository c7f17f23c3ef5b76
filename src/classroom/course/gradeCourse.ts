import type { Exercise } from '../exercise/Exercise.js';
import { apartOf } from '../grading/apartOf.js';
import type { Case, Runner } from '../grading/Case.js';
import { Grading } from '../grading/Grading.js';
import { grade, hiddenTests } from '../grading/grade.js';
import { finalSeeds } from './finalSeeds.js';
import type { Graded, Submission } from './Submission.js';

/** The case that breaks the most submissions, of the property that the most of them fail. */
export interface HardestCase {
  readonly exercise: Exercise;
  readonly property: string;
  /** Submissions that fail the property at all, and how many of them fail it on this case. */
  readonly failing: number;
  readonly broken: number;
  readonly given: Case;
  readonly sentence: string;
}

/** What grading a class came to. */
export interface CourseResult {
  readonly exercises: readonly Exercise[];
  readonly students: readonly string[];
  /** By student, then by exercise, in the orders above. */
  readonly graded: readonly Graded[];
  readonly hardest: HardestCase | undefined;
  readonly submissions: readonly Submission[];
}

/** How many submissions are shrunk to find the case that breaks the most. */
const shrunkAtMost = 8;

/**
 * Grades every exercise of every student on all tiers, with final seeds made from `salt`.
 * @throws {Error} an exercise without tests or final seeds: that is never a green result
 */
export async function gradeCourse(
  exercises: readonly Exercise[],
  submissions: readonly Submission[],
  salt: string,
  runner: Runner,
  onProgress?: (done: number, of: number) => void,
): Promise<CourseResult> {
  if (exercises.length === 0) throw new Error('There is no exercise to grade.');
  for (const { lessonFolder, seeds } of exercises) {
    if (seeds.final === 0)
      throw new Error(`${lessonFolder}/exercise/exercise.json: seeds.final is 0, so nothing would be tested.`);
  }
  const graded: Graded[] = [];
  const of = submissions.length * exercises.length;
  for (const { student, work } of submissions) {
    for (const exercise of exercises) {
      const text = work.get(exercise.id);
      if (text === undefined) graded.push({ student, exercise: exercise.id, report: undefined });
      else {
        const seeds = finalSeeds(salt, exercise.id, exercise.seeds.final);
        const report = await grade(exercise, text, runner, { upTo: 'final', finalSeeds: seeds, allTiers: true });
        const apart = apartOf(report.first);
        graded.push({ student, exercise: exercise.id, report, ...(apart === undefined ? {} : { apart }) });
      }
      onProgress?.(graded.length, of);
    }
  }
  const students = submissions.map(({ student }) => student);
  return { exercises, students, graded, hardest: await hardestCase(exercises, submissions, graded, runner), submissions };
}

/** The property that most submissions fail; of equal ones the first of the course. */
function mostFailed(exercises: readonly Exercise[], graded: readonly Graded[]) {
  let most: { exercise: Exercise; property: string; failing: readonly Graded[] } | undefined;
  for (const exercise of exercises) {
    for (const { id } of exercise.properties) {
      const failing = graded.filter(
        (each) => each.exercise === exercise.id && verdictOf(each, id)?.verdict === 'fail' && each.apart === undefined,
      );
      if (failing.length > (most?.failing.length ?? 0)) most = { exercise, property: id, failing };
    }
  }
  return most;
}

export const verdictOf = ({ report }: Graded, property: string) => report?.properties.find((each) => each.property === property);

async function hardestCase(
  exercises: readonly Exercise[],
  submissions: readonly Submission[],
  graded: readonly Graded[],
  runner: Runner,
): Promise<HardestCase | undefined> {
  const most = mostFailed(exercises, graded);
  if (most === undefined) return undefined;
  const { exercise, property, failing } = most;
  const hidden = hiddenTests(exercise);
  const gradings = failing.map(({ student }) => {
    const text = submissions.find((each) => each.student === student)?.work.get(exercise.id);
    return new Grading(exercise, text as NonNullable<typeof text>, runner, hidden);
  });
  let best: HardestCase | undefined;
  for (const [i, grading] of gradings.slice(0, shrunkAtMost).entries()) {
    const seed = verdictOf(failing[i] as Graded, property)?.failedSeeds[0];
    const small = seed === undefined ? undefined : await grading.smallest(seed, property);
    if (small === undefined) continue;
    let broken = 0;
    for (const other of gradings) if ((await other.failureOn(small.given, property)) !== undefined) broken++;
    const isBetter =
      best === undefined || broken > best.broken || (broken === best.broken && sizeOf(small.given) < sizeOf(best.given));
    if (isBetter)
      best = { exercise, property, failing: failing.length, broken, given: small.given, sentence: small.failure.sentence };
  }
  return best;
}

const sizeOf = ({ script = '', calls = [] }: Case): number => script.length + JSON.stringify(calls).length;
