import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classCsv, courseReport, gradeCourse, junitXml, resultsJson } from '../../classroom/course/index.js';
import { hasExercise, readExercise } from '../../classroom/index.js';
import { readSubmissions } from '../submissions.js';
import { ThreadRunner } from '../ThreadRunner.js';
import { lessonDirectory, lessons } from '../target.js';
import { UsageError } from '../UsageError.js';
import { exerciseOf } from './exercise.js';

export interface GradeOptions {
  readonly salt?: string;
  readonly out?: string;
  readonly exercise: readonly string[];
}

/**
 * Grades a class and writes `results.json`, `junit.xml`, `class.csv` and `report.txt`.
 * @returns 0 when everybody was graded, however well; 1 when the grader itself failed
 */
export async function gradeCommand(gradeWorker: URL, folder: string, options: GradeOptions): Promise<number> {
  const { salt, out = '.' } = options;
  if (salt === undefined || salt.trim() === '')
    throw new UsageError('grade: say --salt <secret>; the final seeds are made from it.');
  const directory = lessonDirectory();
  const exercises =
    options.exercise.length > 0
      ? options.exercise.map(exerciseOf)
      : lessons()
          .filter((lesson) => hasExercise(directory, lesson))
          .map((lesson) => readExercise(directory, lesson));
  const submissions = readSubmissions(folder, exercises);
  const runner = new ThreadRunner(gradeWorker);
  try {
    const result = await gradeCourse(exercises, submissions, salt, runner, onProgress);
    mkdirSync(out, { recursive: true });
    const report = `${courseReport(result).join('\n').trimEnd()}\n`;
    const files = {
      'results.json': resultsJson(result),
      'junit.xml': junitXml(result),
      'class.csv': classCsv(result),
      'report.txt': report,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
    process.stdout.write(
      `${report}\nWritten: ${Object.keys(files)
        .map((name) => join(out, name))
        .join(', ')}\n`,
    );
    return 0;
  } catch (error) {
    // A grader that is missing or has no tests must never look like a result.
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`Nothing was graded: ${error.message}\n`);
    return 1;
  } finally {
    runner.close();
  }
}

function onProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(done < of ? `\r${done} of ${of} graded …\x1b[K` : '\r\x1b[K');
}
