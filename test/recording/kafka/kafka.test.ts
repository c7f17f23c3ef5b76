import { expect, test } from 'vitest';
import { KafkaConsumer, KafkaProducer, ProducerRecord } from '../../../src/engine/kafka/index.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { ConsumerGroups, KafkaLogs, Recording, recordJourney } from '../../../src/recording/index.js';
import { World } from '../../../src/sim/World.js';
import { EventBuilder } from '../support/EventBuilder.js';

function record(program: () => Process<void>, settings: Readonly<Record<string, string>> = {}): Recording {
  const world = new World({
    program,
    settings: {
      'kafka.brokers': '1',
      'kafka.offsets.topic.replication.factor': '1',
      'kafka.group.initial.rebalance.delay.ms': '0',
      ...settings,
    },
    limits: { virtualMs: 120_000 },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return new Recording(world.log, { programText: '', scriptText: '', seed: '0', settings: {} });
}

function* send(topic: string, ...values: string[]): Process<void> {
  const producer = new KafkaProducer<string, string>({ 'client.id': 'p' });
  for (const value of values) yield* producer.send(new ProducerRecord(topic, 'k', value));
  yield* producer.close();
}

/** Reads what is there, `crash`es without a commit or commits. */
function* read(topic: string, commits: boolean, count: number): Process<void> {
  const consumer = new KafkaConsumer<string, string>({
    'group.id': 'g',
    'client.id': 'c',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
  });
  consumer.subscribe([topic]);
  for (let seen = 0; seen < count; ) seen += (yield* consumer.poll(100)).count;
  if (commits) yield* consumer.commitSync();
  yield* consumer.close();
}

test('a record is followed from its producer to the commit; what was read without a commit is read twice', () => {
  const recording = record(function* () {
    yield* send('words', 'a', 'b', 'c');
    yield* read('words', false, 3);
    yield* read('words', true, 3);
  });
  const end = recording.length - 1;
  const logs = recording.project(KafkaLogs.of);
  expect(logs.partition('words-0')?.at(end)).toMatchObject({ leader: 1, logStart: 0, highWatermark: 3, logEnd: 3 });
  const journey = recordJourney(recording, 'words-0', 1, end);
  expect(journey).toMatchObject({ text: 'k=b', producedBy: { client: 'p' } });
  const [group] = journey?.groups ?? [];
  expect(group?.fetches.map(({ client }) => client)).toEqual(['c', 'c']);
  expect(group?.committedAt).toBeGreaterThan(group?.fetches[1]?.seq ?? Number.POSITIVE_INFINITY);
  const [before, after] = [group?.committedAt as number, group?.committedAt as number].map((seq, i) =>
    recording.project(ConsumerGroups.of).group('g', seq - 1 + i),
  );
  expect(before?.partitions).toEqual([{ name: 'words-0', position: 3, client: 'c', committed: undefined, lag: undefined }]);
  expect(after?.partitions).toEqual([{ name: 'words-0', position: 3, client: 'c', committed: 3, lag: 0 }]);
});

test('earlier events know nothing of what comes later', () => {
  const recording = record(() => send('words', 'a'));
  const appended = [...recording].find((event) => event.type === 'record.appended' && event.topic === 'words')?.seq as number;
  expect(recordJourney(recording, 'words-0', 0, appended - 1)).toBeUndefined();
  expect(recordJourney(recording, 'words-0', 0, appended)).toMatchObject({ appendedAt: appended, visibleAt: undefined });
});

test('a position that does not come from reading on is told', () => {
  const recording = record(function* () {
    yield* send('words', 'a', 'b');
    const consumer = new KafkaConsumer<string, string>({ 'group.id': 'g', 'auto.offset.reset': 'latest' });
    consumer.subscribe(['words']);
    while (consumer.assignment().length === 0) yield* consumer.poll(100);
    const [partition] = consumer.assignment();
    if (partition !== undefined) yield* consumer.position(partition);
    consumer.seekToBeginning([]);
    // The lookup of the start waits behind the fetch that is under way.
    while ((yield* consumer.poll(100)).isEmpty);
    yield* consumer.close();
  });
  const moves = [...recording].filter(({ type }) => type === 'position.moved' || type === 'record.fetched');
  expect(
    moves.map((event) => [event.type, 'offset' in event ? event.offset : 'untilOffset' in event ? event.untilOffset : -1]),
  ).toEqual([
    ['position.moved', 2],
    ['position.moved', 0],
    ['record.fetched', 2],
  ]);
});

test('an unclean election shortens the log, and its offsets are taken again', () => {
  const at = { topic: 't', partition: 0 };
  const elected = (leader: number, leaderEpoch: number, unclean: boolean) =>
    ({ type: 'leader.elected', ...at, leader, leaderEpoch, replicas: [1, 2], isr: [leader], unclean }) as const;
  const appended = (fromOffset: number, untilOffset: number, text: string) =>
    ({ type: 'record.appended', ...at, fromOffset, untilOffset, bytes: 1, contents: [text] }) as const;
  const recording = new EventBuilder()
    .emit({ type: 'broker.started', broker: 1, incarnation: 1 })
    .emit(elected(1, 0, false))
    .emit(appended(0, 1, 'a'))
    .emit(appended(1, 2, 'lost'))
    .emit({ type: 'broker.stopped', broker: 1, how: 'crashed' })
    .emit(elected(2, 1, true))
    .emit({ type: 'log.truncated', ...at, offset: 1 })
    .emit(appended(1, 2, 'instead'))
    .recording();
  const logs = recording.project(KafkaLogs.of);
  expect(logs.partition('t-0')?.at(3)?.logEnd).toBe(2);
  expect(logs.partition('t-0')?.at(6)).toMatchObject({ leader: 2, logEnd: 1 });
  expect(recordJourney(recording, 't-0', 1, 6)).toBeUndefined();
  expect([3, 7].map((seq) => recordJourney(recording, 't-0', 1, seq)?.text)).toEqual(['lost', 'instead']);
  expect(logs.brokersAt(4)).toEqual([{ id: 1, isUp: false, incarnation: 1 }]);
});
