import { expect, test } from 'vitest';
import { Seconds, SparkConf, SparkContext, StreamingContext } from '../../../src/engine/index.js';
import { World } from '../../../src/sim/World.js';

function run(
  main: (conf: SparkConf, events: string[]) => Generator,
  settings: Record<string, string> = {},
): { lines: string[]; logs: string[]; notes: string[]; world: World } {
  const notes: string[] = [];
  const world = new World({
    program: () => main(new SparkConf().setMaster('local[2]').setAppName('test'), notes),
    settings,
  });
  const lines: string[] = [];
  const logs: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.onLogLine = (level, logger, message) => logs.push(`${level} ${logger}: ${message}`);
  world.run();
  return { lines, logs, notes, world };
}

const records = (ssc: StreamingContext, batches: number) =>
  ssc.queueStream(Array.from({ length: batches }, (_, i) => ssc.sparkContext.parallelize([i, i, i])));

test('a batch that takes longer than its interval makes the next ones wait', () => {
  const { world } = run(
    function* (conf) {
      const ssc = new StreamingContext(conf, Seconds(1));
      records(ssc, 3).print();
      ssc.start();
      yield* ssc.awaitTermination();
    },
    { until: '8s', 'cost.jobMs': '1500' },
  );
  const delays: number[] = [];
  for (let i = 0; i < world.log.length; i++) {
    const event = world.log.get(i);
    if (event.type === 'batch.started') delays.push(event.schedulingDelayMs);
  }
  // Each print of three records on two partitions is two jobs: one partition first, then the rest.
  expect(delays.slice(0, 3)).toEqual([0, 2000, 4000]);
});

test('a failed batch makes awaitTermination throw the error of the job', () => {
  const { world, logs } = run(
    function* (conf) {
      const ssc = new StreamingContext(conf, Seconds(1));
      records(ssc, 1)
        .map(() => {
          throw new Error('boom');
        })
        .print();
      ssc.start();
      yield* ssc.awaitTermination();
    },
    { until: '3s' },
  );
  expect(String(world.error)).toMatch(/Job aborted due to stage failure: Task 0 in stage 0.0 failed 1 times/);
  expect(logs).toContain('ERROR JobScheduler: Error running job streaming job 1000 ms.0');
});

test('a failing transform loses the batch of all outputs and later batches go on', () => {
  const { lines, logs } = run(
    function* (conf) {
      const ssc = new StreamingContext(conf, Seconds(1));
      const input = records(ssc, 3);
      input.print();
      input
        .transform((rdd, time) => {
          if (time.millis === 2000) throw new Error('no');
          return rdd;
        })
        .print();
      ssc.start();
      try {
        yield* ssc.awaitTermination();
      } catch {
        yield* ssc.awaitTerminationOrTimeout(0);
      }
    },
    { until: '3.5s' },
  );
  expect(logs).toContain('ERROR JobScheduler: Error generating jobs for time 2000 ms');
  expect(lines.filter((line) => line.startsWith('Time'))).not.toContain('Time: 2000 ms');
});

test('states: start twice warns, start after stop and streams after start throw', () => {
  const { notes, logs } = run(function* (conf, found) {
    const ssc = new StreamingContext(conf, Seconds(1));
    const input = records(ssc, 1);
    input.print();
    found.push(ssc.getState());
    ssc.start();
    ssc.start();
    found.push(ssc.getState());
    try {
      input.print();
    } catch (error) {
      found.push(String(error));
    }
    yield* ssc.stop(false);
    found.push(ssc.getState());
    try {
      ssc.start();
    } catch (error) {
      found.push(String(error));
    }
  });
  expect(notes).toEqual([
    'INITIALIZED',
    'ACTIVE',
    'java.lang.IllegalStateException: Adding new inputs, transformations, and output operations after starting a context is not supported',
    'STOPPED',
    'java.lang.IllegalStateException: StreamingContext has already been stopped',
  ]);
  expect(logs).toContain('WARN StreamingContext: StreamingContext has already been started');
});

test('a start without an output stops the context', () => {
  const { notes, logs } = run(function* (conf, found) {
    const ssc = new StreamingContext(conf, Seconds(1));
    records(ssc, 1);
    try {
      ssc.start();
    } catch (error) {
      found.push(String(error), ssc.getState());
    }
    yield* ssc.awaitTerminationOrTimeout(10);
  });
  expect(notes).toEqual([
    'java.lang.IllegalArgumentException: requirement failed: No output operations registered, so nothing to execute',
    'STOPPED',
  ]);
  expect(logs).toContain('ERROR StreamingContext: Error starting the context, marking it as stopped');
});

test('a graceful stop at 3.4 s still makes batches 4 and 5 and returns at 5 s', () => {
  const { lines, notes } = run(
    function* (conf, found) {
      const ssc = new StreamingContext(conf, Seconds(1));
      records(ssc, 9).print();
      ssc.start();
      yield* ssc.awaitTerminationOrTimeout(3400);
      yield* ssc.stop(true, true);
      found.push(String(ssc.environment.driver.clock.now()));
    },
    { until: '60s' },
  );
  expect(lines.filter((line) => line.startsWith('Time')).map((line) => line.slice(6))).toEqual([
    '1000 ms',
    '2000 ms',
    '3000 ms',
    '4000 ms',
    '5000 ms',
  ]);
  expect(Number(notes[0])).toBeGreaterThanOrEqual(5000);
  expect(Number(notes[0])).toBeLessThan(5200);
});

test('listeners hear of a batch in order: submitted, started, operation, completed', () => {
  const { notes } = run(
    function* (conf, found) {
      const ssc = new StreamingContext(conf, Seconds(1));
      records(ssc, 1).print();
      ssc.addStreamingListener({
        onBatchSubmitted: (info) => found.push(`submitted ${info.batchTime}`),
        onBatchStarted: (info) => found.push(`started ${info.schedulingDelay}`),
        onOutputOperationStarted: (info) => found.push(`operation ${info.name}`),
        onOutputOperationCompleted: (info) => found.push(`operation over ${info.failureReason}`),
        onBatchCompleted: (info) => found.push(`completed ${info.totalDelay}`),
      });
      ssc.start();
      yield* ssc.awaitTermination();
    },
    { until: '1.5s' },
  );
  expect(notes).toEqual(['submitted 1000 ms', 'started 0', 'operation print', 'operation over undefined', 'completed 0']);
});

test('only one SparkContext at a time', () => {
  const { notes } = run(function* (conf, found) {
    new SparkContext(conf);
    try {
      new SparkContext(conf);
    } catch (error) {
      found.push(String(error));
    }
    yield* [];
  });
  expect(notes).toEqual([
    'org.apache.spark.SparkException: Only one SparkContext should be running in this JVM (see SPARK-2243).',
  ]);
});
