import { expect, test } from 'vitest';
import { readAnswer, sameAnswer } from '../../src/classroom/index.js';

test('pairs of a set keep their comma; what separates them may be a comma, a space or a new line', () => {
  expect(readAnswer('set', '(a,1), (b,2)')).toEqual(['(a,1)', '(b,2)']);
  expect(readAnswer('set', '(a,1)\n(b,2)')).toEqual(['(a,1)', '(b,2)']);
  expect(readAnswer('set', '3, 6 9')).toEqual(['3', '6', '9']);
});

test('a set is the same in any order, output is not', () => {
  expect(sameAnswer('set', ['(a,1)', '(b,2)'], ['(b,2)', '(a,1)'])).toBe(true);
  expect(sameAnswer('output', ['(a,1)', '(b,2)'], ['(b,2)', '(a,1)'])).toBe(false);
});
