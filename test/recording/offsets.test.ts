import { expect, test } from 'vitest';
import { KafkaConsumer, KafkaProducer, ProducerRecord } from '../../src/engine/kafka/index.js';
import { Offsets, offsetLedger, Recording, SinkRows } from '../../src/recording/index.js';
import { World } from '../../src/sim/World.js';
import { initialView, Model, plainStyle, renderFrame } from '../../src/tui/index.js';
import { EventBuilder } from './support/EventBuilder.js';

/** Six records; the group reads all of them and commits after the first poll only. */
function run(): Recording {
  const settings = {
    'kafka.brokers': '1',
    'kafka.offsets.topic.replication.factor': '1',
    'kafka.group.initial.rebalance.delay.ms': '0',
  };
  const world: World = new World({
    program: function* () {
      const producer = new KafkaProducer<string, string>({});
      for (let i = 0; i < 6; i++) yield* producer.send(new ProducerRecord('orders', `k${i}`, `o${i}`));
      yield* producer.flush();
      const consumer = new KafkaConsumer<string, string>({
        'group.id': 'readers',
        'auto.offset.reset': 'earliest',
        'enable.auto.commit': 'false',
        'max.poll.records': '4',
      });
      consumer.subscribe(['orders']);
      let read = 0;
      while (read < 6) {
        const before = read;
        read += [...(yield* consumer.poll(100))].length;
        if (before === 0 && read > 0) yield* consumer.commitSync();
      }
    },
    settings,
    limits: { virtualMs: 60_000 },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return new Recording(world.log, { programText: '', scriptText: '', seed: '0', settings });
}

const recording = run();
const offsets = recording.project(Offsets.of);

test('committed, read and unread records add up to those in the log, at every event', () => {
  for (let seq = 0; seq < recording.length; seq++) {
    for (const partition of offsets.at(seq)) {
      for (const group of partition.groups) {
        const { inLog, committed, pending, unread } = offsetLedger(partition, group);
        expect(committed + pending + unread).toBe(inLog);
        expect(Math.min(committed, pending, unread)).toBeGreaterThanOrEqual(0);
      }
    }
  }
});

test('at the end all is read, and the first poll alone is committed', () => {
  const last = offsets.at(recording.length - 1);
  expect(last.map(({ topic }) => topic)).toEqual(last.map(() => 'orders'));
  expect(last.reduce((sum, { end }) => sum + end, 0)).toBe(6);
  const groups = last.flatMap((partition) => partition.groups.map((group) => ({ partition, group })));
  expect(groups.every(({ group }) => group.group === 'readers')).toBe(true);
  const ledgers = groups.map(({ partition, group }) => offsetLedger(partition, group));
  expect(ledgers.reduce((sum, { unread }) => sum + unread, 0)).toBe(0);
  expect(ledgers.reduce((sum, { committed }) => sum + committed, 0)).toBe(4);
  expect(ledgers.reduce((sum, { pending }) => sum + pending, 0)).toBe(2);
});

test('the stage shows C, P and E of each partition, with the sum', () => {
  const model = new Model({ lesson: { id: 'x', title: 'x' }, recording, stops: [], programText: '' });
  expect(model.kinds).toContain('offsets');
  const view = { ...initialView(model.last), stage: 'offsets', focus: 'stage' } as const;
  const frame = renderFrame(model, view, { columns: 120, rows: 40 }, plainStyle).join('\n');
  expect(frame).toContain('group readers');
  expect(frame).toContain('records 6 = committed 4 + read, not committed 2 + not read 0');
});

test('rows that were inserted twice are duplicates; rows = distinct + duplicates', () => {
  const insert = (id: string) =>
    ({ type: 'row.committed', store: 'mysql', connection: 1, table: 'orders', change: 'insert', row: { id } }) as unknown;
  const builder = new EventBuilder();
  for (const id of ['o1', 'o2', 'o1']) builder.emit(insert(id) as Parameters<EventBuilder['emit']>[0]);
  const sink = builder.recording().project(SinkRows.of);
  expect(sink.ledger(2)).toEqual({ rows: 3, distinct: 2, duplicates: 1 });
  expect(sink.ledger(1)).toEqual({ rows: 2, distinct: 2, duplicates: 0 });
  expect(sink.at(2)[0]).toMatchObject({ text: 'o1', count: 2, seqs: [0, 2] });
});
