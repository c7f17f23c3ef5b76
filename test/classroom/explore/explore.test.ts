import { expect, test } from 'vitest';
import { drawnPlans, explorationLines, explore, sweptPlans, Trial } from '../../../src/classroom/explore/index.js';
import { parseScript } from '../../../src/sim/script/parseScript.js';
import { InlineRunner } from '../grading/InlineRunner.js';

// Each line is printed once, and nothing is kept over a crash.
const program = `import { Seconds, SparkConf, StreamingContext } from 'batchwise';
export default function* main() {
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(1));
  ssc.socketTextStream('localhost', 9999).print();
  ssc.start();
  yield* ssc.awaitTermination();
}
`;
const script = '@0.1s nc :9999 > a\n@1.3s nc :9999 > b\n@1.4s driver crash\n@2.6s nc :9999 > c\n';
const trialOf = (text = program, settings: Readonly<Record<string, string>> = { until: '4s' }) =>
  new Trial({ program: text, programName: 'x.ts', script, seed: '0', settings }, new InlineRunner());

test('the script’s own faults are left out: the reference prints everything', async () => {
  const trial = trialOf();
  expect(trial.input).toEqual(['@0.1s nc :9999 > a', '@1.3s nc :9999 > b', '@2.6s nc :9999 > c']);
  const printed = [...(await trial.reference())].flatMap((event) => (event.type === 'console.line' ? [event.text] : []));
  expect(printed.filter((text) => /^[abc]$/.test(text))).toEqual(['a', 'b', 'c']);
});

test('a sweep crashes once before and once after each effect, and finds what is lost', async () => {
  const trial = trialOf();
  const plans = sweptPlans(await trial.reference());
  const received = plans.filter(({ group }) => group === 'after block-stored');
  expect(received.map(({ name }) => name)).toEqual([1, 2, 3].map((n) => `after block-stored ${n}`));
  const found = await explore(trial, received, { checks: ['lost'] });
  expect(found.errors).toEqual([]);
  expect(found.groups).toHaveLength(1);
  const [group] = found.groups;
  expect(group?.plans).toEqual(received);
  // One record, one crash, one restart: less would not lose it.
  expect(group?.small?.texts.script).toBe(
    '@1.3s nc :9999 > b\n@0s driver crash after=block-stored nth=1\n@2.2s driver restart\n',
  );
  expect(group?.small?.record.text).toBe('b');
});

test('plans are drawn from their numbers alone', async () => {
  const reference = await trialOf().reference();
  const lines = (count: number) => drawnPlans(reference, count).map(({ faults }) => faults.flatMap((fault) => fault.lines));
  expect(lines(20).slice(0, 5)).toEqual(lines(5));
  expect(new Set(lines(20).map((each) => each.join('\n'))).size).toBeGreaterThan(15);
});

test('an early stop says so, and the smallest script fails by itself', async () => {
  const trial = trialOf();
  const plans = drawnPlans(await trial.reference(), 60);
  const found = await explore(trial, plans, { stopAt: 2, chunk: 10 });
  expect(found.broken).toBe(2);
  expect(found.done.length).toBeLessThan(60);
  const lines = explorationLines(found, (_, at) => `replay at ${at}`);
  expect(lines[0]).toContain('stopped early');
  for (const { check, small } of found.groups) {
    expect(parseScript(small?.texts.script ?? '').events.length).toBeGreaterThan(1);
    const again = await trial.of(small?.input ?? [], small?.faults ?? []);
    expect(again?.results.find((result) => result.check === check)?.verdict).toBe('fail');
    expect(lines).toContain(`  replay at ${small?.record.seq}`);
  }
});

test('a program that fails without faults is refused with its line', async () => {
  const wrong = program.replace('ssc.start();', "throw new Error('boom');");
  await expect(explore(trialOf(wrong), [])).rejects.toThrow(/boom/);
});
