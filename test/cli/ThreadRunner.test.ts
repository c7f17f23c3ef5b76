import { afterAll, expect, test } from 'vitest';
import { ThreadRunner } from '../../src/cli/ThreadRunner.js';

const runner = new ThreadRunner(new URL('../../dist/cli/gradeWorker.js', import.meta.url), 3);
afterAll(() => runner.close());

const limits = { activations: 100_000, wallMs: 20_000, memoryMb: 128 };
const cases = Array.from({ length: 70 }, (_, i) => ({ calls: [{ name: 'twice', args: [i] }] }));

test('outcomes come in the order of their cases, whichever thread ran them', async () => {
  const program = { name: 'twice.ts', text: 'export const twice = (n: number) => 2 * n;\n' };
  const outcomes = await runner.run(program, cases, limits);
  expect(outcomes).toEqual(cases.map((_, i) => ({ kind: 'called', results: [{ value: 2 * i }] })));
});

test('a case that never ends ends the others of its program, each with an outcome', async () => {
  const program = { name: 'loop.ts', text: 'export function twice(n: number) {\n  while (n === 30) {\n  }\n  return n;\n}\n' };
  const outcomes = await runner.run(program, cases, limits);
  expect(outcomes).toHaveLength(cases.length);
  expect(outcomes[30]).toMatchObject({ kind: 'error', owner: 'your program', message: expect.stringContaining('without end') });
});

test('many programs one after the other do not keep their threads', async () => {
  for (let i = 0; i < 10; i++) {
    const program = { name: 'p.ts', text: `export const twice = () => ${i};\n` };
    expect(await runner.run(program, cases.slice(0, 1), limits)).toEqual([{ kind: 'called', results: [{ value: i }] }]);
  }
  expect((runner as unknown as { pools: Map<string, unknown> }).pools.size).toBeLessThanOrEqual(8);
});
