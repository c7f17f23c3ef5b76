import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'batchwise-break-'));
afterAll(() => rmSync(folder, { recursive: true }));
const batchwise = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [main, ...args], { input, encoding: 'utf8', cwd: folder, timeout: 60_000 });

test('a lesson shows its experiment, and grades a script from standard input', () => {
  const task = batchwise(['break', '05']);
  expect([task.status, task.stdout.includes('Goal: 1 record lost. Budget: 2 faults.')]).toEqual([0, true]);
  const { status, stdout } = batchwise(['break', '05', '-'], '@1.8s driver crash\n@2.5s driver restart\n');
  expect(status).toBe(0);
  expect(stdout).toContain('✓ Broken: lost. "a" was read at 1500 ms');
  expect(stdout).toContain('your one fault was needed; as few as the best script known.');
  expect(stdout).toMatch(/^batchwise replay bw1-\S+$/m);
  expect(readFileSync(join(folder, '.batchwise/progress.jsonl'), 'utf8')).toContain('"event":"break"');
  expect(batchwise(['break', '05', '-'], '@7.5s nc :9999 close\n').status).toBe(1);
});

test.each([
  [['break', '08'], '', 'Lesson 08 has no experiment. Lessons with one: 05'],
  [['break', '05', '--experiment', 'lose-on'], '', 'Did you mean "lose-one"?'],
  [['break', '05', 'none.script'], '', 'There is no script none.script.'],
  [['break', '05', '-'], '@1s drivr crash\n', 'Did you mean "driver"?'],
] as const)('%j', (args, input, message) => {
  const { status, stdout, stderr } = batchwise(args, input);
  expect(stderr).toContain(message);
  expect([status, stdout]).toEqual([2, '']);
});
