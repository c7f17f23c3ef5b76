import { expect, test } from 'vitest';
import { classCsv, finalSeeds, gradeCourse, junitXml, misconceptions } from '../../../src/classroom/course/index.js';
import { readExercise } from '../../../src/classroom/index.js';
import { findLesson, lessonDirectory } from '../../../src/cli/target.js';
import { InlineRunner } from '../grading/InlineRunner.js';

const exercise = readExercise(lessonDirectory(), findLesson('08'));
const handIn = (student: string, text: string) => ({
  student,
  work: new Map([[exercise.id, { text, name: exercise.file }]]),
  progress: [],
});

test('final seeds depend on salt, exercise and number, and on nothing else', () => {
  const seeds = finalSeeds('salt', 'windows', 50);
  expect(new Set(seeds).size).toBe(50);
  expect(finalSeeds('salt', 'windows', 3)).toEqual(seeds.slice(0, 3));
  expect(finalSeeds('other', 'windows', 1)).not.toEqual(seeds.slice(0, 1));
  expect(finalSeeds('salt', 'state', 1)).not.toEqual(seeds.slice(0, 1));
  // Written down, so that a grade can be checked by other means: HMAC-SHA-256 of "windows 0".
  expect(seeds[0]).toMatch(/^[0-9a-f]{16}$/);
});

test('an exercise without final seeds, and no exercise at all, are errors', async () => {
  const none = { ...exercise, seeds: { ...exercise.seeds, final: 0 } };
  await expect(gradeCourse([none], [handIn('a', exercise.solution)], 's', new InlineRunner())).rejects.toThrow(
    'seeds.final is 0',
  );
  await expect(gradeCourse([], [handIn('a', exercise.solution)], 's', new InlineRunner())).rejects.toThrow('no exercise');
  const untested = { ...exercise, visible: 'export const examples = [];' };
  await expect(gradeCourse([untested], [handIn('a', exercise.solution)], 's', new InlineRunner())).rejects.toThrow('not empty');
});

test('a failure in an early tier does not keep the others from being run; the hardest case breaks both', async () => {
  const mutants = exercise.mutants
    .filter(({ fails }) => fails.includes('same-outputs'))
    .map(({ file, text }) => handIn(file, text));
  const result = await gradeCourse([exercise], mutants, 'salt', new InlineRunner());
  const all = exercise.seeds.visible.length + exercise.seeds.practice + exercise.seeds.final;
  for (const { report } of result.graded) for (const verdict of report?.properties ?? []) expect(verdict.tried).toBe(all);
  expect(result.hardest).toMatchObject({ property: 'same-outputs', failing: mutants.length });
  expect(result.hardest?.given.calls).toHaveLength(1);
});

test('names of students cannot break out of the files', async () => {
  const evil = '=HYPERLINK("x"),<b>&\u0001';
  const result = await gradeCourse([exercise], [handIn(evil, exercise.solution)], 's', new InlineRunner());
  expect(classCsv(result).split('\n')[1]).toMatch(/^"'=HYPERLINK\(""x""\),<b>&/);
  expect(junitXml(result)).toContain('<testsuite name="=HYPERLINK(&#34;x&#34;),&#60;b&#62;&#38;"');
});

test('only first predictions count, and those that students were sure of come first', () => {
  const predict = (question: string, tag: string | undefined, confidence: number, at: string) => ({
    at,
    lesson: 'windows',
    event: 'predict' as const,
    payload: { question, ...(tag === undefined ? { kind: 'right' } : { kind: 'misconception', tag }), confidence },
  });
  const rows = misconceptions([
    { student: 'a', work: new Map(), progress: [predict('q', 'x', 1, '2'), predict('q', undefined, 3, '3')] },
    { student: 'b', work: new Map(), progress: [predict('q', 'x', 2, '2'), predict('r', 'y', 3, '1')] },
    {
      student: 'c',
      work: new Map(),
      progress: [predict('q', undefined, 2, '1'), { at: '1', lesson: 'windows', event: 'predict', payload: 7 }],
    },
  ]);
  expect(rows.map(({ tag, students, confident, of }) => [tag, students, confident, of])).toEqual([
    ['y', 1, 1, 1],
    ['x', 2, 0, 3],
  ]);
});
