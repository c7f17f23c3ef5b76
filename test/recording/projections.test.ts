import { describe, expect, test } from 'vitest';
import {
  Batches,
  BatchFlow,
  BatchFocus,
  ConsoleOutput,
  changesAt,
  diffFirst,
  ledgerAt,
  ProgramGraph,
  programLine,
  type Recording,
  StateHistory,
  stopsOf,
  Windows,
} from '../../src/recording/index.js';
import { wordCountEvents, wordCountProgram, wordCountRun } from './support/wordCount.js';

const twoBatches = () =>
  wordCountRun({
    lines: [
      [500, 'a a'],
      [1500, 'a'],
    ],
    batches: 3,
  });

/** The `seq` of the n-th event of a type, n from 1. */
function seqOf(recording: Recording, type: string, n = 1): number {
  let count = 0;
  for (const event of recording) if (event.type === type && ++count === n) return event.seq;
  throw new Error(`no ${type} number ${n}`);
}
const end = (recording: Recording) => recording.length - 1;

describe('batches', () => {
  test('a batch is ahead, then queued, then running, then done', () => {
    const run = wordCountRun({ lines: [[500, 'a']], batches: 1, costMs: () => 300 });
    const [batch] = run.project(Batches.of).all;
    const status = (type: string) => batch!.at(seqOf(run, type)).status;
    expect(batch!.at(0).status).toBe('ahead');
    expect(['batch.submitted', 'batch.started', 'batch.completed'].map(status)).toEqual(['queued', 'running', 'done']);
  });

  test('scheduling delays of slow batches grow by P - B', () => {
    const run = wordCountRun({ lines: [], batches: 4, costMs: () => 1500 });
    const views = run.project(Batches.of).at(end(run));
    expect(views.map((view) => view.schedulingDelayMs)).toEqual([0, 500, 1000, 1500]);
    expect(views.map((view) => view.startedUs! / 1000)).toEqual([1000, 2500, 4000, 5500]);
  });

  test('a batch knows its records from the moment it is given blocks', () => {
    const run = twoBatches();
    const first = run.project(Batches.of).all[0]!;
    expect(first.at(seqOf(run, 'blocks.allocated') - 1).records).toBeUndefined();
    expect(first.at(seqOf(run, 'blocks.allocated')).records).toBe(1);
  });

  test('each event is about one batch: records about the batch that will hold them', () => {
    const run = twoBatches();
    const focus = run.project(BatchFocus.of);
    expect(focus.at(0)).toBe(-1);
    expect(focus.at(seqOf(run, 'record.received', 1))).toBe(0);
    expect(focus.at(seqOf(run, 'record.received', 2))).toBe(1);
    expect(focus.at(seqOf(run, 'task.started', 1))).toBe(0);
    expect(focus.at(seqOf(run, 'console.line', 1))).toBe(0);
  });
});

describe('console', () => {
  const spark =
    '-------------------------------------------\nTime: 1000 ms\n-------------------------------------------\n(a,2)\n\n';

  test('the text up to an event is what print wrote until then, byte for byte', () => {
    const run = twoBatches();
    const output = run.project(ConsoleOutput.of);
    expect(output.textAt(seqOf(run, 'batch.started'))).toBe('');
    expect(output.textAt(seqOf(run, 'batch.completed'))).toBe(spark);
  });

  test('agreement names the first line that differs', () => {
    const run = twoBatches();
    const output = run.project(ConsoleOutput.of);
    const seq = seqOf(run, 'batch.completed');
    expect(output.agreementAt(seq, spark)).toMatchObject({ lines: 5, differsAt: undefined, remaining: 0 });
    expect(output.agreementAt(seq, spark.replace('(a,2)', '(a,3)'))).toMatchObject({
      differsAt: 4,
      expected: '(a,3)',
      actual: '(a,2)',
    });
    expect(output.agreementAt(0, spark)).toMatchObject({ lines: 0, differsAt: undefined, remaining: 5 });
  });
});

