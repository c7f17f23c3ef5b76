import { describe, expect, test } from 'vitest';
import { readReplayCode, readSavedText, replayCode, type SavedRun, savedText } from '../../src/cli/replayCode.js';
import { findLesson, targetOf, textsOf } from '../../src/cli/target.js';

const lesson = findLesson('08');
const own: SavedRun = {
  texts: {
    program: 'export default () => {};\n',
    programName: 'mine.ts',
    script: '@1s nc :9999 > ä\n',
    seed: '7',
    settings: { until: '3s' },
  },
  at: 12,
};

test('a run comes back from its code and from its file', () => {
  expect(readReplayCode(replayCode(own))).toEqual(own);
  expect(readSavedText(savedText(own), 'x.json')).toEqual(own);
  expect(readSavedText(`${replayCode(own)}\n`, 'x.txt')).toEqual(own);
});

test('a lesson is named, not copied: its code is short, and what differs is kept', () => {
  const texts = textsOf(targetOf(lesson));
  const code = replayCode({ texts, lesson: lesson.id });
  expect(code.length).toBeLessThan(120);
  expect(readReplayCode(code)).toEqual({ texts, lesson: 'windows' });
  const changed = { ...texts, script: '@1s nc :9999 > x\n', settings: { until: '2s' } };
  expect(readReplayCode(replayCode({ texts: changed, lesson: lesson.id, at: 3 }))).toEqual({
    texts: changed,
    lesson: 'windows',
    at: 3,
  });
});

describe('a code that cannot be read gives one message', () => {
  const code = replayCode(own);
  const middle = Math.floor(code.length / 2);
  test.each([
    ['cut off', code.slice(0, -9), /cut off or mistyped/],
    ['mistyped', `${code.slice(0, middle)}${code[middle] === 'A' ? 'B' : 'A'}${code.slice(middle + 1)}`, /cut off or mistyped/],
    ['nothing behind the version', 'bw1-', /cut off or mistyped/],
    ['a later version', code.replace('bw1', 'bw2'), /version 2; this batchwise reads version 1/],
    ['no code', 'hello', /no replay code/],
  ])('%s', (_, text, message) => expect(() => readReplayCode(text)).toThrow(message));
  test('a file that is something else', () => {
    expect(() => readSavedText('{}', 'x.json')).toThrow('x.json is no saved run');
    expect(() => readSavedText('words', 'x.json')).toThrow('x.json is no saved run');
  });
});
