import { expect, test } from 'vitest';
import { Receiver, Seconds, SparkConf, StorageLevel, StreamingContext } from '../../../src/engine/index.js';
import type { WorldEvent } from '../../../src/sim/events.js';
import { World } from '../../../src/sim/World.js';

interface Run {
  readonly lines: string[];
  readonly logs: string[];
  readonly events: WorldEvent[];
}

function run(
  build: (ssc: StreamingContext) => void,
  options: { script?: string; until?: string; master?: string; settings?: Record<string, string> } = {},
): Run {
  const { script = '', until = '5s', master = 'local[2]', settings = {} } = options;
  const world = new World({
    program: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster(master).setAppName('test'), Seconds(1));
      build(ssc);
      ssc.start();
      yield* ssc.awaitTermination();
    },
    script,
    settings: { until, ...settings },
  });
  const lines: string[] = [];
  const logs: string[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.onLogLine = (level, logger, message) => logs.push(`${level} ${logger}: ${message}`);
  world.run();
  if (world.error !== undefined) throw world.error;
  return { lines, logs, events: Array.from({ length: world.log.length }, (_, i) => world.log.get(i)) };
}

const allocations = (found: Run) =>
  found.events.flatMap((event) => (event.type === 'blocks.allocated' ? [[event.batchTime, event.blocks] as const] : []));

test('a block that is cut at a batch boundary belongs to the next batch', () => {
  const found = run((ssc) => ssc.socketTextStream('localhost', 9999).print(), {
    script: '@0.7s nc :9999 > early\n@0.9s nc :9999 > late\n',
    until: '2.5s',
  });
  expect(allocations(found)).toEqual([
    [1000, ['input-0-600']],
    [2000, ['input-0-800']],
  ]);
  expect(found.lines.filter((line) => /early|late/.test(line))).toEqual(['early', 'late']);
});

test('an interval without records makes no block, several records in one interval make one', () => {
  const found = run((ssc) => ssc.socketTextStream('localhost', 9999).print(), {
    script: '@0.41s nc :9999 > a\n@0.45s nc :9999 > b\n',
    until: '1.5s',
  });
  const blocks = found.events.flatMap((event) => (event.type === 'block.stored' ? [[event.block, event.records]] : []));
  expect(blocks).toEqual([['input-0-400', 2]]);
});

test('local[1]: the receiver has the only core; empty batches print, the first with data hangs, with a warning at the beginning', () => {
  const found = run((ssc) => ssc.socketTextStream('localhost', 9999).print(), {
    script: '@1.5s nc :9999 > a\n',
    master: 'local[1]',
  });
  expect(found.lines.filter((line) => line.startsWith('Time'))).toEqual(['Time: 1000 ms']);
  expect(found.logs[0]).toMatch(/^WARN StreamingContext: spark.master should be set as local\[n\], n > 1/);
});

test('local[1] with a shuffle: nothing is ever printed', () => {
  const found = run(
    (ssc) =>
      ssc
        .socketTextStream('localhost', 9999)
        .map((line) => [line, 1])
        .reduceByKey((a, b) => a + b)
        .print(),
    {
      master: 'local[1]',
    },
  );
  expect(found.lines).toEqual([]);
});

test('the end of a connection restarts the receiver after 2 s, and again while nobody listens', () => {
  const found = run((ssc) => ssc.socketTextStream('localhost', 9999).print(), {
    script: '@0.5s nc :9999 > half\n@1.1s nc :9999 stop\n@4s nc :9999 listen\n@6s nc :9999 > back\n',
    until: '8s',
  });
  const restarts = found.logs.filter((line) => line.includes('Restarting receiver with delay'));
  expect(restarts[0]).toBe(
    'WARN ReceiverSupervisorImpl: Restarting receiver with delay 2000 ms: Socket data stream had no more data',
  );
  expect(found.logs).toContain(
    'ERROR ReceiverTracker: Deregistered receiver for stream 0: Restarting receiver with delay 2000ms: Socket data stream had no more data',
  );
  expect(restarts).toContain(
    'WARN ReceiverSupervisorImpl: Restarting receiver with delay 2000 ms: Error connecting to localhost:9999',
  );
  expect(found.lines).toContain('back');
});

/** Stores one record every 100 ms, and a block of two at 880 ms. */
class Ticker extends Receiver<string> {
  constructor(private readonly every: number) {
    super(StorageLevel.MEMORY_ONLY);
  }
  onStart(): void {
    this.startThread('ticks', () => this.tick());
    this.startThread('block', () => this.block());
  }
  onStop(): void {}
  private *tick() {
    for (let i = 1; !this.isStopped(); i++) {
      yield* this.store(`tick ${i}`);
      yield* this.sleep(this.every);
    }
  }
  private *block() {
    yield* this.sleep(880);
    yield* this.storeAll(['x', 'y']);
  }
}

test('storeAll makes one block at once, in its own batch', () => {
  const found = run((ssc) => ssc.receiverStream(new Ticker(5000)).print(), { until: '1.5s' });
  expect(allocations(found)).toEqual(
    [[1000, ['input-0-0', 'input-0-0']]].map(([time]) => [time, ['input-0-0', expect.any(String)]]),
  );
  expect(found.lines).toEqual(expect.arrayContaining(['tick 1', 'x', 'y']));
});

test('maxRate 5 lets one record pass every 200 ms, without a burst at the beginning', () => {
  const found = run((ssc) => ssc.receiverStream(new Ticker(1)).print(), {
    until: '1.05s',
    settings: { 'spark.streaming.receiver.maxRate': '5' },
  });
  const times = found.events.flatMap((event) =>
    event.type === 'record.received' && event.record.startsWith('tick') ? [Math.round(event.at / 1000)] : [],
  );
  expect(times).toEqual([0, 200, 400, 600, 800, 1000]);
});

test('backpressure: after slow batches the receiver is limited to what is processed, never below the least rate', () => {
  const found = run((ssc) => ssc.receiverStream(new Ticker(1)).count().print(), {
    until: '8s',
    settings: { 'spark.streaming.backpressure.enabled': 'true', 'cost.recordMs': '2' },
  });
  const rates = found.events.flatMap((event) => (event.type === 'rate.updated' ? [event.recordsPerSec] : []));
  expect(rates.length).toBeGreaterThan(1);
  // Processing takes 2 ms a record on two cores at most: about 500 to 1000 records a second, less what waiting batches cost.
  for (const rate of rates) expect(rate).toBeLessThan(1000);
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(100);
  expect(found.logs).toContain(`INFO ReceiverSupervisorImpl: Received a new rate limit: ${rates[0]}.`);
});

/** Forgets the `yield*` before `store`. */
class Forgetful extends Receiver<string> {
  constructor() {
    super(StorageLevel.MEMORY_ONLY);
  }
  onStart(): void {
    this.store('lost');
  }
  onStop(): void {}
}

test('store without yield* is reported, not lost in silence', () => {
  const { logs } = run((ssc) => ssc.receiverStream(new Forgetful()).print(), { until: '0.5s' });
  expect(logs.some((line) => line.includes('store() was called and never run'))).toBe(true);
});
