import { describe, expect, test } from 'vitest';
import type { AnyDStream } from '../../../src/engine/dstream/DStream.js';
import { type DStream, QueueInputDStream } from '../../../src/engine/dstream/index.js';
import { StorageLevel } from '../../../src/engine/rdd/index.js';
import { StateSpec } from '../../../src/engine/state/index.js';
import { Milliseconds, Seconds, Time } from '../../../src/engine/time/index.js';
import { type Bench, recordsOf, runBatches } from './support/runBatches.js';

type Pairs = DStream<readonly [string, number]>;

const pairs = (bench: Bench): Pairs => bench.input<readonly [string, number]>([]);
const add = (a: number, b: number) => a + b;
const sum = (values: readonly number[], old: number | undefined) => values.reduce(add, old ?? 0);

describe('what a stream remembers', () => {
  test.for([
    { slideMs: 500, interval: 10_000, mapInterval: 5_000 },
    { slideMs: 1_000, interval: 10_000, mapInterval: 10_000 },
    { slideMs: 3_000, interval: 12_000, mapInterval: 30_000 },
    { slideMs: 7_000, interval: 14_000, mapInterval: 70_000 },
    { slideMs: 10_000, interval: 10_000, mapInterval: 100_000 },
    { slideMs: 15_000, interval: 15_000, mapInterval: 150_000 },
  ])('with a slide of $slideMs ms a state is checkpointed every $interval ms and remembered twice as long', (row) => {
    let state: AnyDStream | undefined;
    let mapped: AnyDStream | undefined;
    runBatches({ batchDuration: Milliseconds(row.slideMs), checkpoint: true }, (bench) => {
      state = pairs(bench).updateStateByKey(sum);
      mapped = pairs(bench).mapWithState(StateSpec.function((key: string) => key));
      state.print();
      mapped.print();
    });
    const [internal] = (mapped as AnyDStream).dependencies;
    const found = [state, internal].map((stream) => [stream?.checkpointDuration?.millis, stream?.rememberDuration?.millis]);
    expect(found).toEqual([
      [row.interval, 2 * row.interval],
      [row.mapInterval, 2 * row.mapInterval],
    ]);
  });

  test('the parents of a window remember window and slide, the window its slide', () => {
    let input: AnyDStream | undefined;
    let window: AnyDStream | undefined;
    runBatches({}, (bench) => {
      input = bench.input<number>([]);
      window = input.map((x) => x).window(Seconds(30), Seconds(10));
      window.print();
    });
    expect([input?.rememberDuration?.millis, window?.rememberDuration?.millis]).toEqual([40_000, 10_000]);
  });

  test('RDDs older than that are forgotten and no longer kept', () => {
    let input: AnyDStream | undefined;
    runBatches({ batches: 4 }, (bench) => {
      input = bench.input([[1], [2], [3], [4]]).cache();
      input.window(Seconds(2)).print();
    });
    // Batch 4 is completed: what is at or before 4 s - (window 2 s + slide 1 s) is gone.
    expect([...(input?.generatedRDDs.keys() ?? [])]).toEqual([2000, 3000, 4000]);
  });
});

describe('what is checked at the start', () => {
  const refused = (checkpoint: boolean, build: (bench: Bench) => AnyDStream) => () =>
    runBatches({ checkpoint }, (bench) => build(bench).print());
  const states = (bench: Bench) => pairs(bench).updateStateByKey(sum);

  test.for([
    {
      name: 'no checkpoint directory',
      run: refused(false, states),
      message: 'The checkpoint directory has not been set. Please set it by StreamingContext.checkpoint().',
    },
    {
      name: 'an interval below the slide',
      run: refused(true, (bench) => states(bench).checkpoint(Milliseconds(500))),
      message:
        'The checkpoint interval for StateDStream has been set to 500 ms which is lower than its slide time (1000 ms). Please set it to at least 1000 ms.',
    },
    {
      name: 'an interval that is not a multiple of the slide',
      run: refused(true, (bench) => states(bench).checkpoint(Milliseconds(2500))),
      message:
        'The checkpoint interval for StateDStream has been set to  2500 ms which not a multiple of its slide time (1000 ms). Please set it to a multiple of 1000 ms.',
    },
    {
      name: 'a checkpointed window, whose data is its parent’s',
      run: refused(true, (bench) => pairs(bench).window(Seconds(2)).checkpoint(Seconds(2))),
      message:
        'WindowedDStream has been marked for checkpointing but the storage level has not been set to enable persisting. Please use DStream.persist() to set the storage level to use memory for better checkpointing performance.',
    },
  ])('$name', ({ run, message }) => {
    expect(run).toThrow(`requirement failed: ${message}`);
  });

  test('no output operation', () => {
    expect(() => runBatches({}, (bench) => bench.input<number>([]))).toThrow(
      'requirement failed: No output operations registered, so nothing to execute',
    );
  });
});

