import type { Recording } from '../../../src/recording/Recording.js';
import { EventBuilder } from './EventBuilder.js';

export interface WordCountRun {
  /** Lines that arrive, with their time in milliseconds. */
  readonly lines: readonly (readonly [atMs: number, text: string])[];
  readonly batches: number;
  /** How long batch n (from 1) takes. */
  readonly costMs?: (batch: number) => number;
  /** Windows beside the word count: length and slide in milliseconds. */
  readonly windows?: readonly (readonly [windowMs: number, slideMs: number])[];
  /** Whether running totals are kept per word. */
  readonly state?: boolean;
  /** Batches whose first task attempt fails. */
  readonly failing?: readonly number[];
}

export const wordCountProgram = `import { StreamingContext, Seconds, SparkConf } from 'batchwise';

const conf = new SparkConf().setMaster('local[2]').setAppName('words');
const ssc = new StreamingContext(conf, Seconds(1));
const lines = ssc.socketTextStream('source', 9999);
const words = lines.flatMap((line) => line.split(' '));
const pairs = words.map((word) => [word, 1] as const);
const counts = pairs.reduceByKey((a, b) => a + b);
counts.print();
ssc.start();
`;

const batchMs = 1000;

/** A run of a word count as the engine records it, made by hand: one receiver, one partition a block, two reducers. */
export function wordCountRun(run: WordCountRun): Recording {
  return wordCountEvents(run).recording(
    wordCountProgram,
    run.lines.map(([at, text]) => `@${at}ms nc :9999 > ${text}`).join('\n'),
  );
}

