import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'batchwise-class-'));
afterAll(() => rmSync(folder, { recursive: true }));

const exercise = join(root, 'lessons/08-windows/exercise');
const of = (name: string): string => readFileSync(join(exercise, name), 'utf8');
const hand = (student: string, path: string, text: string): void => {
  const file = join(folder, 'class', student, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const work = 'exercises/08-windows/coverage.ts';
const grade = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'grade', ...args], {
    encoding: 'utf8',
    cwd: folder,
    timeout: 120_000,
  });

test('a class is graded on the files that are edited, and on nothing else', { timeout: 120_000 }, () => {
  hand('ada', work, of('solution.ts'));
  hand('ben', 'coverage.ts', of('mutants/padded.ts'));
  hand('cyd', work, of('mutants/without-own-batch.ts'));
  // A progress file that claims a pass, and a test that claims it, are evidence of nothing.
  const line = (event: string, payload: unknown, at: string) => JSON.stringify({ at, lesson: 'windows', event, payload });
  hand(
    'cyd',
    '.batchwise/progress.jsonl',
    [
      line('pass', {}, '2026-01-01T10:00:00Z'),
      line(
        'predict',
        { question: 'gap-at-6', kind: 'misconception', tag: 'every-record-once', confidence: 3 },
        '2026-01-01T09:00:00Z',
      ),
      line('predict', { question: 'gap-at-6', kind: 'right', confidence: 1 }, '2026-01-01T09:05:00Z'),
    ].join('\n'),
  );
  hand('cyd', 'lessons/08-windows/exercise/hidden.ts', 'export const generate = () => ({}); export const checks = {};');
  hand('dan', 'notes.txt', 'sorry');
  hand('eve', work, 'export function coverage() {\n  for (;;) {\n  }\n}\n');
  mkdirSync(join(folder, 'class', 'fay'));
  // A link to the solution is not the student's own work.
  symlinkSync(join(exercise, 'solution.ts'), join(folder, 'class', 'fay', 'coverage.ts'));

  const { status, stdout, stderr } = grade('class', '--salt', 'secret', '--exercise', '08', '--out', 'out');
  expect([status, stderr]).toEqual([0, '']);
  const out = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');

  const { students } = JSON.parse(out('results.json')) as {
    students: {
      student: string;
      exercises: { status: string; points: number; apart?: string; tests: { name: string; verdict: string }[] }[];
    }[];
  };
  expect(students.map(({ student, exercises: [first] }) => [student, first?.status, first?.points])).toEqual([
    ['ada', 'pass', 100],
    // One of the two properties holds.
    ['ben', 'fail', 30],
    ['cyd', 'fail', 0],
    ['dan', 'fail', 0],
    ['eve', 'error', 0],
    ['fay', 'fail', 0],
  ]);
  expect(students[4]?.exercises[0]?.apart).toBe('over budget');
  expect(out('class.csv').split('\n').slice(0, 2)).toEqual([
    'student,windows/same-outputs,windows/right-error,points,apart',
    'ada,pass,pass,100,',
  ]);
  expect(out('class.csv')).toContain('dan,missing,missing,0,');
  expect(out('junit.xml').match(/<testsuite /g)).toHaveLength(6);
  expect(out('junit.xml')).toContain('<testcase classname="windows" name="same-outputs"/>');

  const report = out('report.txt');
  expect(report).toContain('08-windows: 1 of 4 solved, 2 not handed in   too hard? below 40 %');
  expect(report).toMatch(/Most failed: 08-windows, same-outputs \(2 submissions\)/);
  expect(report).toContain('   1      1      1   every-record-once (windows, gap-at-6)');
  expect(report).toContain('eve, windows: over budget.');
  expect(stdout).toContain('Most failed');
  for (const name of ['results.json', 'report.txt', 'junit.xml', 'class.csv']) expect(out(name)).not.toContain('secret');
});

test.each([
  [['class'], 2, 'say --salt'],
  [['nowhere', '--salt', 's'], 2, 'There is no folder nowhere.'],
  [['empty', '--salt', 's'], 2, 'has no submissions'],
  [['nothing', '--salt', 's'], 2, 'handed anything in'],
  [['class', '--salt', 's', '--exercise', '05'], 2, 'Nobody in class handed anything in'],
  [['class', '--salt', 's', '--exercise', 'nosuch'], 2, 'There is no lesson "nosuch"'],
] as const)('%j', (args, code, message) => {
  mkdirSync(join(folder, 'empty'), { recursive: true });
  mkdirSync(join(folder, 'nothing', 'gus'), { recursive: true });
  const { status, stdout, stderr } = grade(...args);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([code, '']);
});
