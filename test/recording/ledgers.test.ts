import { describe, expect, test } from 'vitest';
import {
  Hosts,
  ledgerAt,
  Received,
  Receivers,
  StateHistory,
  stateLedger,
  stateLineage,
  TaskRuns,
  Windows,
} from '../../src/recording/index.js';
import { folders, sessionOf } from '../tui/sessions.js';
import { EventBuilder } from './support/EventBuilder.js';

describe.each(folders)('%s: every ledger adds up at every event', (folder) => {
  const { recording } = sessionOf(folder).session;

  test('records, windows, attempts', () => {
    const windows = recording.project(Windows.of);
    const runs = recording.project(TaskRuns.of);
    const received = recording.project(Received.of);
    for (let seq = 0; seq < recording.length; seq += 3) {
      const { received: all, buffered, waiting, inBatches, lost } = ledgerAt(recording, seq);
      expect(buffered + waiting + inBatches + lost).toBe(all);
      expect(all).toBe(received.records.filter((record) => record.seq <= seq).length);
      for (const window of windows.streams) {
        const ledger = windows.ledger(window, seq);
        expect(ledger.once + ledger.more + ledger.due + ledger.lost).toBe(ledger.records);
        const inOutputs = window.firesAt(seq).reduce((sum, fire) => sum + windows.recordsIn(fire, seq), 0);
        expect(ledger.counted).toBe(inOutputs);
      }
      for (let batch = 0; batch < 4; batch++) {
        const { started, done, failed, killed, running } = runs.ledger(batch, seq);
        expect(done + failed + killed + running).toBe(started);
        const onCores = runs.lanes(batch, seq).flatMap((lane) => lane.runs.filter((run) => !run.isReceiver));
        expect(onCores).toHaveLength(started);
      }
    }
  });
});

const task = (number: number, partition: number, attempt = 0, executor = '1', core = 0) =>
  ({ type: 'task.started', task: number, stage: 7, stageAttempt: 0, partition, attempt, executor, core }) as const;

describe('tasks on cores', () => {
  const events = new EventBuilder()
    .at(0)
    .emit({ type: 'batch.submitted', batchTime: 1000, records: 0, outputs: 1, waiting: 1 })
    .emit({ type: 'job.started', job: 0, stages: [7], batchTime: 1000, output: 0, action: 'print' })
    .emit(task(1, 0))
    .emit(task(2, 1, 0, '2'))
    .at(100)
    .emit({ type: 'task.failed', task: 1, stage: 7, partition: 0, attempt: 0, reason: 'boom' })
    .emit(task(3, 0, 1, '10'))
    .at(200)
    .emit({ type: 'task.completed', task: 2, stage: 7, partition: 1, attempt: 0, records: 4 });
  const runs = events.recording().project(TaskRuns.of);

  test('lanes come in the order of executors as numbers', () => {
    expect(runs.lanes(0, 99).map((lane) => lane.executor)).toEqual(['1', '2', '10']);
  });
  test('a second attempt at a partition is one that is computed again', () => {
    expect(runs.ledger(0, 99)).toEqual({ started: 3, done: 1, failed: 1, killed: 0, running: 1, again: 1 });
    expect(runs.ledger(0, 3)).toEqual({ started: 2, done: 0, failed: 0, killed: 0, running: 2, again: 0 });
  });
});

