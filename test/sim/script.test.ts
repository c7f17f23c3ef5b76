import { expect, test } from 'vitest';
import { parseScript, parseTime } from '../../src/sim/script/parseScript.js';
import { printEvent, printScript } from '../../src/sim/script/Script.js';
import { ScriptError } from '../../src/sim/script/ScriptError.js';

const problem = (text: string) => {
  try {
    parseScript(text);
  } catch (error) {
    if (error instanceof ScriptError) return error;
    throw error;
  }
  throw new Error(`no error in ${text}`);
};

test('a script comes back as it was written, comments and spaces included', () => {
  const text = '# first\n\n@0.5s  nc :9999 > a  b \n@1s nc :9999 every=200ms times=3 > tick\n@2s driver crash\n';
  expect(printScript(parseScript(text))).toBe(text);
});

test.each([
  '@0.5s nc :9999 > hello world',
  '@1200ms nc :9999 close',
  '@250us nc :9999 bytes "a\\nb"',
  '@3s driver crash',
  '@4s driver restart',
  '@1s link driver-nc cut for=2s',
  '@3s link driver-nc heal',
  '@9s run end',
])('the line %s means what it says when it is printed from its parts', (line) => {
  const [event] = parseScript(line).events;
  expect(parseScript(printEvent(event as never)).events[0]).toMatchObject({ command: event?.command, atUs: event?.atUs });
});

test('an error names line, column, what was found and what was expected', () => {
  const error = problem('@1s nc :9999 > ok\n@2s nv :9999 > x\n');
  expect(error.problems[0]).toMatchObject({ line: 2, column: 5, found: 'nv', nearest: 'nc' });
  expect(error.message).toContain('Did you mean "nc"?');
});

test('all lines with errors are reported at once', () => {
  expect(problem('1s nc :9999 > x\n@2s nc :port > x\n@3s driver fly\n').problems.map(({ line }) => line)).toEqual([1, 2, 3]);
});

test.each([
  ['1.5s', 1_500_000],
  ['250us', 250],
  ['2m', 120_000_000],
  ['0.0000001s', undefined],
  ['5', undefined],
])('the time %s is %s microseconds', (text, us) => {
  expect(parseTime(text)).toBe(us);
});
