import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LineReader } from '../../../src/engine/receiver/LineReader.js';

const file = new URL('../../conformance/recordings/runtime/socket-lines.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { hex: string; lines: string[] }[] };

const linesOf = (bytes: Uint8Array, chunk: number): string[] => {
  const reader = new LineReader();
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) lines.push(...reader.push(bytes.subarray(at, at + chunk)));
  return [...lines, ...reader.end()];
};

test.each(cases.map(({ hex, lines }) => [hex, lines] as const))('bytes %s are the lines that Spark stores', (hex, lines) => {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  expect(linesOf(bytes, Number.POSITIVE_INFINITY)).toEqual(lines);
  for (const chunk of [1, 2, 3]) expect(linesOf(bytes, chunk)).toEqual(lines);
});

test('half a line waits for its end', () => {
  const reader = new LineReader();
  expect(reader.push(new Uint8Array([97, 98]))).toEqual([]);
  expect(reader.push(new Uint8Array([99, 10, 100]))).toEqual(['abc']);
  expect(reader.end()).toEqual(['d']);
});