describe('flow', () => {
  test('a record goes from the buffer to a block, to a partition, to the output', () => {
    const run = twoBatches();
    const flow = run.project(BatchFlow.of);
    expect(flow.at(0, seqOf(run, 'record.received'))).toMatchObject({
      buffered: [{ record: 'a a' }],
      blocks: [],
      jobs: [],
    });
    expect(flow.at(0, seqOf(run, 'block.stored'))).toMatchObject({
      buffered: [],
      blocks: [{ contents: ['a a'], isAllocated: false }],
    });
    const done = flow.at(0, seqOf(run, 'batch.completed'));
    expect(done.blocks).toMatchObject([{ isAllocated: true }]);
    expect(done.jobs).toMatchObject([
      {
        status: 'done',
        stages: [
          { name: 'map', status: 'done', shuffle: { read: 2, written: 1 }, tasks: [{ contents: ['(a,1)', '(a,1)'] }] },
          { name: 'reduceByKey', status: 'done', tasks: [{ contents: [] }, { contents: ['(a,2)'] }] },
        ],
      },
    ]);
    expect(done.outputs).toMatchObject([{ status: 'done', printed: [{ text: '(a,2)' }] }]);
  });

  test('a failed attempt stays visible beside the one that succeeded', () => {
    const run = wordCountRun({ lines: [[500, 'a']], batches: 1, failing: [1] });
    const [job] = run.project(BatchFlow.of).at(0, end(run)).jobs;
    expect(job!.stages[0]!.tasks.map((task) => [task.attempt, task.status])).toEqual([
      [0, 'failed'],
      [1, 'done'],
    ]);
  });
});

describe('windows', () => {
  const lines = [3, 1, 4, 1, 5, 9, 2].flatMap((count, i) =>
    Array.from({ length: count }, (_, n) => [i * 1000 + 100 + n, `r${i}.${n}`] as const),
  );
  const run = wordCountRun({
    lines,
    batches: 7,
    windows: [
      [3000, 1000],
      [2000, 2000],
      [2000, 3000],
    ],
  });
  const windows = run.project(Windows.of);
  const counts = (index: number) =>
    run.project(Batches.of).all.map((batch) => {
      const { counted, isNever, isDue } = windows.streams[index]!.membership(batch.time, batch.bornAt, end(run));
      return isNever ? 'x' : counted === 0 && isDue ? '?' : counted;
    });

  test('overlapping windows count a batch several times, the youngest not yet', () => {
    expect(counts(0)).toEqual([3, 3, 3, 3, 3, 2, 1]);
  });
  test('windows as long as their slide count each batch once', () => {
    expect(counts(1)).toEqual([1, 1, 1, 1, 1, 1, '?']);
  });
  test('a slide longer than the window leaves batches that no window will ever hold', () => {
    expect(counts(2)).toEqual(['x', 1, 1, 'x', 1, 1, 'x']);
  });

  test('the ledger adds up at every event', () => {
    for (let seq = 0; seq < run.length; seq++) {
      for (const window of windows.streams) {
        const { records, once, more, due, lost } = windows.ledger(window, seq);
        expect(once + more + due + lost).toBe(records);
      }
      const { received, buffered, waiting, inBatches, lost } = ledgerAt(run, seq);
      expect(buffered + waiting + inBatches + lost).toBe(received);
    }
    expect(ledgerAt(run, end(run)).received).toBe(lines.length);
  });

  test('what a window counted is the sum over its outputs', () => {
    const [a, b, c] = windows.streams.map((window) => windows.ledger(window, end(run)));
    expect(a).toMatchObject({ records: 25, counted: 3 + 4 + 8 + 6 + 10 + 15 + 16 });
    expect(b).toMatchObject({ counted: 4 + 5 + 14, due: 2, lost: 0 });
    expect(c).toMatchObject({ counted: 1 + 4 + (5 + 9), lost: 3 + 1 + 2 });
  });
});

