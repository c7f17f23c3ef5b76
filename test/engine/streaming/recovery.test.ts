import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DStream,
  InputDStream,
  type RDD,
  Seconds,
  SparkConf,
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

/** The running total of each batch, as it was seen last, when the driver crashes at `crashMs` (if at all) and comes back at `backMs`. */
function totals(values: readonly number[], crash?: { readonly atMs: number; readonly backMs: number }): Map<number, number> {
  const seen = new Map<number, number>();
  const program = function* () {
    const ssc = StreamingContext.getOrCreate('/checkpoint', () => {
      const context = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('totals'), Seconds(1));
      context.checkpoint('/checkpoint');
      const pairs = (new Stored(context, values) as DStream<number>).map((value) => ['sum', value]);
      pairs
        .updateStateByKey((found: readonly number[], old: number | undefined) => found.reduce((a, b) => a + b, old ?? 0))
        .checkpoint(Seconds(2))
        .foreachRDD(function* (rdd, time) {
          const [first] = yield* rdd.collect();
          seen.set(time.millis, first?.[1] ?? 0);
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

test('a checkpoint and a restart at any moment give what no restart gives, for a source with storage', () => {
  const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 12 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1001, max: 4999 }), fc.integer({ min: 1, max: 900 }), (input, atMs, after) => {
      fc.pre(atMs % 1000 !== 0 && (atMs + after) % 1000 !== 0);
      expect([...totals(input, { atMs, backMs: atMs + after })].sort(([a], [b]) => a - b)).toEqual([...totals(input)]);
    }),
    { numRuns: 40 },
  );
});

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
