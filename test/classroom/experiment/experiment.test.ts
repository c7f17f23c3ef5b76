import { describe, expect, test } from 'vitest';
import {
  checkExperiment,
  type Experiment,
  faultCount,
  judgeBreak,
  readExperiments,
} from '../../../src/classroom/experiment/index.js';
import { findLesson, lessonDirectory } from '../../../src/cli/target.js';
import { kindOfLine } from '../../../src/sim/fault/kindOfLine.js';
import { parseScript } from '../../../src/sim/script/parseScript.js';
import { InlineRunner } from '../grading/InlineRunner.js';

const experiment = readExperiments(lessonDirectory(), findLesson('05')).find(({ id }) => id === 'lose-one') as Experiment;
const judge = (script: string, change: Partial<Experiment> = {}) =>
  judgeBreak({ ...experiment, ...change }, script, new InlineRunner());
const crash = '@1.8s driver crash\n@2.5s driver restart\n';

test('the input of an experiment is the lesson’s without its faults', () => {
  expect(experiment.script).not.toContain('stop');
  expect(experiment).toMatchObject({ lesson: 'word-count', check: 'lost', seed: 'batchwise', settings: { until: '8s' } });
});

test('what the best script does counts; what was not needed is named', async () => {
  const verdict = await judge(`${crash}@7s nc :9999 close\n`);
  expect(verdict).toMatchObject({ kind: 'broken', used: 2, needed: 1, best: 1 });
  expect(verdict).toMatchObject({ lines: ['@1.8s driver crash', '@2.5s driver restart'] });
  if (verdict.kind === 'broken') expect(verdict.recording.get(verdict.at)).toBeDefined();
});

describe('what does not count', () => {
  test.each([
    ['a harmless fault', '@7.5s nc :9999 close\n', { kind: 'held' }],
    [
      'too many faults',
      `${crash}@3s link driver-nc cut for=1s\n@5s link driver-nc cut for=1s\n`,
      { kind: 'refused', reason: '3 faults are more than the budget of 2' },
    ],
    ['input', '@1s nc :9999 > b\n', { kind: 'refused', reason: expect.stringContaining('is input') }],
    [
      'a kind that is not allowed',
      '@1s nc :9999 stop\n',
      { kind: 'refused', reason: expect.stringContaining('is not allowed here') },
    ],
    ['no fault', '# nothing\n', { kind: 'refused', reason: 'the script has no fault' }],
  ])('%s', async (_, script, verdict) => expect(await judge(script)).toMatchObject(verdict));

  test('another number of records than asked for', async () => {
    expect(await judge(crash, { records: 2 })).toMatchObject({ kind: 'held', reason: '1 records are lost, and it should be 2' });
  });

  test('faults that break the repaired program as well', async () => {
    const verdict = await judge(crash, { repaired: experiment.program });
    expect(verdict).toMatchObject({ kind: 'too much', sentence: expect.stringContaining('is in no output') });
  });
});

test('an author is told what is wrong with an experiment', async () => {
  const check = (change: Partial<Experiment>) => checkExperiment({ ...experiment, ...change }, new InlineRunner());
  expect(await check({})).toEqual([]);
  expect(await check({ best: ['@7.5s nc :9999 close'] })).toEqual([expect.stringContaining('does not break')]);
  expect(await check({ best: [...experiment.best, '@7s nc :9999 close'] })).toEqual([expect.stringContaining('1 are enough')]);
  expect(await check({ repaired: experiment.program })).toEqual([expect.stringContaining('repaired program too')]);
  expect(await check({ kinds: ['link-cut'] })).toEqual([expect.stringContaining('not allowed by the experiment itself')]);
});

test('lines are told apart by the vocabulary that writes them: repairs cost nothing', () => {
  expect(faultCount([...experiment.best, '@3s nc :9999 stop', '@4s nc :9999 listen'])).toBe(2);
  const kind = (line: string) => kindOfLine(parseScript(line).events[0] as never);
  expect(kind('@1s driver restart')).toEqual({ kind: 'driver-crash', isRepair: true });
  expect(kind('@0s driver crash after=line-printed nth=3')).toEqual({ kind: 'driver-crash', isRepair: false });
  expect(kind('@1s nc :7 > a')).toBeUndefined();
});