describe('receivers and blocks', () => {
  const stored = (block: string, records: number) =>
    ({ type: 'block.stored', stream: 0, block, records, level: 'MEMORY_ONLY' }) as const;
  const record = (text: string) => ({ type: 'record.received', stream: 0, record: text }) as const;
  const crashed = new EventBuilder()
    .emit({ type: 'receiver.started', stream: 0, name: 'SocketReceiver-0', executor: 'driver' })
    .emit(record('a'))
    .emit(record('b'))
    .emit(stored('input-0-0', 1))
    .emit({ type: 'blocks.allocated', batchTime: 1000, stream: 0, blocks: ['input-0-0'], records: 1 })
    .emit(stored('input-0-200', 1))
    .emit(record('c'));
  const crash = { type: 'host.crashed', incarnation: 1 } as unknown as Parameters<EventBuilder['emit']>[0];

  test('with the driver, its buffer and the blocks that wait are gone', () => {
    const recording = crashed.emit(crash).recording();
    const last = recording.length - 1;
    const receivers = recording.project(Receivers.of);
    expect(receivers.blocksAt(last - 1).map(({ status }) => status)).toEqual(['given', 'waits']);
    expect(receivers.blocksAt(last).map(({ status }) => status)).toEqual(['given', 'lost']);
    expect(receivers.at(last - 1)[0]).toMatchObject({ buffer: ['c'], lost: 0 });
    expect(receivers.at(last)[0]).toMatchObject({ buffer: [], lost: 1 });
    expect(ledgerAt(recording, last)).toMatchObject({ buffered: 0, waiting: 0, lost: 2 });
  });

  test('a block that a later batch is given out of the log was never lost', () => {
    const recording = crashed
      .emit({ type: 'blocks.allocated', batchTime: 2000, stream: 0, blocks: ['input-0-200'], records: 1 })
      .recording();
    expect(recording.project(Receivers.of).blocksAt(7)[1]).toMatchObject({ status: 'waits' });
    expect(recording.project(Receivers.of).blocksAt(8)[1]).toMatchObject({ status: 'given', batchTime: 2000 });
  });
});

test('hosts die, come back in a new incarnation; links are cut and healed', () => {
  const emit = (builder: EventBuilder, event: object, host: string) =>
    builder.emit(event as Parameters<EventBuilder['emit']>[0], host);
  const builder = new EventBuilder();
  emit(builder, { type: 'host.started', incarnation: 1 }, 'worker');
  emit(builder, task(1, 0, 0, '1'), 'worker');
  emit(builder, { type: 'connection.opened', connection: 5, from: 'worker', to: 'nc', port: 9999 }, 'worker');
  emit(builder, { type: 'link.cut', link: 'driver-worker' }, 'net');
  emit(builder, { type: 'host.crashed', incarnation: 1 }, 'worker');
  emit(builder, { type: 'host.started', incarnation: 2 }, 'worker');
  emit(builder, { type: 'link.healed', link: 'driver-worker' }, 'net');
  const hosts = builder.recording().project(Hosts.of);
  expect(hosts.at(3)[0]).toMatchObject({ host: 'worker', isAlive: true, executors: ['1'] });
  expect(hosts.connectionsAt(3)).toHaveLength(1);
  expect(hosts.at(4)[0]).toMatchObject({ isAlive: false, executors: [] });
  expect(hosts.connectionsAt(4)).toEqual([]);
  expect(hosts.at(6)[0]).toMatchObject({ isAlive: true, incarnation: 2 });
  expect([3, 6].map((seq) => hosts.linksAt(seq)[0]?.isCut)).toEqual([true, false]);
});

test('keys add up, and the lineage of a state ends at its last checkpoint', () => {
  const update = (batchTime: number, key: string, before: string | undefined, after: string | undefined) => ({
    ...{ type: 'state.updated' as const, batchTime, stream: 1, partition: 0, key, values: after === undefined ? [] : ['1'] },
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
  const builder = new EventBuilder();
  const batch = (number: number) =>
    builder
      .at(number * 1000)
      .emit({ type: 'rdd.generated', batchTime: number * 1000, stream: 1, rdd: number * 10, partitions: 1 })
      .emit({ type: 'batch.submitted', batchTime: number * 1000, records: 1, outputs: 1, waiting: 1 });
  batch(1)
    .emit(update(1000, 'a', undefined, '1'))
    .emit(update(1000, 'b', undefined, '1'));
  batch(2).emit({ type: 'rdd.checkpointed', rdd: 20, path: '/ckpt/rdd-20' });
  batch(3)
    .emit(update(3000, 'a', '1', undefined))
    .emit(update(3000, 'c', undefined, '1'));
  const recording = builder.recording();
  const last = recording.length - 1;
  const history = recording.project(StateHistory.of).get(1)!;
  expect(stateLedger(history, 3000, last)).toEqual({ before: 2, added: 1, removed: 1, after: 2, called: 2, withValues: 1 });
  expect(stateLineage(recording, 1, 1000, last)).toEqual({ batches: [1], isCheckpointed: false });
  expect(stateLineage(recording, 1, 3000, last)).toEqual({ batches: [2, 3], isCheckpointed: true });
});
