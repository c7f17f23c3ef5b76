import type { PropertyVerdict } from '../grading/Finding.js';
import { callsText } from './caseLines.js';
import type { CourseResult } from './gradeCourse.js';
import type { Graded } from './Submission.js';

/** A property of a student's exercise, for programs: the fields of Exercism's runner interface, then ours. */
interface TestResult {
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'error';
  readonly message: string | null;
  readonly verdict: PropertyVerdict['verdict'] | 'missing';
  readonly points: number;
  readonly maxPoints: number;
  readonly anomaly?: string;
  readonly seed?: string;
}

/** `results.json`: by student and exercise the status, points and every property. */
export function resultsJson(result: CourseResult): string {
  const students = result.students.map((student) => ({
    student,
    exercises: ofStudent(result, student).map((graded) => {
      const { exercise, report, apart } = graded;
      const tests = testsOf(result, graded);
      const status = report?.passed === true ? 'pass' : tests.some((test) => test.status === 'error') ? 'error' : 'fail';
      const { points = 0, maxPoints = 0, examples } = report ?? {};
      return {
        exercise,
        version: 2,
        status,
        handedIn: report !== undefined,
        points,
        maxPoints: report === undefined ? maxPointsOf(result, exercise) : maxPoints,
        ...(examples === undefined ? {} : { examples }),
        ...(apart === undefined ? {} : { apart }),
        ...(report?.first === undefined ? {} : { first: report.first }),
        tests,
      };
    }),
  }));
  return `${JSON.stringify({ formatVersion: 1, students }, null, 2)}\n`;
}

/** JUnit XML: a suite for each student, a case for each property. */
export function junitXml(result: CourseResult): string {
  const suites = result.students.map((student) => {
    const tests = ofStudent(result, student).flatMap((graded) =>
      testsOf(result, graded).map((test) => ({ ...test, exercise: graded.exercise })),
    );
    const count = (status: string) => tests.filter((test) => test.status === status).length;
    const cases = tests.map(({ exercise, name, status, message }) => {
      const head = `    <testcase classname="${xml(exercise)}" name="${xml(name)}"`;
      if (status === 'pass') return `${head}/>`;
      const tag = status === 'fail' ? 'failure' : 'error';
      return `${head}>\n      <${tag} message="${xml(message ?? '')}"/>\n    </testcase>`;
    });
    const head = `  <testsuite name="${xml(student)}" tests="${tests.length}" failures="${count('fail')}" errors="${count('error')}">`;
    return [head, ...cases, '  </testsuite>'].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

/** `class.csv`: a line for each student, a column for each property and one for the points. */
export function classCsv(result: CourseResult): string {
  const columns = result.exercises.flatMap(({ id, properties }) => properties.map((property) => `${id}/${property.id}`));
  const rows = result.students.map((student) => {
    const all = ofStudent(result, student);
    const verdicts = all.flatMap((graded) => testsOf(result, graded).map(({ verdict }) => verdict));
    const points = all.reduce((sum, { report }) => sum + (report?.points ?? 0), 0);
    const apart = all.find((graded) => graded.apart !== undefined)?.apart ?? '';
    return [student, ...verdicts, String(points), apart];
  });
  return [['student', ...columns, 'points', 'apart'], ...rows].map((row) => `${row.map(csv).join(',')}\n`).join('');
}

const ofStudent = ({ graded }: CourseResult, student: string): readonly Graded[] =>
  graded.filter((each) => each.student === student);

function testsOf({ exercises }: CourseResult, { exercise: id, report }: Graded): readonly TestResult[] {
  const exercise = exercises.find((each) => each.id === id);
  const first = report?.first;
  return (exercise?.properties ?? []).map((property): TestResult => {
    const base = { name: property.id, maxPoints: property.points };
    if (report === undefined) return { ...base, status: 'fail', message: 'not handed in', verdict: 'missing', points: 0 };
    const verdict = report.properties.find((each) => each.property === property.id);
    const examples = report.examples.passed === report.examples.of;
    const seed = verdict?.failedSeeds[0];
    const shared = {
      ...base,
      verdict: verdict?.verdict ?? 'error',
      points: examples && verdict?.verdict === 'pass' ? property.points : 0,
      ...(property.anomaly === undefined ? {} : { anomaly: property.anomaly }),
      ...(seed === undefined ? {} : { seed }),
    };
    const why = first?.property === property.id ? `${first.failure.sentence}${callsText(first)}` : undefined;
    if (shared.verdict === 'pass') return { ...shared, status: 'pass', message: null };
    if (shared.verdict === 'fail')
      return { ...shared, status: 'fail', message: why ?? `fails on ${verdict?.failedSeeds.length} of ${verdict?.tried} seeds` };
    const message = shared.verdict === 'vacuous' ? 'never put to the test' : first?.failure.sentence;
    return { ...shared, status: 'error', message: message ?? 'it could not be run' };
  });
}

const maxPointsOf = ({ exercises }: CourseResult, id: string): number =>
  exercises.find((each) => each.id === id)?.properties.reduce((sum, { points }) => sum + points, 0) ?? 0;

/** A cell. What a spreadsheet would take for a formula is shown as text. */
function csv(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const xml = (text: string): string =>
  text
    // What XML 1.0 cannot hold is left out.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replace(/[&<>"\n]/g, (character) => `&#${character.charCodeAt(0)};`);
