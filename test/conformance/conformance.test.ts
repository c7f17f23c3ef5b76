import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canonical, firstDifference, sideBySide } from './harness/compare.js';
import { readCases, recordedFiles, runCase } from './harness/run.js';
import { isClaimed } from './unclaimed.js';

const directory = fileURLToPath(new URL('recordings', import.meta.url));
const files = recordedFiles(directory);

describe.each(files.filter(({ name }) => isClaimed(name)))('$name', ({ path }) => {
  test.each(readCases(path).map((each) => [each.name, each] as const))('%s agrees with real Spark', (_, recorded) => {
    const { outcome, problem } = runCase(recorded);
    expect(problem).toBeUndefined();
    expect(canonical(outcome?.actual ?? null)).toBe(canonical(outcome?.expected ?? null));
  });
});

const [first] = readCases(files.find(({ name }) => name === 'spark/notes.json')?.path ?? '');

test('a recording that was altered in one place no longer agrees', () => {
  const altered = JSON.parse(JSON.stringify(first).replace('"stdout":"-', '"stdout":"+'));
  expect(runCase(first as never).agrees).toBe(true);
  expect(runCase(altered).agrees).toBe(false);
});

test('a kind or an operator that is not there counts as not agreeing', () => {
  expect(runCase({ name: 'x', kind: 'unheard-of' }).agrees).toBe(false);
  const strange = { ...(first as object), streams: [{ id: 'r', op: 'levitate' }] };
  expect(runCase({ ...strange, name: 'x', kind: 'dstream' }).agrees).toBe(false);
});

test('a file that is no recording counts as a case that does not agree', () => {
  const [only, ...more] = readCases(fileURLToPath(import.meta.url));
  expect(more).toEqual([]);
  expect(runCase(only as never)).toMatchObject({ agrees: false, problem: expect.stringContaining('unreadable') });
});

test('the first difference is found and marked', () => {
  expect(firstDifference({ a: [1, 2] }, { a: [1, 3] })).toEqual({ path: '.a[1]', expected: 2, actual: 3 });
  expect(firstDifference({ a: 1 }, { a: 1 })).toBeUndefined();
  const rows = sideBySide({ a: 1, b: 2 }, { a: 1, b: 3 }, 60);
  expect(rows.filter((row) => row.startsWith('>'))).toHaveLength(1);
});
