import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const batchwise = (...args: readonly string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: 120_000 });

test('explore finds a loss, and its replay line opens the run at the record', { timeout: 120_000 }, () => {
  const { status, stdout } = batchwise('explore', '05', '--seeds', '20', '--check', 'lost', '--json');
  expect(status).toBe(1);
  const found = JSON.parse(stdout) as { runs: number; groups: { check: string; script: string; replay: string }[] };
  expect(found.runs).toBe(20);
  const [group] = found.groups;
  expect(group?.check).toBe('lost');
  const [, ...command] = (group?.replay ?? '').split(' ');
  const shown = batchwise(...command, '--plain');
  expect(shown.stderr).toBe('');
  expect(shown.stdout).toContain('driver');
  expect(shown.status).toBe(0);
});

test.each([
  [['explore', '5', '--check', 'lots'], 2, 'Did you mean "lost"?'],
  [['explore', '5', '--seeds', 'x'], 2, '--seeds x: expected a number'],
  [['explore', 'word-cont'], 2, 'Did you mean "word-count"?'],
  [['replay', 'nothing.json'], 2, 'no file nothing.json'],
  [['replay', 'bw1-abc'], 2, 'cut off or mistyped'],
] as const)('%j', (args, code, message) => {
  const { status, stdout, stderr } = batchwise(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
  expect([status, stdout]).toEqual([code, '']);
});
