import { expect, test } from 'vitest';
import { Seconds, SparkConf, StreamingContext } from '../../../src/engine/index.js';
import { World } from '../../../src/sim/World.js';

function* main() {
  const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('words'), Seconds(1));
  ssc
    .socketTextStream('localhost', 9999)
    .flatMap((line) => line.split(' '))
    .map((word) => [word, 1])
    .reduceByKey((a, b) => a + b)
    .print();
  ssc.start();
  yield* ssc.awaitTermination();
}

test('a word count over a socket prints what Spark prints', () => {
  const script = '@0.5s nc :9999 > to be or not\n@0.7s nc :9999 > to be\n';
  const world = new World({ program: main, script, settings: { until: '2s' } });
  const lines: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  expect(world.run().kind).toBe('until');
  const rule = '-'.repeat(43);
  // The order of keys: hash slots, by spec/spark-streaming.md section 13.
  expect(lines).toEqual([
    ...[rule, 'Time: 1000 ms', rule, '(not,1)', '(or,1)', '(be,2)', '(to,2)', ''],
    ...[rule, 'Time: 2000 ms', rule, ''],
  ]);
});

test('without an end the run is over with the first batch after the script in which everything was read', () => {
  const world = new World({ program: main, script: '@0.5s nc :9999 > a\n@1.9s nc :9999 > b\n' });
  const lines: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  expect(world.run().kind).toBe('done');
  expect(lines).toContain('(b,1)');
});
