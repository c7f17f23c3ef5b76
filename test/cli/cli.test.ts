import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'batchwise-'));
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
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return `./${name}`;
};
const rule = '-'.repeat(43);

describe('run', () => {
  test('prints what Spark prints for lines of standard input, and nothing else on standard output', () => {
    const { status, stdout } = batchwise(['run', '05', '--feed', ':9999=-'], 'a b\na\n');
    expect(stdout).toBe(`${rule}\nTime: 1000 ms\n${rule}\n(b,1)\n(a,2)\n\n`);
    expect(status).toBe(0);
  });

  test('feeds a file at a rate', () => {
    const words = file('words.txt', 'a\na\r\na\n');
    const { stdout } = batchwise(['run', 'word-count', '--feed', `:9999=${words}@1/s`]);
    expect(stdout.match(/\(a,1\)/g)).toHaveLength(3);
  });

  test('takes a program and a script of one’s own', () => {
    const program = file(
      'mine.ts',
      "import { Seconds, SparkConf, StreamingContext } from 'batchwise';\nexport default function* main() {\n  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(2));\n  ssc.socketTextStream('localhost', 7777).print();\n  ssc.start();\n  yield* ssc.awaitTermination();\n}\n",
    );
    const script = file('mine.script', '@0.5s nc :7777 > hello\n');
    const { status, stdout } = batchwise(['run', program, '--script', script, '--until', '2s']);
    expect([status, stdout]).toEqual([0, `${rule}\nTime: 2000 ms\n${rule}\nhello\n\n`]);
  });

  test('--json is one object, --trace a file of events, --verify compares two runs', () => {
    const summary = JSON.parse(batchwise(['run', '00', '--json']).stdout);
    expect(summary).toMatchObject({ program: '00-first-ten-minutes', end: 'until' });
    expect(summary.output).toContain('Time: 1000 ms');
    batchwise(['run', '00', '--trace', 'events.jsonl']);
    const events = readFileSync(join(folder, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
    expect(batchwise(['run', '07', '--verify']).stdout).toContain('The same twice');
  });

  test('the same digest in a process started afresh', () => {
    const [a, b] = [1, 2].map(() => JSON.parse(batchwise(['run', '08', '--json']).stdout).digest);
    expect(a).toBe(b);
  });

  test('settings change the run', () => {
    const { stdout } = batchwise(['run', '07', '--set', 'cost.jobMs=0', '--until', '3s']);
    expect(stdout).toContain('batch 3000 ms');
  });
});

describe('what cannot be done is one clear message', () => {
  test.each([
    [['run', '55'], 2, 'There is no lesson "55".'],
    [['learn', 'word-cuont'], 2, 'Did you mean "word-count"?'],
    [['run', './missing.ts'], 2, 'There is no file ./missing.ts.'],
    [['run', '05', '--script', 'missing.script'], 2, 'There is no script missing.script.'],
    [['run', '05', '--set', 'cost.jobms=5'], 2, 'Did you mean "cost.jobMs"?'],
    [['run', '05', '--set', 'cost.jobMs=fast'], 2, 'cost.jobMs=fast: expected a number'],
    [['run', '05', '--until', 'soon'], 2, 'expected a time such as 10s'],
    [['run', '05', '--feed', ':9999=missing.txt'], 2, 'there is no such file'],
    [['run', '05', '--veryfy'], 2, '--verify'],
    [['lern', '05'], 2, 'learn'],
    [['list', '--jsn'], 2, '--json'],
  ])('%j', (args, code, message) => {
    const { status, stdout, stderr } = batchwise(args as string[]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect([status, stdout]).toEqual([code, '']);
  });

  test('a script that cannot be read names line, column and what was expected', () => {
    const script = file('bad.script', '@1s nc :9999 > ok\n@2s nk :9999 > x\n');
    const { status, stderr } = batchwise(['run', '05', '--script', script]);
    expect(status).toBe(2);
    expect(stderr).toContain('line 2, column 5');
  });
});

describe('a program that goes wrong names its line', () => {
  const main = (body: string): string =>
    `import { SparkConf, SparkContext, println } from 'batchwise';\nexport default function* main() {\n${body}\n}\n`;

  test.each([
    ['an error', "  println('before');\n  throw new Error('boom');", 'line 4: Error: boom'],
    ['the real clock', '  println(String(Date.now()));', 'line 3: Date cannot be used here'],
    [
      'an error inside a task',
      "  const sc = new SparkContext(new SparkConf().setMaster('local[2]').setAppName('x'));\n  yield* sc.parallelize([1]).map(() => {\n    throw new TypeError('in a task');\n  }).collect();",
      'line 5',
    ],
    [
      'an action that was never run',
      "  const sc = new SparkContext(new SparkConf().setMaster('local[2]').setAppName('x'));\n  sc.parallelize([1]).count();",
      'count() was called and never run',
    ],
  ])('%s', (_, body, message) => {
    const { status, stderr } = batchwise(['run', file('wrong.ts', main(body))]);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
  });

  test('a loop without end is ended', () => {
    const { status, stderr } = batchwise(['run', file('loop.ts', main('  for (;;) {\n  }'))]);
    expect(stderr).toContain('a loop without end?');
    expect(stderr).toContain('line 3');
    expect(status).toBe(1);
  });
});

test('without a terminal the first lesson is stepped as plain lines', () => {
  const { status, stdout } = batchwise([]);
  expect(status).toBe(0);
  expect(stdout).toContain('00 First ten minutes');
  expect(stdout).toContain('    (a,2)');
  expect(stdout).toContain('The output is what Spark 3.2.1 printed, to the byte.');
});

test('list prints the lessons, as JSON too; doctor finds nothing to fix; help and version are there', () => {
  expect(batchwise(['list']).stdout).toContain('08  Windows: overlap, exact, gap');
  const items = JSON.parse(batchwise(['list', '--json']).stdout) as { kind: string }[];
  expect(items.filter(({ kind }) => kind === 'lesson').length).toBeGreaterThanOrEqual(4);
  const { status, stdout } = batchwise(['doctor']);
  expect([status, stdout.includes('FIX')]).toEqual([0, false]);
  expect(batchwise(['--help']).stdout).toContain('Commands:');
  expect(batchwise(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('learn without a screen', () => {
  test('--json gives a record for each step, --at one of them', () => {
    const records = batchwise(['learn', '05', '--json'])
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: number; of: number; ledger: string[]; seq: number });
    expect(records.map(({ step }) => step)).toEqual(records.map((_, i) => i + 1));
    expect(records.at(-1)).toMatchObject({ step: records.length, of: records.length });
    const one = JSON.parse(batchwise(['learn', '05', '--json', '--at', '40']).stdout);
    expect(one).toMatchObject({ seq: 40, batch: 1 });
  });

  test('--at prints one frame, with --plain that step in words; both say what happened', () => {
    const frame = batchwise(['learn', '05', '--at', '70']).stdout;
    expect(frame.split('\n')).toHaveLength(41);
    expect(frame).toContain('batch 1      completed');
    const words = batchwise(['learn', '05', '--at', '70', '--plain']).stdout;
    expect(words).toContain('batch 1, time 1.000 s: batch 1: completed');
    expect(batchwise(['learn', '05', '--at', '99999'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('shot writes a frame as text or as a picture', () => {
    const text = batchwise(['shot', '08', '--size', '80x24', '--stage', 'windows', '--keys', '] ] ]']).stdout;
    expect(text.split('\n')).toHaveLength(25);
    expect(text).toContain('every batch is in 3 windows');
    batchwise(['shot', '05', '--at', '70', '--out', 'frame.svg']);
    expect(readFileSync(join(folder, 'frame.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(batchwise(['shot', '05', '--stage', 'windoes']).stderr).toContain('Did you mean "windows"?');
    expect(batchwise(['shot', '05', '--size', 'big']).stderr).toContain('120x40');
  });
});
