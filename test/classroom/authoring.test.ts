import { describe, expect, test } from 'vitest';
import {
  checkExercise,
  checkLesson,
  computeQuestion,
  hasExercise,
  readExercise,
  readLessons,
} from '../../src/classroom/index.js';
import { lessonsDirectory } from '../tui/sessions.js';
import { InlineRunner } from './grading/InlineRunner.js';

const lessons = readLessons(lessonsDirectory);
const runner = new InlineRunner();
// `author check` takes 200 seeds; what fails on fewer than 0.15 of them is refused there, what cannot fail at all is found here.
const seeds = 6;

describe.each(lessons.map((lesson) => [lesson.folder, lesson] as const))('author check %s', (_, lesson) => {
  test('the lesson has nothing to repair', async () => {
    const before = lessons.filter(({ number }) => number < lesson.number);
    expect(await checkLesson(lesson, before, runner)).toEqual([]);
  });

  test.runIf(hasExercise(lessonsDirectory, lesson))('its exercise has nothing to repair', { timeout: 120_000 }, async () => {
    expect(await checkExercise(readExercise(lessonsDirectory, lesson), runner, seeds)).toEqual([]);
  });
});

/** By question: the answer of the run, then those of the wrong programs. */
const answers: Readonly<Record<string, readonly string[]>> = {
  'first-ten-minutes fourth-block': ['(d,1) (b,1) (a,1) (c,2)', '(d,1) (b,3) (a,4) (c,3)', '(d,1) (a,1) (c,1)'],
  'combiner moved-by-second': ['2 2 1', '3 3 3'],
  'combiner in-one-block': ['(b,2.5) (a,1.8125)', '(a,4) (b,3)', '(b,3) (a,4.25)'],
  'word-count second-block': ['(a,1)', '(a,3)'],
  'word-count third-header': ['1', '0'],
  'slow-batches delay-of-7': ['3000', '0', '500'],
  'windows gap-at-6': ['(b,1)', '(d,1) (b,2) (a,1) (c,2)', '(d,1) (b,4) (a,4) (c,3)'],
  'inverse-window third-at-6': ['(d,1) (b,3) (a,2) (c,1)', '(b,1)', '(d,1) (b,4) (a,4) (c,3)'],
  'inverse-window inverse-at-7': ['(d,2) (b,1) (a,1) (c,0)', '(d,2) (b,1) (a,1)', '(d,3) (b,4) (a,5) (c,3)'],
  'update-state calls-at-2': ['1', '0'],
  'map-with-state when-b-goes': ['10000', '9000'],
  'map-with-state when-a-goes': ['20000', '12000', '10000'],
  'recovery which-batches': ['5000 6000 7000 8000 9000', '6000 7000 8000 9000', '9000'],
  'recovery factory-calls': ['1', '2'],
  'commit first-after': ['a o4', 'a o3', 'a o1'],
  'commit last-order': ['1', '2'],
  'update-state dropped-at-4': ['(a,1)', '(b,0) (a,1)', '(a,3)'],
};

test.each(lessons.flatMap((lesson) => lesson.questions.map((question) => [lesson, question] as const)))(
  'the question of $id has its answers',
  async (lesson, question) => {
    const { right, wrong } = await computeQuestion(lesson, question, runner);
    const found = [right, ...wrong.map(({ answer }) => answer)].map((answer) => answer.join(' '));
    expect(found).toEqual(answers[`${lesson.id} ${question.id}`]);
  },
);
