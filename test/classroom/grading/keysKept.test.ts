import { expect, test } from 'vitest';
import { Attempt, keysKept } from '../../../src/classroom/grading/index.js';
import { InlineRunner } from './InlineRunner.js';

const program = `import { Seconds, SparkConf, StreamingContext } from 'batchwise';
export default function* main() {
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('State'), Seconds(1));
  ssc.checkpoint('checkpoint');
  const pairs = ssc.socketTextStream('localhost', 9999).map((word) => [word, 1]);
  pairs.updateStateByKey((values) => (values.length === 0 ? undefined : values.length)).print();
  ssc.start();
  yield* ssc.awaitTermination();
}
`;

test('the keys of the state after each batch, and how many the batch removed', async () => {
  const given = { script: '@0.1s nc :9999 > a\n@0.2s nc :9999 > b\n@1.1s nc :9999 > b\n', settings: { until: '4s' } };
  const [outcome] = await new InlineRunner().run({ text: program, name: 'state.ts' }, [given]);
  if (outcome?.kind !== 'ran') throw new Error('no run');
  const kept = keysKept(new Attempt(given, outcome)).map(({ timeMs, keys, removed }) => ({
    timeMs,
    keys: [...keys].sort(),
    removed,
  }));
  expect(kept).toEqual([
    { timeMs: 1000, keys: ['a', 'b'], removed: 0 },
    { timeMs: 2000, keys: ['b'], removed: 1 },
    { timeMs: 3000, keys: [], removed: 1 },
  ]);
});
