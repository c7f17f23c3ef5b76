import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { checkExperiment, readExperiments } from '../../classroom/experiment/index.js';
import {
  calibrate,
  calibrationLines,
  checkExercise,
  checkLesson,
  hasExercise,
  type Lesson,
  readExercise,
  readLesson,
} from '../../classroom/index.js';
import { ThreadRunner } from '../ThreadRunner.js';
import { findLesson, lessonDirectory, lessons } from '../target.js';
import { UsageError } from '../UsageError.js';

/** Checks lessons and their exercises as their author must. @returns 0 when there is nothing to repair */
export async function authorCheck(
  gradeWorker: URL,
  names: readonly string[],
  options: { readonly seeds?: string },
): Promise<number> {
  const chosen = chosenLessons(names);
  const runner = new ThreadRunner(gradeWorker);
  let found = 0;
  try {
    for (const { directory, lesson } of chosen) {
      const before = lessons().filter(({ number }) => number < lesson.number);
      const problems = await checkLesson(lesson, before, runner);
      if (hasExercise(directory, lesson)) {
        const exercise = readExercise(directory, lesson);
        problems.push(
          ...(await checkExercise(exercise, runner, Number(options.seeds ?? 200))).map((each) => `exercise: ${each}`),
        );
      }
      for (const experiment of readExperiments(directory, lesson)) {
        const repairs = await checkExperiment(experiment, runner);
        problems.push(...repairs.map((each) => `experiments/${experiment.id}.json: ${each}`));
      }
      found += problems.length;
      process.stdout.write(`${problems.length === 0 ? '✓' : '✗'} ${lesson.folder}\n`);
      for (const problem of problems) process.stdout.write(`    ${problem}\n`);
    }
    return found === 0 ? 0 : 1;
  } finally {
    runner.close();
  }
}

/** Prints on which share of seeds each mutant fails each property. */
export async function authorCalibrate(
  gradeWorker: URL,
  names: readonly string[],
  options: { readonly seeds?: string },
): Promise<number> {
  const runner = new ThreadRunner(gradeWorker);
  try {
    for (const lesson of names.length === 0 ? lessons() : names.map(findLesson)) {
      if (!hasExercise(lessonDirectory(), lesson)) continue;
      const exercise = readExercise(lessonDirectory(), lesson);
      const table = calibrationLines(exercise, await calibrate(exercise, runner, Number(options.seeds ?? 200)));
      process.stdout.write(`${lesson.folder}\n${table.map((line) => `  ${line}\n`).join('')}`);
    }
    return 0;
  } finally {
    runner.close();
  }
}

/** Lessons by number or name, or by their folder when they are somewhere else: `./my/09-late-records`. */
function chosenLessons(names: readonly string[]): { readonly directory: string; readonly lesson: Lesson }[] {
  if (names.length === 0) return lessons().map((lesson) => ({ directory: lessonDirectory(), lesson }));
  return names.map((name) => {
    if (!/[/\\]/.test(name)) return { directory: lessonDirectory(), lesson: findLesson(name) };
    const folder = resolve(name);
    if (!existsSync(folder)) throw new UsageError(`There is no folder ${name}.`);
    return { directory: dirname(folder), lesson: readLesson(dirname(folder), basename(folder)) };
  });
}
