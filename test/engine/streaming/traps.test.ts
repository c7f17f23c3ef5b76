import { expect, test } from 'vitest';
import {
  InputDStream,
  type Pair,
  type RDD,
  Seconds,
  SparkConf,
  type State,
  StateSpec,
  StreamingContext,
  type Time,
} from '../../../src/engine/index.js';
import { awaiting } from '../../../src/engine/ports/Process.js';
import type { WorldEvent } from '../../../src/sim/events.js';
import { World } from '../../../src/sim/World.js';

// What surprises everybody once (conformance/*/README.md, "Facts"): each of them happens here, too, with events that tell why.

/** A source with storage: batch k has the k-th words, `a` stands for the pair (a, 1). */
class Words extends InputDStream<Pair<string, number>> {
  constructor(
    context: StreamingContext,
    private readonly lines: readonly string[],
  ) {
    super(context);
  }
  override compute(time: Time): RDD<Pair<string, number>> {
    const words = (this.lines[time.millis / 1000 - 1] ?? '').split(' ').filter((word) => word !== '');
    return this.context.sparkContext.parallelize(
      words.map((word) => [word, 1] as const),
      1,
    );
  }
}

type Build = (words: Words, ssc: StreamingContext) => void;

/** Runs a program that outlives its failed batches, and gives back what was recorded. */
function run(
  lines: readonly string[],
  build: Build,
  options: { until?: string; script?: string; stopAt?: number } = {},
): WorldEvent[] {
  const world = new World({
    program: function* () {
      const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
        const context = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('test'), Seconds(1));
        context.checkpoint('/checkpoint');
        build(new Words(context, lines), context);
        return context;
      });
      ssc.start();
      if (options.stopAt !== undefined) {
        yield* ssc.awaitTerminationOrTimeout(options.stopAt);
        yield* ssc.stop(true, true);
        return;
      }
      for (;;) {
        try {
          yield* ssc.awaitTermination();
          return;
        } catch {
          // The program goes on, as one does that only logs its errors.
          yield* awaiting(ssc.environment.driver.clock.sleep(1000));
        }
      }
    },
    ...(options.script === undefined ? {} : { script: options.script }),
    settings: { until: options.until ?? `${lines.length}.5s` },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return Array.from({ length: world.log.length }, (_, i) => world.log.get(i));
}

const of = <Type extends WorldEvent['type']>(events: readonly WorldEvent[], type: Type) =>
  events.filter((event): event is Extract<WorldEvent, { type: Type }> => event.type === type);

test('a poisoned record fails every later batch of a state: each computes the state of its batch again', () => {
  const events = run(['a', 'poison', 'a', 'a'], (words) =>
    words
      .map(([word]) => [word, word] as const)
      .updateStateByKey((values, old: number | undefined) => {
        if (values.includes('poison')) throw new Error('cannot read poison');
        return (old ?? 0) + values.length;
      })
      .print(),
  );
  expect(of(events, 'batch.completed').map(({ batchTime, failed }) => [batchTime, failed])).toEqual([
    [1000, false],
    [2000, true],
    [3000, true],
    [4000, true],
  ]);
  const reasons = of(events, 'task.failed').map(({ reason }) => reason);
  expect(reasons).toEqual(['Error: cannot read poison', 'Error: cannot read poison', 'Error: cannot read poison']);
});

test.for([
  { name: 'a failed last output keeps its batch pending', failing: 1, pending: true },
  { name: 'a failed first output is forgotten when the last one is well', failing: 0, pending: false },
])('$name', ({ failing, pending }) => {
  const events = run(['a', 'a'], (words) => {
    for (const output of [0, 1]) {
      words.foreachRDD((_rdd, time) => {
        if (output === failing && time.millis === 1000) throw new Error('no');
      });
    }
  });
  const [first, second] = of(events, 'batch.completed');
  expect(first).toMatchObject({ batchTime: 1000, failed: true, ...(pending ? { staysPending: true } : {}) });
  expect(first?.staysPending).toBe(pending ? true : undefined);
  expect(second).toMatchObject({ batchTime: 2000, failed: false });
  expect(of(events, 'checkpoint.written').at(-1)?.pending.includes(1000)).toBe(pending);
});

test('after a recovery the batch of the failed last output runs again, that of the failed first one does not', () => {
  const seen = (failing: number) => {
    const batches: number[] = [];
    run(
      ['a', 'a', 'a', 'a', 'a', 'a'],
      (words) => {
        for (const output of [0, 1]) {
          words.foreachRDD((_rdd, time) => {
            if (output === 0) batches.push(time.millis);
            if (output === failing && time.millis === 1000) throw new Error('no');
          });
        }
      },
      { script: '@3.5s driver crash\n@4.5s driver restart\n', until: '6.5s' },
    );
    return batches;
  };
  expect(seen(1)).toEqual([1000, 2000, 3000, 1000, 3000, 4000, 5000, 6000]);
  expect(seen(0)).toEqual([1000, 2000, 3000, 3000, 4000, 5000, 6000]);
});

