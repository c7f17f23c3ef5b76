import { expect, test } from 'vitest';
import { Attempt, recordsShuffled } from '../../../src/classroom/grading/index.js';
import { InlineRunner } from './InlineRunner.js';

const program = `import { Seconds, SparkConf, StreamingContext } from 'batchwise';
export default function* main() {
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('Shuffle'), Seconds(1));
  const pairs = ssc.socketTextStream('localhost', 9999).map((word) => [word, 1]);
  pairs.reduceByKey((a, b) => a + b).print();
  ssc.start();
  yield* ssc.awaitTermination();
}
`;

test('records that the map tasks of each batch read and wrote', async () => {
  const script = '@0.1s nc :9999 > a\n@0.1s nc :9999 > a\n@0.5s nc :9999 > a\n@2.1s nc :9999 > a\n@2.1s nc :9999 > b\n';
  const given = { script, settings: { until: '3s' } };
  const [outcome] = await new InlineRunner().run({ text: program, name: 'shuffle.ts' }, [given]);
  if (outcome?.kind !== 'ran') throw new Error('no run');
  expect(recordsShuffled(new Attempt(given, outcome)).map(({ seq: _, ...batch }) => batch)).toEqual([
    { batchTime: 1000, read: 3, written: 2 },
    { batchTime: 3000, read: 2, written: 2 },
  ]);
});
