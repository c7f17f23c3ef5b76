import { expect, test } from 'vitest';
import { loadProgram, ProgramError } from '../../src/classroom/index.js';
import { World } from '../../src/sim/World.js';

/** What a program prints, or what is said about it. */
function run(text: string): { readonly lines: string[]; readonly error: unknown } {
  const lines: string[] = [];
  try {
    const world = new World({ program: loadProgram(text, 'program.ts').main, settings: { until: '3s' } });
    world.onConsoleLine = (line) => lines.push(line);
    world.run();
    return { lines, error: world.error };
  } catch (error) {
    return { lines, error };
  }
}

const inMain = (body: string): string =>
  `import { println } from 'batchwise';\nexport default function main(): void {\n  ${body}\n}\n`;

test('types are taken off and lines stay where they are', () => {
  const text =
    "type Word = string;\n\nconst words: Word[] = ['a', 'b'];\nexport default function main(): void {\n  console.log(words.length as number, words);\n}\n";
  expect(run(text).lines).toHaveLength(1);
  expect(run(text).error).toBeUndefined();
});

test.each([
  ['Date.now()', 'Date cannot be used here'],
  ['new Date()', 'Date cannot be used here'],
  ['Math.random()', 'Math.random cannot be used here: chance must come from the seed'],
  ['setTimeout(() => {}, 10)', 'setTimeout cannot be used here'],
  ["fetch('x')", 'fetch cannot be used here'],
  ['process.exit(0)', 'process cannot be used here'],
  ['globalThis.x', 'globalThis cannot be used here'],
  ['performance.now()', 'performance cannot be used here'],
  ["new Function('return 1')", 'Function cannot be used here'],
])('%s is refused, with its line', (body, message) => {
  const { error } = run(inMain(`println(${body.startsWith('println') ? '1' : "'x'"}); ${body};`));
  expect(String(error)).toContain(message);
  expect(String(error)).toContain('line 3');
});

test('the rest of Math is there', () => {
  expect(run(inMain('println(Math.max(1, Math.floor(2.5)));')).lines).toEqual(['2']);
});

test.each(['node:fs', 'fs', './other'])('an import of %s is refused', (module) => {
  const { error } = run(`import * as x from '${module}';\nexport default function main() { x; }\n`);
  expect(String(error)).toContain(`a program imports from 'batchwise' only; '${module}' is not there`);
});

test('a syntax error names its line', () => {
  const { error } = run('export default function main() {\n  const = 1;\n}\n');
  expect(error).toBeInstanceOf(ProgramError);
  expect((error as ProgramError).line).toBe(2);
});

test('a program without main, and an async main, are told what to write', () => {
  expect(String(run('const x = 1;\n').error)).toContain('export default function* main()');
  const { error } = run('\nexport default async function main() {}\n');
  expect(String(error)).toContain('write `function* main()`');
  expect((error as ProgramError).line).toBe(2);
});

test('a restart of the driver evaluates the program anew', () => {
  const lines: string[] = [];
  const text =
    "import { println } from 'batchwise';\nlet count = 0;\nexport default function* main() {\n  println(String(++count));\n  yield { reason: 'forever', begin: () => () => {} };\n}\n";
  const world = new World({
    program: loadProgram(text, 'program.ts').main,
    script: '@1s driver crash\n@2s driver restart\n',
    settings: { until: '3s' },
  });
  world.onConsoleLine = (line) => lines.push(line);
  world.run();
  expect(lines).toEqual(['1', '1']);
});
