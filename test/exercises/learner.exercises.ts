import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { grade, hasExercise, type Report, readExercise, readLessons, reportLines } from '../../src/classroom/index.js';
import { ThreadRunner } from '../../src/cli/ThreadRunner.js';

// `npm run exercises`: what `batchwise check --all` does, as ordinary tests, for a classroom that has its own CI. One test for the examples of an
// exercise and one for each property; the message of a failure is the report that the learner knows.
const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const worker = at('dist/cli/gradeWorker.js');
const lessons = at('lessons');
/** The learner's folder: `exercises/08-windows/coverage.ts` in it. */
const folder = process.env.BATCHWISE_WORK ?? process.cwd();

const begun = readLessons(lessons)
  .filter((lesson) => hasExercise(lessons, lesson))
  .map((lesson) => readExercise(lessons, lesson))
  .map((exercise) => ({ exercise, file: join(folder, 'exercises', exercise.lessonFolder, exercise.file) }))
  .filter(({ file }) => existsSync(file));

test('there is something to grade', () => {
  expect(existsSync(worker), `${worker} is missing: run npm run build`).toBe(true);
  expect(
    begun.length,
    `no exercise was begun in ${join(folder, 'exercises')}: \`batchwise check 08\` begins one`,
  ).toBeGreaterThan(0);
});

const runner = new ThreadRunner(new URL(`file://${worker}`));
afterAll(() => runner.close());

describe.each(begun.map(({ exercise, file }) => [`${exercise.lessonFolder}: ${exercise.title}`, exercise, file] as const))(
  '%s',
  (_, exercise, file) => {
    let graded: Promise<Report> | undefined;
    // Graded once, whichever tests are chosen.
    const report = (): Promise<Report> => {
      const text = readFileSync(file, 'utf8');
      graded ??= grade(exercise, { text, name: exercise.file }, runner, { upTo: 'practice' });
      return graded;
    };
    const shown = async (): Promise<string> => `\n${reportLines(exercise, await report()).join('\n')}\n`;

    test('the examples come out as they should', async () => {
      const { examples } = await report();
      expect(examples.passed, await shown()).toBe(examples.of);
    });

    test.each(exercise.properties.map((property) => [`${property.says} (${property.points} points)`, property] as const))(
      '%s',
      async (_says, { id }) => {
        const verdict = (await report()).properties.find(({ property }) => property === id)?.verdict ?? 'not tried';
        expect(verdict, await shown()).toBe('pass');
      },
    );
  },
);
