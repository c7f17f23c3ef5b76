import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { currentEnvironment } from '../../src/engine/ambient.js';
import { Seconds, SparkConf, StreamingContext } from '../../src/engine/index.js';
import { awaiting } from '../../src/engine/ports/Process.js';
import { Recording } from '../../src/recording/index.js';
import { type Scenario, World } from '../../src/sim/World.js';

function* wordCount() {
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

const digestOf = (scenario: Scenario): string => {
  const world = new World(scenario);
  world.run();
  return new Recording(world.log, { programText: '', scriptText: '', seed: '', settings: {} }).digest;
};

/** A script of random lines and faults in the first seconds. */
function randomScript(seed: string): string {
  const random = seedrandom.alea(seed);
  const at = () => `@${Math.floor(random() * 4000)}ms`;
  const verbs = [
    () =>
      `${at()} nc :9999 > ${'abcd'
        .slice(0, 1 + Math.floor(random() * 4))
        .split('')
        .join(' ')}`,
    () => `${at()} nc :9999 close`,
    () => `${at()} nc :9999 stop`,
    () => `${at()} nc :9999 listen`,
    () => `${at()} link driver-nc cut for=${Math.floor(random() * 900) + 1}ms`,
    () => `${at()} driver crash`,
    () => `${at()} driver restart`,
  ];
  return Array.from({ length: 12 }, () => {
    const pick = random();
    return (verbs[pick < 0.6 ? 0 : 1 + Math.floor(random() * 6)] as () => string)();
  }).join('\n');
}

test('200 random scripts, each twice, are the same bytes', () => {
  const digests = new Set<string>();
  for (let i = 0; i < 200; i++) {
    const scenario: Scenario = {
      program: wordCount,
      script: randomScript(`script ${i}`),
      seed: String(i),
      settings: { until: '6s', 'net.latencyMs': '3', 'net.jitterMs': '5', 'net.loss': '0.1', 'cost.recordMs': '1' },
    };
    const digest = digestOf(scenario);
    expect(digestOf(scenario)).toBe(digest);
    digests.add(digest);
  }
  expect(digests.size).toBe(200);
});

test('another seed draws other delays', () => {
  const scenario = {
    program: wordCount,
    script: '@0.5s nc :9999 > a\n',
    settings: { 'net.latencyMs': '3', 'net.jitterMs': '50' },
  };
  expect(digestOf({ ...scenario, seed: '1' })).not.toBe(digestOf({ ...scenario, seed: '2' }));
});

test('every event has a cause that came before it', () => {
  const world = new World({ program: wordCount, script: '@0.5s nc :9999 > a b\n' });
  world.run();
  for (let i = 0; i < world.log.length; i++) expect(world.log.get(i).cause).toBeLessThan(i);
});

test('a link that is cut keeps bytes back until it is healed, in their order', () => {
  const world = new World({
    program: wordCount,
    script: '@0.2s link driver-nc cut for=1s\n@0.3s nc :9999 > a\n@0.4s nc :9999 > b\n',
    settings: { until: '3s' },
  });
  const lines: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.run();
  expect(lines.slice(0, 4)).toEqual(['-'.repeat(43), 'Time: 1000 ms', '-'.repeat(43), '']);
  expect(lines).toEqual(expect.arrayContaining(['(a,1)', '(b,1)']));
});

test('a crash ends everything on the driver; a restart runs main again', () => {
  const world = new World({
    program: wordCount,
    script: '@0.3s nc :9999 > lost\n@0.4s driver crash\n@2.5s driver restart\n@2.7s nc :9999 > kept\n',
    settings: { until: '4s' },
  });
  const lines: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.run();
  expect(lines.filter((line) => line.startsWith('('))).toEqual(['(kept,1)']);
  expect(lines.filter((line) => line.startsWith('Time'))).toEqual(['Time: 3000 ms', 'Time: 4000 ms']);
});

test('runUntil stops at its time although a cancelled timer is the next entry', () => {
  const world = new World({
    program: function* () {
      const { clock } = currentEnvironment().driver;
      clock.schedule(5, 'cancelled', () => {})();
      yield* awaiting(clock.sleep(1000));
    },
  });
  world.runUntil(10);
  expect(world.kernel.now).toBeLessThanOrEqual(10_000);
  expect(world.kernel.end).toBeUndefined();
});

test('a program that loops without time passing is ended with a reason', () => {
  const world = new World({
    program: function* () {
      for (;;) yield* awaiting(currentEnvironment().driver.clock.sleep(0));
    },
    limits: { activationsAtOneInstant: 1000 },
  });
  expect(world.run()).toMatchObject({ kind: 'limit' });
});

test('a main that returns a promise is told what to write', () => {
  const world = new World({ program: () => Promise.resolve() });
  expect(world.run().kind).toBe('error');
  expect(String(world.error)).toContain('function* main()');
});

test('a program that waits for what cannot come is stuck, and the report says for what', () => {
  const world = new World({
    program: function* () {
      yield* awaiting({ reason: 'a letter from home', begin: () => () => {} });
    },
  });
  expect(world.run()).toMatchObject({ kind: 'stuck', reason: expect.stringContaining('a letter from home') });
});
