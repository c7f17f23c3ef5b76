import { expect, test } from 'vitest';
import type { WorldEvent } from '../../../src/sim/events.js';
import { parseScript } from '../../../src/sim/script/parseScript.js';
import { printEvent, printScript } from '../../../src/sim/script/Script.js';
import type { ScriptError } from '../../../src/sim/script/ScriptError.js';
import { World } from '../../../src/sim/World.js';
import { sha } from './sha.js';

/** A world without a program: what happens is what the script says. */
function run(script: string, settings: Readonly<Record<string, string>> = {}): World {
  const world = new World({
    program: () => {},
    script,
    settings: { 'kafka.group.initial.rebalance.delay.ms': '0', ...settings },
    limits: { virtualMs: 300_000 },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return world;
}

const eventsOf = (world: World): WorldEvent[] => Array.from({ length: world.log.length }, (_, i) => world.log.get(i));

const linesOf = (world: World, host: string): string[] =>
  eventsOf(world).flatMap((event) => (event.type === 'console.line' && event.host === host ? [event.text] : []));

test.each([
  '@0s kafka topic orders partitions=3 replicas=2 retention.ms=60000',
  '@1s kafka orders put key=o17 partition=0 value=paid  twice',
  '@1s kafka orders put key=o17',
  '@0s kafka orders every=250ms times=50 put key=o{n%5} value=v{n}',
  '@0s kafka producer p1 orders rate=20/s keys=8 skew=1.2 records=100 acks=all linger.ms=5',
  '@0s kafka producer p1 close',
  '@0s kafka consumer c1 group=g topics=orders,words auto.offset.reset=earliest',
  '@3s kafka consumer c1 crash after=offsets.committed nth=2',
  '@3s kafka broker 1 crash',
  '@3s kafka broker 1 pause for=5s',
  "@4s kafka tool kafka-topics --list 'a b' < x\\ny",
])('%s is text there and back', (line) => {
  const script = parseScript(line);
  const [event] = script.events;
  expect(printScript(script)).toBe(line);
  expect(printEvent(event as never)).toBe(line);
});

test.each([
  ['@0s kafka topic orders partitons=3', 23, 'partitions'],
  ['@0s kafka orders putt value=x', 17, 'put'],
  ['@0s kafka consumer c1 topics=orders', 36, undefined],
  ['@0s kafka producer p1 orders', 29, undefined],
  ['@0s kafka broker one crash', 17, undefined],
  ['@0s kafka broker 1 krash', 19, 'crash'],
  ['@0s kafka broker 1 pause', 25, undefined],
  ["@0s kafka tool kafka-topics 'open", 28, undefined],
])('%s: the error says where', (line, column, nearest) => {
  let problem: unknown;
  try {
    parseScript(line);
  } catch (error) {
    problem = (error as ScriptError).problems[0];
  }
  expect(problem).toMatchObject({ line: 1, ...(nearest === undefined ? {} : { nearest }) });
  expect(Math.abs((problem as { column: number }).column - column)).toBeLessThanOrEqual(1);
});

test('records that are put are read, once each, with keys in order within a partition', () => {
  const world = run(`
@0s kafka topic orders partitions=2
@0s kafka consumer c1 group=g topics=orders auto.offset.reset=earliest
@1s kafka orders every=100ms times=10 put key=o{n%3} value=v{n}`);
  const lines = linesOf(world, 'c1');
  expect(lines.map((line) => line.replace(/^\S+ /, '')).sort()).toEqual(
    Array.from({ length: 10 }, (_, n) => `o${n % 3}=v${n}`).sort(),
  );
  const ofKey = (key: string): string[] =>
    lines.filter((line) => line.includes(` ${key}=`)).map((line) => line.replace(/^.*=/, ''));
  expect(ofKey('o0')).toEqual(['v0', 'v3', 'v6', 'v9']);
});

test('a consumer that crashes before its commit is followed by one that reads the same again', () => {
  const script = `
@0s kafka topic orders partitions=1
@0s kafka orders times=3 every=10ms put value=v{n}
@1s kafka consumer c1 group=g topics=orders auto.offset.reset=earliest enable.auto.commit=false
@5s kafka consumer c1 crash
@6s kafka consumer c2 group=g topics=orders auto.offset.reset=earliest`;
  const world = run(script);
  expect(linesOf(world, 'c2')).toEqual(linesOf(world, 'c1'));
  expect(linesOf(world, 'c1')).toEqual(['orders-0@0 v0', 'orders-0@1 v1', 'orders-0@2 v2']);
  expect(sha(run(script))).toBe(sha(world));
});

test('tools print to the console of their host; old flags work and say what replaced them', () => {
  const world = run(`
@0s kafka topic orders partitions=1
@1s kafka tool kafka-console-producer --topic orders --bootstrap-server localhost:9092 < a\\nb
@3s kafka tool bin/kafka-console-consumer.sh --zookeeper localhost:2181 --topic orders --from-beginning --max-messages 2
@6s kafka tool kafka-topics --list --bootstrap-server localhost:9092 --exclude-internal`);
  expect(linesOf(world, 'tool')).toEqual([
    '--zookeeper was removed in Kafka 2.0: write --bootstrap-server localhost:9092.',
    'a',
    'b',
    'Processed a total of 2 messages',
    'orders',
  ]);
});

test('mistakes are answered as Kafka answers them, or ignored with a reason', () => {
  const world = run(`
@0s kafka topic orders
@1s kafka topic orders
@2s kafka consumer c1 crash
@2s kafka broker 7 crash
@2s kafka tool kafka-topicz --list`);
  const errors = eventsOf(world).flatMap((event) => (event.type === 'log.line' ? [event.message] : []));
  expect(errors).toEqual(["org.apache.kafka.common.errors.TopicExistsException: Topic 'orders' already exists."]);
  const ignored = eventsOf(world).flatMap((event) => (event.type === 'script.ignored' ? [event.reason] : []));
  expect(ignored[0]).toBe('consumer c1 is not running');
  expect(ignored[1]).toBe('there is no broker 7, the brokers are 1 to 1');
  expect(ignored[2]).toContain('there is no tool kafka-topicz');
});

test('a broker that crashes and comes back: nothing acknowledged is lost', () => {
  const world = run(
    `
@0s kafka topic orders partitions=1 replicas=3 min.insync.replicas=2
@0s kafka consumer c1 group=g topics=orders auto.offset.reset=earliest
@1s kafka producer p1 orders rate=20/s keys=4 skew=1 records=60 acks=all enable.idempotence=true
@2s kafka broker 1 crash
@30s kafka broker 1 start`,
    { 'kafka.brokers': '3', until: '60s' },
  );
  const values = linesOf(world, 'c1').map((line) => line.replace(/^.*=/, ''));
  expect(values).toEqual(Array.from({ length: 60 }, (_, n) => `v${n}`));
});
