import { describe, expect, test } from 'vitest';
import { Seconds, SparkConf, StreamingContext } from '../../src/engine/index.js';
import { eventsOf, ofType, printed } from './support.js';

// L4 of the curriculum: receivers, what they cost, how blocks become tasks.
const program = (master: string) =>
  function* () {
    const ssc = new StreamingContext(new SparkConf().setMaster(master).setAppName('receivers'), Seconds(1));
    ssc.socketTextStream('localhost', 9999).print();
    ssc.start();
    yield* ssc.awaitTermination();
  };
const run = (master: string, script: string, until: string) =>
  eventsOf({ program: program(master), script, settings: { until } });

describe('local[1]: the receiver has the only core', () => {
  const events = run('local[1]', '@2.3s nc :9999 > a\n', '8s');

  test('batches without a block print their header; the first one with a block hangs, the later ones wait', () => {
    expect(printed(events).filter((line) => line.startsWith('Time'))).toEqual(['Time: 1000 ms', 'Time: 2000 ms']);
    expect(ofType(events, 'batch.started').at(-1)?.batchTime).toBe(3000);
    expect(ofType(events, 'batch.completed').at(-1)?.batchTime).toBe(2000);
    expect(ofType(events, 'batch.submitted').at(-1)?.batchTime).toBe(8000);
  });

  test('with two cores it prints', () => {
    expect(printed(run('local[2]', '@2.3s nc :9999 > a\n', '4s'))).toContain('a');
  });
});

describe('blocks of 200 ms', () => {
  const blocksOf = (script: string) =>
    ofType(run('local[2]', script, '4s'), 'blocks.allocated').map(({ blocks }) => blocks.length);

  test('a full second makes five blocks; a slot without records makes none', () => {
    expect(blocksOf('@0.05s nc :9999 every=100ms times=40 > a\n')[1]).toBe(5);
    expect(blocksOf('@1.05s nc :9999 > a\n@1.55s nc :9999 > b\n')[1]).toBe(2);
    expect(blocksOf('')).toEqual([0, 0, 0, 0]);
  });

  test('what comes in the last 200 ms before the tick is in the next batch: its block is cut at the tick and pushed after it', () => {
    expect(blocksOf('@1.75s nc :9999 > early\n@1.9s nc :9999 > late\n')).toEqual([0, 1, 1, 0]);
  });
});
