import { expect, test } from 'vitest';
import type { Place } from '../../../src/engine/events.js';
import {
  InputDStream,
  type Process,
  println,
  type RDD,
  Receiver,
  Seconds,
  SparkConf,
  type State,
  StateSpec,
  StorageLevel,
  StreamingContext,
  type Time,
} from '../../../src/engine/index.js';
import { World } from '../../../src/sim/World.js';

interface Line {
  readonly text: string;
  readonly place: Place;
  readonly at: number;
}

function run(main: (ssc: StreamingContext) => void, settings: Record<string, string> = {}, master = 'local[2]'): Line[] {
  const world = new World({
    program: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster(master).setAppName('test'), Seconds(1));
      ssc.checkpoint('/checkpoint');
      main(ssc);
      ssc.start();
      yield* ssc.awaitTermination();
    },
    settings: { until: '3.5s', ...settings },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  const lines: Line[] = [];
  for (let i = 0; i < world.log.length; i++) {
    const event = world.log.get(i);
    if (event.type === 'console.line') lines.push({ text: event.text, place: event.place, at: event.at / 1000 });
  }
  return lines;
}

/** `batches` batches of two partitions of two records each. */
class Numbers extends InputDStream<number> {
  constructor(
    context: StreamingContext,
    private readonly batches = 3,
    private readonly says = false,
  ) {
    super(context);
  }
  override compute(time: Time): RDD<number> {
    if (this.says) println('compute');
    const values = time.millis > 1000 * this.batches ? [] : [1, 2, 3, 4];
    return this.context.sparkContext.parallelize(values, 2);
  }
}

const counted = (lines: readonly Line[]) => {
  const counts: Record<string, number> = {};
  for (const { text } of lines) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
};
const say = <T>(text: string, value: T): T => {
  println(text);
  return value;
};

test('lesson L10: 1 line of the application, 3 of transform, 3 of foreachRDD, 12 of map', () => {
  const lines = run((ssc) => {
    println('application');
    new Numbers(ssc)
      .transform((rdd) => say('transform', rdd))
      .map((n) => say('map', n))
      .foreachRDD(function* (rdd) {
        println('foreachRDD');
        yield* rdd.count();
      });
  });
  expect(counted(lines)).toEqual({ application: 1, transform: 3, foreachRDD: 3, map: 12 });
});

test.for([
  { name: 'a second output and no cache: map runs 24 times', cache: false, map: 24 },
  { name: 'a second output and a cache: map runs 12 times', cache: true, map: 12 },
])('$name', ({ cache, map }) => {
  const lines = run((ssc) => {
    const mapped = new Numbers(ssc).map((n) => say('map', n));
    if (cache) mapped.cache();
    for (let i = 0; i < 2; i++) {
      mapped.foreachRDD(function* (rdd) {
        yield* rdd.count();
      });
    }
  });
  expect(counted(lines)).toEqual({ map });
});

test('print of many records touches eleven of them', () => {
  const lines = run(
    (ssc) => {
      const rdd = ssc.sparkContext.parallelize(
        Array.from({ length: 1000 }, (_, i) => i),
        2,
      );
      ssc
        .queueStream([rdd])
        .map((n) => say('map', n))
        .print();
    },
    { until: '1.5s', 'spark.streaming.checkpoint.directory': '' },
  );
  expect(lines.filter(({ text }) => text === 'map')).toHaveLength(11);
});

test('when batches are slow, transform runs ahead and foreachRDD keeps pace with the jobs', () => {
  const lines = run(
    (ssc) => {
      new Numbers(ssc)
        .transform((rdd) => say('transform', rdd))
        .foreachRDD(function* (rdd) {
          println('foreachRDD');
          yield* rdd.count();
        });
    },
    { 'cost.jobMs': '1500', until: '6s' },
  );
  const at = (text: string) => lines.filter((line) => line.text === text).map((line) => line.at);
  expect(at('transform').slice(0, 3)).toEqual([1000, 2000, 3000]);
  expect(at('foreachRDD').slice(0, 3)).toEqual([1000, 2500, 4000]);
});

/** Speaks in every method that Spark calls. */
class Speaker extends Receiver<string> {
  constructor() {
    super(StorageLevel.MEMORY_ONLY);
  }
  *onStart(): Process<void> {
    println('onStart');
    this.startThread('reader', () => this.read());
    yield* this.sleep(10);
    println('onStart later');
  }
  onStop(): void {
    println('onStop');
  }
  private *read(): Process<void> {
    println('thread');
    yield* this.sleep(10);
    println('thread later');
    yield* this.store('a');
    this.stop('enough');
  }
}

const only = (lines: readonly Line[], text: string): Place[] =>
  lines.filter((line) => line.text === text).map(({ place }) => place);
const task = { kind: 'task', attempt: 0, executor: 'driver' } as const;

