import { expect, test } from 'vitest';
import { KafkaConsumer, KafkaProducer, ProducerRecord, TopicPartition } from '../../../src/engine/kafka/index.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import type { SimKafka } from '../../../src/sim/kafka/SimKafka.js';
import { World } from '../../../src/sim/World.js';
import { sha } from './sha.js';

interface Run {
  readonly brokers?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly trace?: 'off' | 'detail';
}

/** Runs a program in a world with Kafka; topics are made by the first use. @throws what the program threw */
function inWorld(program: (world: World) => Process<void>, { brokers = 1, settings = {}, trace = 'detail' }: Run = {}): World {
  const world: World = new World({
    program: () => program(world),
    settings: {
      'kafka.brokers': String(brokers),
      'kafka.offsets.topic.replication.factor': String(brokers),
      'kafka.group.initial.rebalance.delay.ms': '0',
      ...settings,
    },
    trace,
    limits: { virtualMs: 300_000 },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return world;
}

const sleep = (world: World, ms: number): Process<void> =>
  awaiting<void>({
    reason: 'sleep',
    begin: (resume) => world.kernel.schedule(world.kernel.now + ms * 1000, owner, 'sleep', () => resume(undefined)),
  });
const owner = { name: 'test', alive: true, enter: (run: () => void) => run() };

function* readAll(group: string, count: number): Process<string[]> {
  const consumer = new KafkaConsumer<string, string>({ 'group.id': group, 'auto.offset.reset': 'earliest' });
  consumer.subscribe(['words']);
  const values: string[] = [];
  while (values.length < count) for (const { value } of yield* consumer.poll(100)) values.push(value);
  yield* consumer.close();
  return values;
}

test('what was sent is read, in order, and the group goes on from its commit', () => {
  const read: string[][] = [];
  inWorld(function* () {
    const producer = new KafkaProducer<string, string>({});
    for (const word of ['a', 'b', 'c']) yield* producer.send(new ProducerRecord('words', 'key', word));
    yield* producer.flush();
    read.push(yield* readAll('g', 3));
    yield* producer.send(new ProducerRecord('words', 'key', 'd'));
    yield* producer.flush();
    read.push(yield* readAll('g', 1));
  });
  expect(read).toEqual([['a', 'b', 'c'], ['d']]);
});

test('latency, jitter and lost packets delay records, and neither lose nor reorder them', () => {
  const settings = { 'net.latencyMs': '3', 'net.jitterMs': '20', 'net.loss': '0.05' };
  let read: string[] = [];
  const sent = Array.from({ length: 200 }, (_, i) => `v${i}`);
  const run = (): World =>
    inWorld(
      function* (world) {
        const producer = new KafkaProducer<string, string>({ 'enable.idempotence': 'true', 'batch.size': '80' });
        for (const value of sent) {
          yield* producer.send(new ProducerRecord('words', 'key', value));
          yield* sleep(world, 1);
        }
        yield* producer.close();
        read = yield* readAll('g', sent.length);
      },
      { settings },
    );
  const first = sha(run());
  expect(read).toEqual(sent);
  expect(sha(run())).toBe(first);
});

test('acks=all: a leader that crashes loses nothing that was acknowledged', () => {
  let read: string[] = [];
  const acknowledged: string[] = [];
  inWorld(
    function* (world) {
      const { cluster } = world.kafka as SimKafka;
      let crashed = -1;
      const producer = new KafkaProducer<string, string>({
        acks: 'all',
        'enable.idempotence': 'true',
        'bootstrap.servers': cluster.bootstrapServers.join(','),
      });
      for (let i = 0; i < 40; i++) {
        const future = yield* producer.send(new ProducerRecord<string, string>('words', undefined, `v${i}`));
        if (i === 20) {
          crashed = cluster.metadata.partition('words', 0)?.leader ?? -1;
          cluster.crashBroker(crashed);
        }
        yield* future.get();
        acknowledged.push(`v${i}`);
      }
      // The topic of the groups' offsets needs three brokers.
      cluster.startBroker(crashed);
      read = yield* readAll('g', acknowledged.length);
    },
    { brokers: 3, settings: { 'kafka.default.replication.factor': '3', 'kafka.min.insync.replicas': '2' } },
  );
  expect(acknowledged).toHaveLength(40);
  expect(read).toEqual(acknowledged);
});

test('events tell of every offset that was appended and committed', () => {
  const world = inWorld(function* () {
    const producer = new KafkaProducer<string, string>({});
    yield* producer.send(new ProducerRecord('words', 'key', 'a'));
    yield* producer.flush();
    yield* readAll('g', 1);
  });
  const events = Array.from({ length: world.log.length }, (_, i) => world.log.get(i));
  expect(events.filter(({ type }) => type === 'offsets.committed').at(-1)).toMatchObject({
    group: 'g',
    offsets: { 'words-0': 1 },
  });
  expect(events.find((event) => event.type === 'record.appended' && event.topic === 'words')).toMatchObject({
    fromOffset: 0,
    untilOffset: 1,
  });
});

test('without Kafka in the world a client says what is missing', () => {
  const world = new World({ program: () => new KafkaProducer({}) });
  world.run();
  expect(world.error).toMatchObject({ code: 'NO_KAFKA' });
});

test('a partition is read by its name', () => {
  expect(String(TopicPartition.parse('a-b-12'))).toBe('a-b-12');
});
