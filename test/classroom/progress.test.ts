import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Progress, type ProgressEntry } from '../../src/classroom/index.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'batchwise-progress-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const open = (name = 'a') => new Progress(join(directory, name, 'progress.jsonl'));
const entry = (lesson: string, event: ProgressEntry['event'] = 'pass'): ProgressEntry => ({
  at: '2026-01-01T00:00:00.000Z',
  lesson,
  event,
});

test('what was added is there, in order, and survives a line that a crash cut off', () => {
  const progress = open();
  progress.add(entry('windows'));
  appendFileSync(progress.file, '{"at":"2026-01-01T00:00:00.000Z","les');
  expect(progress.entries()).toEqual([entry('windows')]);
  progress.add(entry('state', 'fail'));
  expect(progress.entries()).toEqual([entry('windows'), entry('state', 'fail')]);
});

test('merging is the union of lines, whichever way round', () => {
  const [a, b] = [open('a'), open('b')];
  a.add(entry('windows'));
  a.add(entry('state'));
  b.add(entry('state'));
  b.add(entry('words'));
  expect(a.merge(b.export())).toBe(1);
  expect(b.merge(a.export())).toBe(1);
  const sorted = (progress: Progress) => progress.export().split('\n').sort();
  expect(sorted(a)).toEqual(sorted(b));
  expect(a.merge(`${b.export()}nonsense\n{"at":1}\n`)).toBe(0);
});

test('reset forgets one lesson, or all', () => {
  const progress = open();
  progress.add(entry('windows'));
  progress.add(entry('state'));
  progress.reset('windows');
  expect(progress.entries()).toEqual([entry('state')]);
  progress.reset();
  expect(progress.entries()).toEqual([]);
});

test('nothing is ever rewritten by adding', () => {
  const progress = open();
  progress.add(entry('windows'));
  const before = readFileSync(progress.file, 'utf8');
  writeFileSync(progress.file, `${before}# a comment of the learner\n`);
  progress.add(entry('state'));
  expect(readFileSync(progress.file, 'utf8').startsWith(`${before}# a comment`)).toBe(true);
});