test('an exception in transform loses the batch for all outputs: no listener hears of it', () => {
  const heard: number[] = [];
  const events = run(['a', 'a', 'a'], (words, ssc) => {
    ssc.addStreamingListener({ onBatchSubmitted: ({ batchTime }) => void heard.push(batchTime.millis) });
    words.print();
    words
      .transform((rdd, time) => {
        if (time.millis === 2000) throw new Error('not this one');
        return rdd;
      })
      .print();
  });
  expect(of(events, 'batch.generationFailed')).toMatchObject([{ batchTime: 2000, reason: 'not this one' }]);
  expect(of(events, 'batch.submitted').map(({ batchTime }) => batchTime)).toEqual([1000, 3000]);
  expect(heard).toEqual([1000, 3000]);
});

test('an inverse window with a slide above it sums in the batches between: they entered and are no members', () => {
  const events = run(['a', 'g', 'a', 'a', '', 'a'], (words) =>
    words
      .reduceByKeyAndWindow(
        (a, b) => a + b,
        (a, b) => a - b,
        Seconds(1),
        Seconds(3),
      )
      .print(),
  );
  const windows = of(events, 'rdd.generated').filter(({ entered }) => entered !== undefined);
  expect(windows).toMatchObject([
    { batchTime: 3000, members: [3000], entered: [1000, 2000, 3000], left: [1000, 2000] },
    { batchTime: 6000, members: [6000], entered: [4000, 5000, 6000], left: [3000, 4000, 5000] },
  ]);
  expect(of(events, 'console.line').map(({ text }) => text)).toEqual(expect.arrayContaining(['(a,2)', '(g,1)']));
});

test('an inverse window that fits: what entered are members, what left are none', () => {
  const events = run(['a', 'b', 'c', 'd'], (words) =>
    words
      .reduceByKeyAndWindow(
        (a, b) => a + b,
        (a, b) => a - b,
        Seconds(2),
        Seconds(1),
      )
      .print(),
  );
  const windows = of(events, 'rdd.generated').filter(({ entered }) => entered !== undefined);
  expect(windows.at(-1)).toMatchObject({ batchTime: 4000, members: [3000, 4000], entered: [4000], left: [2000] });
});

test('a key whose data left an inverse window stays with 0 for ever', () => {
  const events = run(['a', '', '', ''], (words) =>
    words
      .reduceByKeyAndWindow(
        (a, b) => a + b,
        (a, b) => a - b,
        Seconds(1),
        Seconds(1),
      )
      .print(),
  );
  const stream = of(events, 'stream.defined').find(({ name }) => name === 'ReducedWindowedDStream')?.stream;
  const rdds = of(events, 'rdd.generated').filter((event) => event.stream === stream);
  const contents = rdds.map(
    ({ rdd }) => of(events, 'partition.computed').find((event) => event.rdd === rdd && event.records > 0)?.contents,
  );
  expect(contents).toEqual([['(a,1)'], ['(a,0)'], ['(a,0)'], ['(a,0)']]);
});

test('a key times out at the tenth batch, and the event says so', () => {
  const events = run(['a', ...new Array(10).fill('')], (words) => {
    const spec = StateSpec.function((key: string, value: number | undefined, state: State<number>) => {
      if (!state.isTimingOut()) state.update(value ?? 0);
      return key;
    });
    words.mapWithState(spec.timeout(Seconds(3))).print();
  });
  const changes = of(events, 'state.updated').map(({ batchTime, key, before, after, timedOut }) => ({
    batchTime,
    key,
    before,
    after,
    timedOut,
  }));
  expect(changes).toEqual([
    { batchTime: 1000, key: 'a', before: undefined, after: '1', timedOut: undefined },
    { batchTime: 10_000, key: 'a', before: '1', after: undefined, timedOut: true },
  ]);
});

test('after a graceful stop the batch of the last checkpoint runs again', () => {
  const batches: number[] = [];
  const events = run(
    ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'],
    (words) =>
      words.foreachRDD((_rdd, time) => {
        batches.push(time.millis);
      }),
    { stopAt: 1500, script: '@5.5s driver restart\n', until: '6.5s' },
  );
  const [again] = of(events, 'context.recovered');
  expect(again).toMatchObject({ checkpointTime: 3000, pending: [], rescheduled: [3000, 4000, 5000], restartTime: 6000 });
  expect(batches.slice(0, 7)).toEqual([1000, 2000, 3000, 3000, 4000, 5000, 6000]);
});
