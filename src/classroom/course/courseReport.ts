import { plural } from '../../recording/index.js';
import type { Exercise } from '../exercise/Exercise.js';
import { caseLines } from './caseLines.js';
import type { CourseResult } from './gradeCourse.js';
import { misconceptions } from './misconceptions.js';
import type { Submission } from './Submission.js';

/** `report.txt`: what an instructor reads before the next class (lesson-format.md, section 13). */
export function courseReport(result: CourseResult): string[] {
  const { students, exercises } = result;
  return [
    `${plural(students.length, 'student')}, ${plural(exercises.length, 'exercise')}`,
    '',
    ...exercises.flatMap((exercise) => exerciseLines(result, exercise)),
    ...hardestLines(result),
    ...misconceptionLines(result.submissions),
    ...apartLines(result),
  ];
}

function exerciseLines({ graded, submissions }: CourseResult, exercise: Exercise): string[] {
  const reports = graded.filter((each) => each.exercise === exercise.id).flatMap(({ report }) => report ?? []);
  const passed = reports.filter((report) => report.passed).length;
  const rate = reports.length === 0 ? undefined : passed / reports.length;
  const note = rate === undefined ? '' : rate < 0.4 ? '   too hard? below 40 %' : rate > 0.95 ? '   too easy? above 95 %' : '';
  const missing = submissions.length - reports.length;
  const hints = submissions.map(
    ({ progress }) => progress.filter((each) => each.lesson === exercise.id && each.event === 'hint').length,
  );
  const minutes = submissions.flatMap((submission) => minutesOn(submission, exercise.id) ?? []);
  return [
    `${exercise.lessonFolder}: ${passed} of ${reports.length} solved${missing === 0 ? '' : `, ${missing} not handed in`}${note}`,
    ...exercise.properties.map(({ id, points }) => {
      const failed = reports.filter((report) =>
        report.properties.some((each) => each.property === id && each.verdict === 'fail'),
      );
      return `    ${id.padEnd(24)} ${String(points).padStart(3)} points   failed by ${failed.length}`;
    }),
    `    hints shown: ${hints.reduce((sum, each) => sum + each, 0)}   minutes from the first check to the pass, median: ${median(minutes) ?? 'not known'}`,
    '',
  ];
}

function hardestLines({ hardest }: CourseResult): string[] {
  if (hardest === undefined) return ['No property was failed by anybody.', ''];
  const { exercise, property, failing, broken, given, sentence } = hardest;
  return [
    `Most failed: ${exercise.lessonFolder}, ${property} (${plural(failing, 'submission')}). Use it in class: this breaks ${broken} of them.`,
    ...caseLines(given).map((line) => `    ${line}`),
    `  ${sentence}`,
    '',
  ];
}

function misconceptionLines(submissions: readonly Submission[]): string[] {
  const rows = misconceptions(submissions);
  if (rows.length === 0) return ['No wrong first prediction is known.', ''];
  return [
    'Wrong first predictions, those that students were sure of first:',
    `    ${'sure'.padStart(4)}  ${'wrong'.padStart(5)}  ${'asked'.padStart(5)}   misconception`,
    ...rows.map(
      ({ lesson, question, tag, students, confident, of }) =>
        `    ${String(confident).padStart(4)}  ${String(students).padStart(5)}  ${String(of).padStart(5)}   ${tag} (${lesson}, ${question})`,
    ),
    '',
  ];
}

function apartLines({ graded }: CourseResult): string[] {
  const apart = graded.filter((each) => each.apart !== undefined);
  if (apart.length === 0) return [];
  return [
    'Set apart, since they could not be judged on every seed:',
    ...apart.map(
      ({ student, exercise, apart: why, report }) =>
        `    ${student}, ${exercise}: ${why}. ${report?.first?.failure.sentence ?? ''}`,
    ),
    '',
  ];
}

/** From the first check of an exercise to the first that passed, by the student's own clock. */
function minutesOn({ progress }: Submission, exercise: string): number | undefined {
  const checks = progress.filter(({ lesson, event }) => lesson === exercise && (event === 'pass' || event === 'fail'));
  const times = checks.map(({ at }) => Date.parse(at)).filter((time) => Number.isFinite(time));
  const passed = checks.filter(({ event }) => event === 'pass').map(({ at }) => Date.parse(at));
  if (times.length === 0 || passed.length === 0) return undefined;
  return Math.round((Math.min(...passed) - Math.min(...times)) / 60_000);
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
