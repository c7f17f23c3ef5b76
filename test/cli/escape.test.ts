import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Outcome } from '../../src/classroom/index.js';
import { ThreadRunner } from '../../src/cli/ThreadRunner.js';

// Programs that try to get out of the thread in which they are graded, or to change what grades them.

const worker = new URL('../../dist/cli/gradeWorker.js', import.meta.url);
const runner = new ThreadRunner(worker);
const limits = { activations: 200_000, wallMs: 20_000, memoryMb: 64 };
afterAll(() => runner.close());

test('the thread for grading is built', () => {
  expect(existsSync(fileURLToPath(worker))).toBe(true);
});

/** What a body, called in a functions exercise, gives. */
async function attack(body: string): Promise<Outcome> {
  const text = `import * as batchwise from 'batchwise';\nexport function attack() {\n${body}\n}\n`;
  const [outcome] = await runner.run({ text, name: 'attack.ts' }, [{ calls: [{ name: 'attack', args: [] }] }], limits);
  return outcome as Outcome;
}

const errorOf = (outcome: Outcome): string => {
  if (outcome.kind === 'error') return outcome.message;
  if (outcome.kind !== 'called') return '';
  const [result] = outcome.results;
  return result !== undefined && 'error' in result ? result.error : `no error, but ${JSON.stringify(result)}`;
};

test.each([
  ['the process by its name', 'return process.env'],
  ['the process by globalThis', 'return globalThis.process.env'],
  ['the process by this', 'return (function () { return this })().process'],
  ['the process by a made function', "return Function('return process')()"],
  ['the process by the constructor of a function', "return (() => {}).constructor('return process')()"],
  ['the process by the constructor of a generator', "return (function* () {}).constructor('yield process')().next().value"],
  ['the process by the constructor of an async function', "return (async () => {}).constructor('return process')()"],
  ['the process by the constructor of a class of ours', "return batchwise.SparkConf.constructor('return process')()"],
  ['the process by an indirect eval', "return (0, eval)('process')"],
  ['files by require', "return require('node:fs').readdirSync('.')"],
  ['files by import', "return import('node:fs')"],
  ['files by module', "return module.constructor._load('fs')"],
  ['files by the main module', 'return process.mainModule.require("fs")'],
  ['the network', "return fetch('http://localhost')"],
  ['a web socket', "return new WebSocket('ws://localhost')"],
  ['the clock', 'return Date.now()'],
  ['the clock by a format', 'return new Intl.DateTimeFormat().format()'],
  ['the clock by performance', 'return performance.now()'],
  ['chance', 'return Math.random()'],
  ['chance by crypto', 'return crypto.randomUUID()'],
  ['the collector of garbage', 'return new WeakRef({})'],
  ['other threads by a channel', "return new BroadcastChannel('x')"],
  ['other threads by shared memory', 'return new SharedArrayBuffer(8)'],
  ['a timer', 'return setTimeout(() => {}, 1)'],
  ['a worker of its own', "return new Worker('x')"],
  ['code in WebAssembly', 'return new WebAssembly.Memory({ initial: 1 })'],
  ['a change to every object', 'Object.prototype.lost = true; return {}.lost'],
  ['a change to every list', 'Array.prototype.push = function () { return 0 }; return 1'],
  ['a change to the iterator of lists', '[][Symbol.iterator]().__proto__.next = () => ({ done: true }); return 1'],
  ['a change to JSON', "JSON.stringify = () => '{}'; return 1"],
  ['a change to maps', 'Map.prototype.get = () => 42; return 1'],
  ['a change to the engine', 'batchwise.RDD.prototype.count = function* () { return 42 }; return 1'],
  ['a change to the methods of streams', 'batchwise.DStream.prototype.print = function () {}; return 1'],
  ['a change to how stacks are shown', 'Error.prepareStackTrace = (_, frames) => frames; return new Error().stack.length'],
  ['a prototype of its own for errors', 'Error.prototype.toString = () => "pass"; return 1'],
  ['more memory than there is', 'const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length)); '],
  ['a recursion without end', 'const again = () => again() + 1; return again()'],
  ['a loop without end', 'for (;;);'],
])('%s is out of reach', async (_, body) => {
  const outcome = await attack(body);
  expect(errorOf(outcome), JSON.stringify(outcome)).not.toMatch(/^no error/);
  expect(errorOf(outcome)).not.toBe('');
});

test('the owner of a loop without end is the program, and its line is named', async () => {
  expect(await attack('let n = 0;\nfor (;;) n++;')).toMatchObject({ kind: 'error', owner: 'your program', line: 4 });
});

test('a program that broke its thread does not break the next one', async () => {
  await attack('for (;;);');
  expect(await attack('return 7')).toEqual({ kind: 'called', results: [{ value: 7 }] });
});

test('what is only odd still works: own errors, own classes, maps, sorting', async () => {
  const outcome = await attack(`
    class Odd extends Error { constructor() { super('odd'); this.name = 'Odd'; } toString() { return 'odd!'; } }
    const table = new Map([['a', 1]]);
    const sorted = [3, 1, 2].sort((a, b) => a - b);
    return [String(new Odd()), table.get('a'), sorted, { constructor: 1 }.constructor, Object.assign({}, { toString: 2 }).toString];`);
  expect(outcome).toEqual({ kind: 'called', results: [{ value: ['odd!', 1, [1, 2, 3], 1, 2] }] });
});

test('a whole program runs in the hardened thread as outside of it', async () => {
  const text = `import { Seconds, SparkConf, StreamingContext } from 'batchwise';
export default function* main() {
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('words'), Seconds(1));
  const words = ssc.socketTextStream('localhost', 9999).flatMap((line) => line.split(' '));
  words.map((word) => [word, 1]).reduceByKey((a, b) => a + b).print();
  ssc.start();
  yield* ssc.awaitTermination();
}
`;
  const [outcome] = await runner.run({ text, name: 'words.ts' }, [{ script: '@0.1s nc :9999 > a b a\n' }], limits);
  if (outcome?.kind !== 'ran') throw new Error(JSON.stringify(outcome));
  const printed: string[] = [];
  for (const event of outcome.recording) if (event.type === 'console.line') printed.push(event.text);
  expect(printed.join('\n')).toContain('(a,2)');
});
