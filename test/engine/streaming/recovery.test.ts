import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DStream,
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
import { World } from '../../../src/sim/World.js';

/** A source with storage: asked again for a batch, it gives the same records. */
class Stored extends InputDStream<number> {
  constructor(
    context: StreamingContext,
    private readonly values: readonly number[],
  ) {
    super(context);
  }
  override compute(time: Time): RDD<number> {
    return this.context.sparkContext.parallelize([this.values[time.millis / 1000 - 1] ?? 0], 1);
  }
}

type Pairs = DStream<Pair<string, number>>;
const add = (a: number, b: number): number => a + b;
const running = StateSpec.function((_key: string, value: number | undefined, state: State<number>) => {
  state.update((state.exists() ? state.get() : 0) + (value ?? 0));
});

const programs: Record<string, (pairs: Pairs) => Pairs> = {
  updateStateByKey: (pairs) =>
    pairs
      .updateStateByKey((values: readonly number[], old: number | undefined) => values.reduce(add, old ?? 0))
      .checkpoint(Seconds(2)),
  'updateStateByKey without an RDD checkpoint': (pairs) =>
    pairs.updateStateByKey((values: readonly number[], old: number | undefined) => values.reduce(add, old ?? 0)),
  'a window': (pairs) => pairs.reduceByKeyAndWindow(add, Seconds(3), Seconds(1)),
  'a window with an inverse': (pairs) =>
    pairs.reduceByKeyAndWindow(add, (a, b) => a - b, Seconds(3), Seconds(1)).checkpoint(Seconds(2)),
  mapWithState: (pairs) => {
    const mapped = pairs.mapWithState(running);
    mapped.checkpoint(Seconds(2));
    return mapped.stateSnapshots();
  },
};

interface Crash {
  readonly atMs: number;
  readonly backMs: number;
}

/** What each batch gave, as it was seen last, when the driver crashes at `crash.atMs` (if at all) and comes back at `crash.backMs`. */
function results(values: readonly number[], build: (pairs: Pairs) => Pairs, crash?: Crash): Map<number, string> {
  const seen = new Map<number, string>();
  const program = function* () {
    const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
      const context = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('totals'), Seconds(1));
      context.checkpoint('/checkpoint');
      const pairs = (new Stored(context, values) as DStream<number>).map((value) => [value % 2 === 0 ? 'even' : 'odd', value]);
      build(pairs).foreachRDD(function* (rdd, time) {
        seen.set(time.millis, JSON.stringify((yield* rdd.collect()).sort()));
      });
      return context;
    });
    ssc.start();
    yield* ssc.awaitTermination();
  };
  const script = crash === undefined ? '' : `@${crash.atMs}ms driver crash\n@${crash.backMs}ms driver restart\n`;
  const world = new World({ program, script, settings: { until: `${values.length}s` } });
  world.run();
  if (world.error !== undefined) throw world.error;
  return seen;
}

test.for(Object.entries(programs))(
  '%s: a checkpoint and a restart at any moment give what no restart gives, for a source with storage',
  ([, build]) => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 12 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1001, max: 4999 }), fc.integer({ min: 1, max: 900 }), (input, atMs, after) => {
        fc.pre(atMs % 1000 !== 0 && (atMs + after) % 1000 !== 0);
        const restarted = results(input, build, { atMs, backMs: atMs + after });
        expect([...restarted].sort(([a], [b]) => a - b)).toEqual([...results(input, build)]);
      }),
      { numRuns: 25 },
    );
  },
);

test('the factory is called only when there is no checkpoint', () => {
  let made = 0;
  const program = function* () {
    const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
      made++;
      const context = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(1));
      context.checkpoint('/checkpoint');
      (new Stored(context, []) as DStream<number>).print();
      return context;
    });
    ssc.start();
    yield* ssc.awaitTermination();
  };
  new World({ program, script: '@2.5s driver crash\n@3.5s driver restart\n', settings: { until: '5s' } }).run();
  expect(made).toBe(1);
});

test('a recovered driver connects its socket receivers again: what nc kept while nobody listened arrives', () => {
  const lines: string[] = [];
  const program = function* () {
    const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
      const context = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(1));
      context.checkpoint('/checkpoint');
      context.socketTextStream('localhost', 9999).foreachRDD(function* (rdd) {
        lines.push(...(yield* rdd.collect()));
      });
      return context;
    });
    ssc.start();
    yield* ssc.awaitTermination();
  };
  const script = '@0.3s nc :9999 > one\n@2.5s driver crash\n@3s nc :9999 > two\n@4.2s driver restart\n@5.2s nc :9999 > three\n';
  new World({ program, script, settings: { until: '7s' } }).run();
  expect(lines).toEqual(['one', 'two', 'three']);
});

test('a broadcast is not in the checkpoint: the recovered driver must make it again', () => {
  const run = (again: boolean) => {
    const seen: number[] = [];
    const program = function* () {
      const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
        const context = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('x'), Seconds(1));
        context.checkpoint('/checkpoint');
        const shared = context.sparkContext.broadcast(10);
        const scaled = new Stored(context, [1, 2, 3, 4, 5, 6]).transform((rdd) => {
          const factor = again ? rdd.context.broadcast(10) : shared;
          return rdd.map((value) => value * factor.value);
        });
        scaled.foreachRDD(function* (rdd) {
          seen.push(...(yield* rdd.collect()));
        });
        return context;
      });
      ssc.start();
      yield* ssc.awaitTermination();
    };
    const world = new World({ program, script: '@2.5s driver crash\n@3.5s driver restart\n', settings: { until: '6s' } });
    world.run();
    return { seen, error: world.error instanceof Error ? world.error.message : undefined };
  };
  const failed = run(false);
  expect(failed.seen).toEqual([10, 20]);
  expect(failed.error).toContain('Failed to get broadcast_0_piece0 of broadcast_0');
  expect(run(true).error).toBeUndefined();
});