describe('a graph that was started', () => {
  const afterStart = (act: (stream: DStream<number>) => void) => {
    const [error] = runBatches({ batches: 1 }, (bench) => {
      const input = bench.input([[1]]);
      input.foreachRDD(() => act(input));
    }).flatMap((batch) => batch.failures);
    return String(error);
  };

  test.for([
    {
      name: 'takes no more streams',
      act: (stream: DStream<number>) => stream.map((x) => x),
      text: 'java.lang.IllegalStateException: Adding new inputs, transformations, and output operations after starting a context is not supported',
    },
    {
      name: 'keeps its storage levels',
      act: (stream: DStream<number>) => stream.persist(StorageLevel.DISK_ONLY),
      text: 'java.lang.UnsupportedOperationException: Cannot change storage level of a DStream after streaming context has started',
    },
    {
      name: 'keeps its checkpoint intervals',
      act: (stream: DStream<number>) => stream.checkpoint(Seconds(1)),
      text: 'java.lang.UnsupportedOperationException: Cannot change checkpoint interval of a DStream after streaming context has started',
    },
  ])('$name', ({ act, text }) => {
    expect(afterStart(act)).toBe(text);
  });
});

test('a slice rounds its bounds down to batches and leaves out the zero time', () => {
  const found: number[][] = [];
  runBatches({ batches: 3 }, (bench) => {
    const input = bench.input([[1], [2], [3]]);
    input.foreachRDD(function* (_rdd, time) {
      const all: number[] = [];
      for (const rdd of input.slice(new Time(0), time.plus(Milliseconds(-100)))) all.push(...(yield* rdd.collect()));
      found.push(all);
    });
  });
  expect(found).toEqual([[], [1], [1, 2]]);
});

test('a slice before the start is refused', () => {
  const run = () => runBatches({}, (bench) => bench.input([[1]]).slice(new Time(1000), new Time(2000)));
  expect(run).toThrow(/^org\.apache\.spark\.streaming\.dstream\.TableInputDStream@\w+ has not been initialized$/);
});

test('a batch without an RDD has no job and no RDD in the streams that follow', () => {
  const options = { batches: 3, checkpoint: false };
  const doubled = recordsOf(options, (bench) => bench.table([[[1]], undefined, [[3]]]).map((x) => 2 * x));
  expect(doubled).toEqual([[2], undefined, [6]]);
});

test('two outputs of one stream are two jobs over one RDD, computed twice unless kept', () => {
  const calls = (keep: boolean) => {
    let count = 0;
    runBatches({ batches: 1 }, (bench) => {
      const touched = bench.input([[1, 2, 3]]).map((x) => {
        count++;
        return x;
      });
      if (keep) touched.cache();
      touched.print();
      touched.print();
    });
    return count;
  };
  expect([calls(false), calls(true)]).toEqual([6, 3]);
});

describe('a queue of RDDs', () => {
  const batches = (oneAtATime: boolean) =>
    recordsOf({ batches: 3 }, (bench) => {
      const queue = [[1], [2, 3]].map((records) => bench.sparkContext.parallelize(records));
      return new QueueInputDStream(bench.context, queue, oneAtATime, undefined);
    });

  test('gives one in each batch', () => expect(batches(true)).toEqual([[1], [2, 3], []]));
  test('gives all at once', () => expect(batches(false)).toEqual([[1, 2, 3], [], []]));
});
