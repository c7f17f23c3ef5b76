import { expect, test } from 'vitest';
import { type Exercise, grade, reportLines } from '../../../src/classroom/index.js';
import { InlineRunner } from './InlineRunner.js';

const program = (body: string) => `import { Seconds, SparkConf, StreamingContext } from 'batchwise';
let runs = 0;
export default function* main() {
  runs++;
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(1));
  const words = ssc.socketTextStream('localhost', 9999).flatMap((line) => line.split(' '));
  ${body}
  ssc.start();
  yield* ssc.awaitTermination();
}
`;

const exercise: Exercise = {
  id: 'words',
  lessonFolder: '05-words',
  title: 'Count words',
  kind: 'program',
  file: 'words.ts',
  tasks: [{ id: 'count', says: 'Count.', hints: ['a', 'b', 'c'] }],
  properties: [
    { id: 'counts', points: 70, says: 'Counts are right.', anomaly: 'lost' },
    { id: 'survives', points: 30, says: 'A crash loses nothing.', needs: 'host.crashed' },
  ],
  budget: { activations: 100_000, wallMs: 10_000, memoryMb: 128 },
  seeds: { visible: ['1'], practice: 4, final: 10 },
  disclose: 'trace',
  forbids: [{ name: 'countByValue', why: 'the point is to count by hand' }],
  start: '',
  solution: program("words.filter((word) => word !== '').map((word) => [word, 1]).reduceByKey((a, b) => a + b).print();"),
  hidden: `import { pass, sameBlocks } from 'batchwise/grading';
export const generate = (random) => ({
  settings: { until: '4s' },
  script: random.list(6, (i) => '@' + (i * 300 + 100) + 'ms nc :9999 > ' + random.list(random.int(1, 4), () => random.pick(['a', 'b', ''])).join(' ')).join('\\n'),
});
export const checks = { counts: (attempt, reference) => sameBlocks(attempt, reference), survives: () => pass };
`,
  visible: `export const examples = [{
  title: 'two words', given: { script: '@100ms nc :9999 > a a', settings: { until: '1s' } },
  prints: ['-------------------------------------------', 'Time: 1000 ms', '-------------------------------------------', '(a,2)', ''],
}];
`,
  mutants: [],
  explain: '',
  discuss: '',
  contentHash: 'x',
};
const run = (text: string, change: Partial<Exercise> = {}) =>
  grade({ ...exercise, ...change }, { text, name: 'words.ts' }, new InlineRunner(), { upTo: 'practice' });

test('the solution holds; what never happened is vacuous and gives no points', async () => {
  const report = await run(exercise.solution);
  expect(report).toMatchObject({ passed: false, points: 70, maxPoints: 100, tier: 'practice' });
  expect(report.properties.map(({ verdict }) => verdict)).toEqual(['pass', 'vacuous']);
  expect(report.first).toBeUndefined();
});

test('what differs on hidden seeds is shown with its smallest script', async () => {
  const report = await run(program('words.map((word) => [word, 1]).reduceByKey((a, b) => a + b).print();'));
  expect(report).toMatchObject({ passed: false, points: 0, first: { property: 'counts', owner: 'your program' } });
  expect(report.first?.failure.anomaly).toBe('lost');
  expect(report.first?.script?.trim().split('\n')).toHaveLength(1);
  expect(report.first?.failure.actual).not.toEqual(report.first?.failure.expected);
});

test('no points while an example fails', async () => {
  const report = await run(program('words.map((word) => [word, 2]).reduceByKey((a, b) => a + b).print();'));
  expect(report.examples).toEqual({ passed: 0, of: 1 });
  expect(report.points).toBe(0);
  expect(report.first?.seed).toBe('example: two words');
});

test('a program whose second run differs is not repeatable', async () => {
  // Object is shared by all runs of this thread; in the hardened thread it is frozen.
  const shared = exercise.solution.replace(
    "(word) => word !== ''",
    "(word) => { const all = Object as { seen?: number }; all.seen = (all.seen ?? 0) + 1; return word !== '' && all.seen < 25; }",
  );
  const report = await run(shared);
  expect(report.first?.failure.sentence).toContain('not repeatable');
  expect(report.properties[0]?.verdict).toBe('error');
  delete (Object as { seen?: number }).seen;
});

test('what an exercise forbids is named with its line, comments and texts aside', async () => {
  const report = await run(program('words.countByValue().print(); // countByValue\n'));
  expect(report.first).toMatchObject({ line: 7, failure: { sentence: expect.stringContaining('to count by hand') } });
  expect((await run(`// countByValue\n${exercise.solution}`)).first).toBeUndefined();
});

test('a grader without a check or without examples is an error, never a green result', async () => {
  await expect(run(exercise.solution, { visible: 'export const examples = [];' })).rejects.toThrow('a list that is not empty');
  await expect(
    run(exercise.solution, { hidden: 'export const generate = () => ({}); export const checks = {};' }),
  ).rejects.toThrow('no check "counts"');
});

test('a report fits 78 columns and names the parts of a failure in their order', async () => {
  const report = await run(program('words.map((word) => [word, 1]).reduceByKey((a, b) => a + b).print();'));
  const lines = reportLines(exercise, report, ['batchwise hint 05']);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(78);
  const order = ['your program · lost', 'differs', 'expected', 'smallest script', 'seed:', 'batchwise hint 05'];
  const places = order.map((part) => lines.findIndex((line) => line.includes(part)));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test('referenceWithoutFaults: the solution beside the submission runs without the crash', async () => {
  const crash = "script: '@100ms nc :9999 > a\\n@1500ms driver crash\\n', settings: { until: '3s' }";
  const counted = (more: string) => `import { pass, sameBlocks } from 'batchwise/grading';
export const generate = () => ({ ${crash}${more} });
export const checks = { counts: (attempt, reference) => sameBlocks(attempt, reference), survives: () => pass };
`;
  const verdicts = async (more: string) =>
    (await run(exercise.solution, { hidden: counted(more) })).properties.map(({ verdict }) => verdict);
  expect(await verdicts('')).toEqual(['pass', 'pass']);
  expect(await verdicts(', referenceWithoutFaults: true')).toEqual(['fail', 'pass']);
});