export function wordCountEvents({
  lines,
  batches,
  costMs = () => 0,
  windows = [],
  state = false,
  failing = [],
}: WordCountRun): EventBuilder {
  const b = new EventBuilder();
  const define = (stream: number, name: string, operator: string, parents: number[], slideMs = batchMs, windowMs?: number) =>
    b.emit({ type: 'stream.defined', stream, name, operator, parents, slideMs, windowMs });
  define(0, 'SocketInputDStream', 'socketTextStream', []);
  define(1, 'FlatMappedDStream', 'flatMap', [0]);
  define(2, 'MappedDStream', 'map', [1]);
  define(3, 'ShuffledDStream', 'reduceByKey', [2]);
  b.emit({ type: 'output.defined', output: 0, name: 'print', stream: 3 });
  windows.forEach(([windowMs, slideMs], i) => {
    define(10 + i, 'WindowedDStream', 'window', [0], slideMs, windowMs);
    b.emit({ type: 'output.defined', output: 1 + i, name: 'print', stream: 10 + i });
  });
  b.emit({ type: 'context.started', batchDurationMs: batchMs, zeroTime: 0, recovered: false, master: 'local[2]', cores: 2 });
  b.emit({ type: 'receiver.started', stream: 0, name: 'SocketReceiver', executor: 'driver' });

  const totals = new Map<string, number>();
  const perBatch = new Map<number, string[]>();
  const timeline: { atMs: number; order: number; run(): void }[] = [];
  const schedule = (atMs: number, order: number, body: () => void) => timeline.push({ atMs, order, run: body });
  for (const [atMs, text] of lines) {
    schedule(atMs, 2, () => b.emit({ type: 'record.received', stream: 0, record: text }));
  }
  let free = 0;
  let job = 0;
  let stage = 0;
  let task = 0;
  let rdd = 0;
  for (let n = 1; n <= batches; n++) {
    const time = n * batchMs;
    const records = lines.filter(([atMs]) => atMs >= time - batchMs && atMs < time).map(([, text]) => text);
    perBatch.set(time, records);
    const block = `input-0-${time}`;
    if (records.length > 0) {
      schedule(time - 1, 3, () =>
        b.emit({
          type: 'block.stored',
          stream: 0,
          block,
          records: records.length,
          level: 'MEMORY_AND_DISK_SER_2',
          contents: records,
        }),
      );
    }
    const firing = windows.map(([windowMs, slideMs], i) => ({ i, windowMs, slideMs, due: time % slideMs === 0 }));
    schedule(time, 1, () => {
      const blocks = records.length > 0 ? [block] : [];
      b.emit({ type: 'blocks.allocated', batchTime: time, stream: 0, blocks, records: records.length });
      for (const { i, windowMs, slideMs, due } of firing) {
        if (!due) {
          b.emit({ type: 'time.invalid', batchTime: time, stream: 10 + i, slideMs });
          continue;
        }
        const members: number[] = [];
        for (let t = Math.max(batchMs, time - windowMs + batchMs); t <= time; t += batchMs) members.push(t);
        b.emit({ type: 'rdd.generated', batchTime: time, stream: 10 + i, rdd: rdd++, partitions: members.length, members });
      }
      const outputs = 1 + firing.filter(({ due }) => due).length;
      b.emit({ type: 'batch.generated', batchTime: time, jobs: outputs });
      b.emit({ type: 'batch.submitted', batchTime: time, records: records.length, outputs, waiting: free > time ? 2 : 1 });
    });
    const start = Math.max(free, time);
    const end = start + costMs(n);
    free = end;
    schedule(start, 1 + n / 10_000, () => {
      b.emit({ type: 'batch.started', batchTime: time, schedulingDelayMs: start - time });
      b.emit({ type: 'output.started', batchTime: time, output: 0, name: 'print' });
      b.emit({ type: 'job.started', job, stages: [stage, stage + 1], batchTime: time, output: 0, action: 'print' });
      const map = { stage, attempt: 0, job, name: 'map', kind: 'map', tasks: blocksOf(records), rdd: rdd++ } as const;
      b.emit({ type: 'stage.submitted', ...map });
      if (records.length > 0) {
        b.emit({ type: 'task.started', task, stage, stageAttempt: 0, partition: 0, attempt: 0, executor: 'driver', core: 0 });
        if (failing.includes(n)) {
          b.emit({
            type: 'task.failed',
            task,
            stage,
            partition: 0,
            attempt: 0,
            reason: 'java.lang.ArithmeticException: / by zero',
          });
          task++;
          b.emit({ type: 'task.started', task, stage, stageAttempt: 0, partition: 0, attempt: 1, executor: 'driver', core: 0 });
        }
      }
    });
    schedule(end, 1 + (n + 0.5) / 10_000, () => {
      const counts = new Map<string, number>();
      const words = records.flatMap((line) => line.split(' '));
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
      if (records.length > 0) {
        b.emit({
          type: 'partition.computed',
          rdd,
          stage,
          partition: 0,
          records: words.length,
          contents: words.map((w) => `(${w},1)`),
        });
        b.emit({ type: 'shuffle.written', shuffle: job, map: 0, read: words.length, written: counts.size });
        b.emit({ type: 'task.completed', task: task++, stage, partition: 0, attempt: 0, records: words.length });
      }
      b.emit({ type: 'stage.completed', stage, attempt: 0 });
      stage++;
      b.emit({ type: 'stage.submitted', stage, attempt: 0, job, name: 'reduceByKey', kind: 'result', tasks: 2, rdd: rdd++ });
      const printed: string[] = [];
      for (const partition of [0, 1]) {
        const contents = [...counts]
          .filter(([word]) => word.length % 2 === partition)
          .map(([word, count]) => `(${word},${count})`);
        printed.push(...contents);
        b.emit({
          type: 'task.started',
          task,
          stage,
          stageAttempt: 0,
          partition,
          attempt: 0,
          executor: 'driver',
          core: partition,
        });
        b.emit({ type: 'partition.computed', rdd, stage, partition, records: contents.length, contents });
        b.emit({ type: 'task.completed', task: task++, stage, partition, attempt: 0, records: contents.length });
      }
      b.emit({ type: 'stage.completed', stage, attempt: 0 });
      stage++;
      b.emit({ type: 'job.completed', job });
      job++;
      const ruler = '-------------------------------------------';
      const print = (text: string, output: number) =>
        b.emit({ type: 'console.line', text, place: { kind: 'job', batchTime: time, output } });
      for (const line of [ruler, `Time: ${time} ms`, ruler, ...printed, '']) print(line, 0);
      b.emit({ type: 'output.completed', batchTime: time, output: 0, name: 'print' });
      for (const { i, windowMs, due } of firing) {
        if (!due) continue;
        b.emit({ type: 'output.started', batchTime: time, output: 1 + i, name: 'print' });
        const inside = [...perBatch].filter(([t]) => t > time - windowMs && t <= time).flatMap(([, list]) => list);
        for (const line of [ruler, `Time: ${time} ms`, ruler, ...inside.slice(0, 10), '']) print(line, 1 + i);
        b.emit({ type: 'output.completed', batchTime: time, output: 1 + i, name: 'print' });
      }
      if (state) {
        for (const word of new Set([...totals.keys(), ...counts.keys()])) {
          const had = totals.get(word);
          const values = Array.from({ length: counts.get(word) ?? 0 }, () => '1');
          const has = (had ?? 0) + values.length;
          totals.set(word, has);
          const before = had === undefined ? undefined : String(had);
          const partition = word.length % 2;
          b.emit({ type: 'state.updated', batchTime: time, stream: 3, partition, key: word, values, before, after: String(has) });
        }
      }
      const delays = { schedulingDelayMs: start - time, processingDelayMs: end - start };
      b.emit({ type: 'batch.completed', batchTime: time, ...delays, failed: false });
    });
  }
  timeline.sort((x, y) => x.atMs - y.atMs || x.order - y.order);
  for (const { atMs, run } of timeline) {
    b.at(atMs);
    run();
  }
  b.emit({ type: 'context.stopped', graceful: true });
  return b;
}

function blocksOf(records: readonly string[]): number {
  return records.length > 0 ? 1 : 0;
}
