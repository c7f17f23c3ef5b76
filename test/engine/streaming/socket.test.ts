import { expect, test } from 'vitest';
import { Seconds, SparkConf, StreamingContext } from '../../../src/engine/index.js';
import { World } from '../../../src/sim/World.js';

function wordCount(master = 'local[2]') {
  return function* main() {
    const ssc = new StreamingContext(new SparkConf().setMaster(master).setAppName('words'), Seconds(1));
    ssc
      .socketTextStream('localhost', 9999)
      .flatMap((line) => line.split(' '))
      .map((word) => [word, 1])
      .reduceByKey((a, b) => a + b)
      .print();
    ssc.start();
    yield* ssc.awaitTermination();
  };
}

test('a word count over a socket prints what Spark prints', () => {
  const world = new World({
    program: wordCount(),
    script: '@0.5s nc :9999 > a b a\n@1.5s nc :9999 > b\n',
    settings: { until: '3s' },
  });
  const lines: string[] = [];
  const logs: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.onLogLine = (level, logger, message) => logs.push(`${level} ${logger}: ${message}`);
  const end = world.run();
  console.log(end, logs.join('\n'), lines.join('\n'));
  expect(lines).toContain('(a,2)');
});