describe('state', () => {
  test('a key without new values is visited and stays the same', () => {
    const run = wordCountRun({
      lines: [
        [500, 'a b'],
        [1500, 'a'],
      ],
      batches: 2,
      state: true,
    });
    const history = run.project(StateHistory.of).get(3)!;
    expect(history.at(2000, end(run)).map(({ key, before, after, change }) => [key, before, after, change])).toEqual([
      ['a', '1', '2', 'changed'],
      ['b', '1', '1', 'same'],
    ]);
    expect(history.at(2000, seqOf(run, 'batch.started', 2)).map((row) => row.change)).toEqual(['pending', 'pending']);
  });
});

describe('stops', () => {
  test('steps are input, a batch made and a batch done; lines that arrive together are one step', () => {
    const run = wordCountRun({
      lines: [
        [500, 'a'],
        [500, 'b'],
        [700, 'c'],
      ],
      batches: 1,
    });
    const types = stopsOf(run).steps.map((seq) => run.get(seq).type);
    expect(types).toEqual([
      'stream.defined',
      'context.started',
      'receiver.started',
      'record.received',
      'record.received',
      'batch.generated',
      'batch.completed',
      'context.stopped',
    ]);
  });

  test('a lesson adds its stops to the steps and the marks', () => {
    const run = twoBatches();
    const seq = seqOf(run, 'task.started');
    const stops = stopsOf(run, [{ id: 'first-task', seq }]);
    expect(stops.steps).toContain(seq);
    expect(stops.marks).toContain(seq);
    expect(stopsOf(run).steps).not.toContain(seq);
  });
});

describe('changes', () => {
  test('a batch is compared with the one before it, record by record', () => {
    const run = twoBatches();
    const groups = changesAt(run, 1, seqOf(run, 'batch.completed', 2));
    expect(groups.find((group) => group.title.startsWith('output'))!.changes).toMatchObject([
      { sign: '~', what: 'a', before: '2', after: '1' },
    ]);
  });
  test('what is not printed yet is said to be so', () => {
    const run = twoBatches();
    const groups = changesAt(run, 1, seqOf(run, 'batch.submitted', 2));
    expect(groups.find((group) => group.title.startsWith('output'))!.changes).toMatchObject([{ sign: '?' }]);
  });
});

describe('program', () => {
  test('an event belongs to the line of its stream or output', () => {
    const run = twoBatches();
    const line = (text: string) => wordCountProgram.split('\n').findIndex((row) => row.includes(text)) + 1;
    expect(programLine(run, run.get(seqOf(run, 'record.received')))).toBe(line('socketTextStream('));
    expect(programLine(run, run.get(seqOf(run, 'console.line')))).toBe(line('print('));
    expect(run.project(ProgramGraph.of).streams.get(3)!.line).toBe(line('reduceByKey('));
  });
});

describe('recordings', () => {
  test('the digest covers every event and nothing else', () => {
    expect(twoBatches().digest).toBe(twoBatches().digest);
    expect(twoBatches().digest).not.toBe(
      wordCountRun({
        lines: [
          [500, 'a a'],
          [1501, 'a'],
        ],
        batches: 3,
      }).digest,
    );
  });
  test('two recordings part at their first differing event', () => {
    const a = wordCountEvents({ lines: [[500, 'a']], batches: 1 });
    const b = wordCountEvents({ lines: [[500, 'b']], batches: 1 });
    const difference = diffFirst(a.recording(), b.recording())!;
    expect(difference.a).toMatchObject({ type: 'record.received', record: 'a' });
    expect(difference.b).toMatchObject({ type: 'record.received', record: 'b' });
    expect(diffFirst(a.recording(), a.recording())).toBeUndefined();
  });
  test('a recording that goes on parts from one that ended', () => {
    const a = wordCountEvents({ lines: [[500, 'a']], batches: 1 });
    const shorter = wordCountEvents({ lines: [[500, 'a']], batches: 1 });
    shorter.events.pop();
    expect(diffFirst(a.recording(), shorter.recording())).toMatchObject({ seq: shorter.events.length, b: undefined });
  });
});
