import { expect, test } from 'vitest';
import { type DStream, Seconds, SparkConf, StreamingContext } from '../../../src/engine/index.js';
import { type CheckResult, checkRun, Recording } from '../../../src/recording/index.js';
import { World } from '../../../src/sim/World.js';

type Build = (lines: DStream<string>, ssc: StreamingContext) => void;

/** Recovers from a checkpoint, as a program that is restarted should. */
const recovering = (build: Build) =>
  function* () {
    const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
      const fresh = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('test'), Seconds(1));
      fresh.checkpoint('/checkpoint');
      build(fresh.socketTextStream('localhost', 9999), fresh);
      return fresh;
    });
    ssc.start();
    yield* ssc.awaitTermination();
  };

const input = Array.from({ length: 8 }, (_, i) => `@${i * 1000 + 300}ms nc :9999 > w${i}`).join('\n');

function record(build: Build, script: string, settings: Readonly<Record<string, string>> = {}): Recording {
  const all = { until: '9001ms', ...settings };
  const world = new World({ program: recovering(build), script, trace: 'provenance', settings: all });
  world.run();
  if (world.error !== undefined) throw world.error;
  const run = { programText: '', scriptText: script, seed: '0', settings: all };
  return new Recording(world.log, run, undefined, world.provenance?.toParts());
}

function check(build: Build, faults: string, settings?: Readonly<Record<string, string>>) {
  const reference = record(build, input, settings);
  const results = checkRun(record(build, `${input}\n${faults}`, settings), reference);
  const of = (name: CheckResult['check']) => results.find(({ check: each }) => each === name) as CheckResult;
  return {
    lost: of('lost'),
    duplicated: of('duplicated'),
    reordered: of('reordered'),
    neverRead: of('never read'),
    stale: of('stale result'),
  };
}

const printed: Build = (lines) => lines.print();

test('without a fault every verdict is vacuous', () => {
  for (const { verdict, records } of Object.values(check(printed, ''))) {
    expect(verdict).toBe('vacuous');
    expect(records).toEqual([]);
  }
});

test('a crash of the driver loses what a receiver held without a log, and says where', () => {
  const { lost, duplicated } = check(printed, '@3.35s driver crash\n@5.2s driver restart');
  expect(lost.verdict).toBe('fail');
  expect(lost.records.map(({ text }) => text)).toContain('w3');
  const [first] = lost.records;
  expect(first?.sentence).toMatch(/"w3" was read at 3300 ms and is in no output: its host died while it was in the receiver/);
  expect(first?.chain.map(({ what }) => what)).toContain('host.crashed');
  expect(duplicated.verdict).toBe('pass');
});

test('a batch that runs again after a crash is duplicated, with both of its times', () => {
  const settings = { 'spark.streaming.receiver.writeAheadLog.enable': 'true' };
  const { lost, duplicated } = check(printed, '@4.7s driver crash\n@6.2s driver restart', settings);
  expect(lost.records).toEqual([]);
  expect(duplicated.verdict).toBe('fail');
  expect(duplicated.records.map(({ text }) => text)).toEqual(['w3']);
  expect(duplicated.records[0]?.sentence).toContain(
    'shown 2 times instead of 1 by output 0: for batch 4000 ms, for batch 4000 ms',
  );
});

test('what is typed while nobody listens and the source is gone is never read', () => {
  const { neverRead } = check(printed, '@2.1s nc :9999 stop\n@8.8s nc :9999 listen');
  expect(neverRead.verdict).toBe('fail');
  expect(neverRead.records.map(({ text }) => text)).toContain('w3');
});

test('a link that is cut for a while delays records, which is no anomaly', () => {
  const { lost, duplicated, reordered } = check(printed, '@2.1s link driver-nc cut for=1s');
  expect([lost.verdict, duplicated.verdict, reordered.verdict]).toEqual(['pass', 'pass', 'pass']);
});