test('a receiver prints as a receiver: onStart, its threads, onStop, also after a wait', () => {
  const lines = run((ssc) => ssc.receiverStream(new Speaker()).print(), { until: '0.5s' });
  for (const text of ['onStart', 'onStart later', 'thread', 'thread later', 'onStop']) {
    expect(only(lines, text)[0]).toEqual({ kind: 'receiver', stream: 0 });
  }
});

test('everything that runs when a batch is generated: compute of an input, transform', () => {
  const lines = run(
    (ssc) =>
      new Numbers(ssc, 1, true)
        .transform(function* (rdd) {
          println('transform');
          yield* rdd.count();
          println('transform after a job');
          return rdd;
        })
        .print(),
    { until: '1.5s' },
  );
  for (const text of ['compute', 'transform', 'transform after a job']) {
    expect(only(lines, text)).toEqual([{ kind: 'generation', batchTime: 1000 }]);
  }
});

test('everything that runs in the job of an output: foreachRDD, also after an action; print', () => {
  const lines = run(
    (ssc) => {
      const numbers = new Numbers(ssc, 1);
      numbers.print();
      numbers.foreachRDD(function* (rdd) {
        println('foreachRDD');
        yield* rdd.count();
        println('foreachRDD after a job');
      });
    },
    { until: '1.5s' },
  );
  expect(only(lines, 'Time: 1000 ms')).toEqual([{ kind: 'job', batchTime: 1000, output: 0 }]);
  for (const text of ['foreachRDD', 'foreachRDD after a job']) {
    expect(only(lines, text)).toEqual([{ kind: 'job', batchTime: 1000, output: 1 }]);
  }
});

test('everything that runs in tasks, with batch, partition and attempt', () => {
  const lines = run(
    (ssc) => {
      const pairs = new Numbers(ssc, 1)
        .map((n) => say('map', n))
        .filter(() => say('filter', true))
        .mapPartitions((records) => say('mapPartitions', records))
        .map((n) => ['k', n]);
      pairs.reduceByKey((a, b) => say('reduceByKey', a + b)).print();
      pairs.updateStateByKey((values, old: number | undefined) => say('updateStateByKey', (old ?? 0) + values.length)).print();
      pairs
        .mapWithState(
          StateSpec.function((_key: string, value: number | undefined, state: State<number>) => {
            state.update(value ?? 0);
            return say('mapWithState', value);
          }),
        )
        .print();
      pairs
        .reduceByKeyAndWindow(
          (a, b) => a + b,
          (a, b) => say('inverse', a - b),
          Seconds(1),
        )
        .print();
      pairs.foreachRDD(function* (rdd) {
        yield* rdd.foreach(() => println('foreach'));
        yield* rdd.foreachPartition(function* (records) {
          println('foreachPartition');
          for (const _ of records) println('in foreachPartition');
          yield* [];
        });
      });
    },
    { until: '2.5s' },
  );
  const texts = [
    'map',
    'filter',
    'mapPartitions',
    'reduceByKey',
    'updateStateByKey',
    'mapWithState',
    'inverse',
    'foreach',
    'foreachPartition',
    'in foreachPartition',
  ];
  for (const text of texts) {
    const places = only(lines, text);
    expect(places.length, text).toBeGreaterThan(0);
    for (const place of places)
      expect(place, text).toMatchObject({
        ...task,
        stage: expect.any(Number),
        partition: expect.any(Number),
        batchTime: expect.any(Number),
      });
  }
  // The inverse has something to take out in the second batch only.
  expect(new Set(only(lines, 'inverse').map((place) => 'batchTime' in place && place.batchTime))).toEqual(new Set([2000]));
  expect(only(lines, 'foreachPartition').map((place) => 'partition' in place && place.partition)).toEqual([0, 1, 0, 1]);
});

test('a task that is tried again prints again, under its next attempt', () => {
  let failures = 0;
  const lines = run(
    (ssc) => {
      new Numbers(ssc, 1)
        .map((n) => {
          println(`map ${n}`);
          if (n === 2 && failures++ < 1) throw new Error('once');
          return n;
        })
        .foreachRDD(function* (rdd) {
          yield* rdd.count();
        });
    },
    { until: '1.5s' },
    'local[2,3]',
  );
  expect(only(lines, 'map 1').map((place) => 'attempt' in place && place.attempt)).toEqual([0, 1]);
  expect(only(lines, 'map 3').map((place) => 'attempt' in place && place.attempt)).toEqual([0]);
});

test('the application, before and after a wait, and a listener print as the application', () => {
  const lines = run(
    (ssc) => {
      println('before');
      ssc.addStreamingListener({ onBatchCompleted: () => println('listener') });
      new Numbers(ssc, 1).foreachRDD(() => {});
    },
    { until: '1.5s' },
  );
  for (const text of ['before', 'listener']) expect(only(lines, text)).toEqual([{ kind: 'application' }]);
});
