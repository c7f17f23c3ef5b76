import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'batchwise-sandbox-'));
afterAll(() => rmSync(folder, { recursive: true }));
const batchwise = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    input,
    encoding: 'utf8',
    cwd: folder,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
};
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('what is typed and injected is saved as a script, with the times at which it happens', () => {
  const typed = 'a a\n@2s driver crash\nb\n@3s driver restart\n';
  expect(batchwise(['sandbox', 'words', '--input', '-', '--save', 'mine.script'], typed)).toMatchObject({
    status: 0,
    stderr: '',
  });
  expect(read('mine.script')).toBe('@0.5s nc :9999 > a a\n@2s driver crash\n@1.5s nc :9999 > b\n@3s driver restart\n');
});

test('saved and shared, it opens as the same run; saved again, more is added to it', { timeout: 60_000 }, () => {
  batchwise(['sandbox', 'state', '--add', '@0.5s nc :9999 > a', '--set', 'until=3s', '--save', 'one.json']);
  const shared = batchwise(['sandbox', 'one.json', '--share']).stdout.trim();
  const [, , code = ''] = shared.split(' ');
  const fromFile = batchwise(['replay', 'one.json', '--plain']).stdout;
  expect(fromFile).toContain('    (a,1)');
  expect(batchwise(['replay', code, '--plain']).stdout).toBe(fromFile);
  batchwise(['sandbox', code, '--add', '@1.5s nc :9999 > a', '--save', 'two.json']);
  expect(batchwise(['sandbox', 'two.json', '--plain']).stdout).toContain('    (a,2)');
});

describe('a lesson is made that author check accepts', () => {
  test('of nothing, and of a saved run', { timeout: 120_000 }, () => {
    expect(batchwise(['author', 'new', 'late-records', '--in', 'mine']).status).toBe(0);
    batchwise([
      'sandbox',
      'window',
      '--add',
      '@0.5s nc :9999 > a',
      '--add',
      '@2s driver crash',
      '--add',
      '@3s driver restart',
      '--save',
      'w.json',
    ]);
    expect(batchwise(['author', 'record', 'w.json', 'after-a-crash', '--in', 'mine']).status).toBe(0);
    const made = readdirSync(join(folder, 'mine')).sort();
    expect(made.map((name) => name.slice(3))).toEqual(['late-records', 'after-a-crash']);
    const { status, stdout } = batchwise(['author', 'check', ...made.map((name) => `./mine/${name}`)]);
    expect([stdout, status]).toEqual([made.map((name) => `✓ ${name}\n`).join(''), 0]);
    const steps = JSON.parse(read(`mine/${made[1]}/steps.json`)) as { stops: { id: string }[] };
    expect(steps.stops.map(({ id }) => id)).toEqual(['start', 'first-output', 'host-crashed-1', 'end']);
  });

  test('a name that is taken or is none is refused', () => {
    expect(batchwise(['author', 'new', 'windows', '--in', 'mine']).stderr).toContain('There is a lesson "windows" already.');
    expect(batchwise(['author', 'new', 'Late Records', '--in', 'mine']).stderr).toContain('expected a name in lower case');
  });
});

test.each([
  [['sandbox', 'windw'], 'Did you mean "window"?'],
  [['sandbox', 'words', '--add', '@1s drver crash'], 'Did you mean "driver"?'],
  [['sandbox', 'words', '--set', 'until=soon'], 'expected a time'],
  [['sandbox', 'words', '--set', 'cost.jobMz=1'], 'Did you mean "cost.jobMs"?'],
  [['sandbox', './none.json'], 'There is no file ./none.json.'],
  [['author', 'check', './none'], 'There is no folder ./none.'],
] as const)('%j', (args, message) => {
  const { status, stdout, stderr } = batchwise(args);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});
