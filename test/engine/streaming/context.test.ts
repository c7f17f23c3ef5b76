import { expect, test } from 'vitest';
import { ConstantInputDStream, LineReader, Seconds, SparkConf, StreamingContext } from '../../../src/engine/index.js';
import { World } from '../../../src/sim/World.js';

interface Run {
  readonly notes: string[];
  readonly lines: string[];
  readonly logs: string[];
}

function run(main: (conf: SparkConf, note: (text: unknown) => void) => Generator, script = '', until = '10s'): Run {
  const notes: string[] = [];
  const note = (text: unknown) => notes.push(String(text));
  const conf = () => new SparkConf().setMaster('local[2]').setAppName('test');
  const world = new World({ program: () => main(conf(), note), script, settings: { until } });
  const lines: string[] = [];
  const logs: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.onLogLine = (level, logger, message, detail) =>
    logs.push(`${level} ${logger}: ${message}${detail === undefined ? '' : ` ${detail}`}`);
  world.run();
  if (world.error !== undefined) throw world.error;
  return { notes, lines, logs };
}

const queue = (ssc: StreamingContext) => ssc.queueStream([ssc.sparkContext.parallelize([1, 2])]);

test('getActive and getActiveOrCreate give the started context, else what is made', () => {
  const { notes } = run(function* (conf, note) {
    note(StreamingContext.getActive());
    const ssc = StreamingContext.getActiveOrCreate(() => new StreamingContext(conf, Seconds(1)));
    note(StreamingContext.getActive());
    queue(ssc).print();
    ssc.start();
    const never = () => {
      throw new Error('not called');
    };
    note(StreamingContext.getActiveOrCreate(never) === ssc);
    note(StreamingContext.getActiveOrCreate('/checkpoint', never) === ssc);
    yield* ssc.stop(false);
    note(StreamingContext.getActive());
  });
  expect(notes).toEqual(['undefined', 'undefined', 'true', 'true', 'undefined']);
});

test('getOrCreate with createOnError makes a new context when no checkpoint can be read', () => {
  const { notes } = run(function* (conf, note) {
    const ssc = new StreamingContext(conf, Seconds(1));
    ssc.checkpoint('/checkpoint');
    // A queue cannot be recovered: its checkpoints cannot be read (SS-707).
    queue(ssc).print();
    ssc.start();
    yield* ssc.awaitTerminationOrTimeout(1500);
    yield* ssc.stop();
    const create = () => {
      note('made');
      return new StreamingContext(conf, Seconds(2));
    };
    try {
      StreamingContext.getOrCreate('/checkpoint', create);
    } catch (error) {
      note(error);
    }
    note(StreamingContext.getOrCreate('/checkpoint', create, true).graph.batchDuration);
  });
  expect(notes).toEqual([
    'org.apache.spark.SparkException: Failed to read checkpoint from directory /checkpoint',
    'made',
    '2000 ms',
  ]);
});

test('awaitTerminationOrTimeout says whether the context was stopped, and waits for ever with a negative time', () => {
  const { notes } = run(function* (conf, note) {
    const ssc = new StreamingContext(conf, Seconds(1));
    queue(ssc).print();
    ssc.start();
    note(yield* ssc.awaitTerminationOrTimeout(2500));
    note(ssc.environment.driver.clock.now());
    yield* ssc.stop(false);
    note(yield* ssc.awaitTerminationOrTimeout(-1));
  });
  expect(notes).toEqual(['false', '2500', 'true']);
});

test('the error of a failed batch is thrown again by every later wait; the context stays active', () => {
  const { notes } = run(function* (conf, note) {
    const ssc = new StreamingContext(conf, Seconds(1));
    queue(ssc).foreachRDD(() => {
      throw new RangeError('no');
    });
    ssc.start();
    for (let i = 0; i < 2; i++) {
      try {
        yield* ssc.awaitTermination();
      } catch (error) {
        note(`${error} ${ssc.getState()}`);
      }
    }
  });
  expect(notes).toEqual(['RangeError: no ACTIVE', 'RangeError: no ACTIVE']);
});

test('a recovered context takes the SparkContext that runs', () => {
  const { notes } = run(function* (conf, note) {
    const ssc = new StreamingContext(conf, Seconds(1));
    ssc.checkpoint('/checkpoint');
    new ConstantInputDStream(ssc, ssc.sparkContext.emptyRDD<number>()).print();
    ssc.start();
    yield* ssc.awaitTerminationOrTimeout(1500);
    yield* ssc.stop(false);
    const again = new StreamingContext('/checkpoint');
    note(again.sparkContext === ssc.sparkContext);
  });
  expect(notes).toEqual(['true']);
});

test('remember may be called once', () => {
  const { notes } = run(function* (conf, note) {
    const ssc = new StreamingContext(conf, Seconds(1));
    ssc.remember(Seconds(5));
    try {
      ssc.remember(Seconds(6));
    } catch (error) {
      note(error);
    }
    yield* [];
  });
  expect(notes).toEqual([
    'java.lang.IllegalArgumentException: requirement failed: Remember duration already set as 5000 ms. Cannot set it again.',
  ]);
});

test('socketStream turns the bytes of each connection into records with a converter of its own', () => {
  const { lines } = run(
    function* (conf) {
      const ssc = new StreamingContext(conf, Seconds(1));
      const lengths = () => {
        const reader = new LineReader();
        const length = (line: string) => line.length;
        return { push: (bytes: Uint8Array) => reader.push(bytes).map(length), end: () => reader.end().map(length) };
      };
      ssc
        .socketStream('localhost', 9999, lengths)
        .map((length) => `${length} characters`)
        .print();
      ssc.start();
      yield* ssc.awaitTermination();
    },
    '@0.5s nc :9999 > to be\n@1.2s nc :9999 > or\n',
    '3.5s',
  );
  expect(lines.filter((line) => line.includes('characters'))).toEqual(['5 characters', '2 characters']);
});

test('ssc.transform makes one RDD of those of several streams', () => {
  const { lines } = run(
    function* (conf) {
      const ssc = new StreamingContext(conf, Seconds(1));
      const [a, b] = [queue(ssc), queue(ssc).map((n) => `${n}`)];
      ssc.transform([a, b], ([numbers, texts], time) => numbers.map((n) => `${time} ${n + 1}`).union(texts)).print();
      ssc.start();
      yield* ssc.awaitTermination();
    },
    '',
    '1.5s',
  );
  expect(lines.filter((line) => /^(1000|\d$)/.test(line))).toEqual(['1000 ms 2', '1000 ms 3', '1', '2']);
});

test('a listener is told everything with all fields; what it throws is logged', () => {
  const { notes, logs } = run(
    function* (conf, note) {
      const ssc = new StreamingContext(conf, Seconds(1));
      ssc.socketTextStream('localhost', 9999).print();
      const json = (name: string) => (info: unknown) => note(`${name} ${JSON.stringify(info)}`);
      const listener = {
        onStreamingStarted: json('streaming started'),
        onReceiverStarted: json('receiver started'),
        onReceiverStopped: json('receiver stopped'),
        onBatchCompleted: json('batch completed'),
        onBatchSubmitted: () => {
          throw new Error('no');
        },
      };
      ssc.addStreamingListener(listener);
      ssc.start();
      yield* ssc.awaitTerminationOrTimeout(1500);
      ssc.removeStreamingListener(listener);
      yield* ssc.awaitTermination();
    },
    '@0.5s nc :9999 > a\n@1.1s nc :9999 stop\n',
    '4s',
  );
  const receiver = { streamId: 0, name: 'SocketReceiver-0', location: 'localhost', executorId: 'driver' };
  expect(notes.map((line) => line.replace(/^(\w+ \w+) .*/, '$1'))).toEqual([
    'streaming started',
    'receiver started',
    'batch completed',
    'receiver stopped',
  ]);
  const info = (at: number) => JSON.parse((notes[at] as string).replace(/^\w+ \w+ /, '')) as unknown;
  expect(info(1)).toEqual({
    ...receiver,
    active: true,
    lastErrorMessage: '',
    lastError: '',
    lastErrorTime: -1,
  });
  expect(info(2)).toMatchObject({
    numRecords: 1,
    submissionTime: 1000,
    schedulingDelay: 0,
    outputOperationInfos: [{ id: 0, name: 'print', startTime: 1000, duration: expect.any(Number) }],
  });
  expect(info(3)).toMatchObject({
    ...receiver,
    active: false,
    lastErrorMessage: 'Restarting receiver with delay 2000ms: Socket data stream had no more data',
    lastErrorTime: -1,
  });
  expect(logs).toContain('ERROR StreamingListenerBus: Listener Object threw an exception Error: no');
});

test('a listener cannot stop the context: it would wait for itself', () => {
  const { logs } = run(
    function* (conf) {
      const ssc = new StreamingContext(conf, Seconds(1));
      queue(ssc).print();
      ssc.addStreamingListener({ onBatchCompleted: () => void ssc.stop() });
      ssc.start();
      yield* ssc.awaitTermination();
    },
    '',
    '1.5s',
  );
  expect(logs).toContain(
    'ERROR StreamingListenerBus: Listener Object threw an exception org.apache.spark.SparkException: Cannot stop StreamingContext within listener bus thread.',
  );
});
