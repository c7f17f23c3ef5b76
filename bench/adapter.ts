/** What the benches measure of the product, behind the contract of the anchors: each export does one thing with plain values. */
import {
  type DStream,
  Receiver,
  Seconds,
  SparkConf,
  SparkContext,
  type State,
  StateSpec,
  StorageLevel,
  StreamingContext,
} from '../src/engine/index.js';
import { Mailbox } from '../src/engine/process/Mailbox.js';
import { Recording } from '../src/recording/Recording.js';
import { EventLog } from '../src/sim/kernel/EventLog.js';
import { defaultLimits, Kernel } from '../src/sim/kernel/Kernel.js';
import { type Scenario, World } from '../src/sim/World.js';

type Counts = readonly (readonly [string, number])[];

/** One batch of word count after the other, on one context: partitions of lines in, pairs out. */
export function wordCount({ reducers }: { readonly reducers: number }): (partitions: readonly (readonly string[])[]) => Counts {
  const batches = new Mailbox<readonly (readonly string[])[]>('the next batch');
  let result: Counts | undefined;
  const world = new World({
    program: function* () {
      const sc = new SparkContext(new SparkConf().setMaster('local[2]').setAppName('bench'));
      for (;;) {
        const partitions = yield* batches.take();
        result = yield* sc
          .makePartitioned(partitions)
          .flatMap((line) => line.split(' '))
          .filter((word) => word.length > 0)
          .map((word): readonly [string, number] => [word, 1])
          .reduceByKey((a, b) => a + b, reducers)
          .collect();
      }
    },
    trace: 'off',
    limits: { activations: Number.POSITIVE_INFINITY },
  });
  while (world.kernel.step());
  return (partitions) => {
    result = undefined;
    batches.put(partitions);
    while (result === undefined) world.kernel.step();
    return result;
  };
}

/** Five programs over numbers, pairs of numbers, triples and texts, so that no operator is compiled for one shape only. */
export function otherPrograms(): void {
  const world = new World({
    program: function* () {
      const sc = new SparkContext(new SparkConf().setMaster('local[2]').setAppName('others'));
      const numbers = sc.parallelize(Array.from({ length: 20_000 }, (_, i) => i));
      for (let round = 0; round < 10; round++) {
        yield* numbers
          .map((n) => [n % 100, n])
          .reduceByKey((a, b) => (a + b) | 0)
          .collect();
        yield* numbers
          .filter((n) => n % 3 === 0)
          .map((n) => n / 2)
          .collect();
        yield* numbers
          .map((n) => [`k${n % 50}`, [n, 1, 2] as const])
          .groupByKey()
          .collect();
        yield* numbers
          .flatMap((n) => [n, n + 1])
          .map((n) => [n & 7, String(n)])
          .reduceByKey((a, b) => `${a}${b}`.slice(0, 3))
          .collect();
        yield* numbers
          .map((n) => [[n % 10, n % 3] as const, 1])
          .reduceByKey((a, b) => a + b)
          .collect();
      }
    },
    trace: 'off',
  });
  world.run();
  if (world.error !== undefined) throw world.error;
}

/** Stores line i at `offset + i · step` ms. */
class TimedLines extends Receiver<string> {
  constructor(
    private readonly lines: readonly string[],
    private readonly offset: number,
    private readonly step: number,
  ) {
    super(StorageLevel.MEMORY_ONLY);
  }
  onStart(): void {
    this.startThread('lines', () => this.send());
  }
  onStop(): void {}
  private *send() {
    yield* this.sleep(this.offset);
    for (const line of this.lines) {
      yield* this.store(line);
      yield* this.sleep(this.step);
    }
  }
}

export interface StreamParams {
  readonly lines: readonly string[];
  readonly offset: number;
  readonly step: number;
  readonly seconds: number;
  readonly windowSeconds: number;
  readonly trace?: Scenario['trace'];
  readonly onWindow: (counts: Map<string, number>) => void;
}

/** Batches of 1 s and windows that slide by 1 s over lines that come in virtual time. */
export function stream({ lines, offset, step, seconds, windowSeconds, trace = 'off', onWindow }: StreamParams): void {
  const world = new World({
    program: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('bench'), Seconds(1));
      const pairs = ssc
        .receiverStream(new TimedLines(lines, offset, step))
        .flatMap((line) => line.split(' '))
        .map((word): readonly [string, number] => [word, 1]);
      const add = (a: number, b: number): number => a + b;
      const counts =
        windowSeconds === 1 ? pairs.reduceByKey(add) : pairs.reduceByKeyAndWindow(add, Seconds(windowSeconds), Seconds(1));
      counts.foreachRDD(function* (rdd) {
        onWindow(new Map(yield* rdd.collect()));
      });
      ssc.start();
      yield* ssc.awaitTermination();
    },
    settings: { until: `${seconds}s` },
    limits: { activations: Number.POSITIVE_INFINITY },
    trace,
  });
  world.run();
  if (world.error !== undefined) throw world.error;
}

/** The event queue of the kernel. Times in ms. */
export function kernel() {
  const inner = new Kernel(0, false, { ...defaultLimits, activations: Number.POSITIVE_INFINITY }, undefined);
  const owner = { name: 'bench', alive: true, enter: (run: () => void) => run() };
  return {
    schedule(delayMs: number, fire: (id: number) => void, id: number): void {
      inner.schedule(inner.now + Math.round(delayMs * 1000), owner, 'bench', () => fire(id), 1);
    },
    runOne(): void {
      inner.step();
    },
  };
}

/** The event log: six fields an event, four of which every event has (when, what, where, why). */
export function recorder() {
  const log = new EventLog();
  const hosts = Array.from({ length: 7 }, (_, i) => `executor-${i}`);
  const types = ['output.started', 'output.completed'] as const;
  return {
    add(time: number, kind: number, actor: number, batch: number, key: string, value: number): void {
      const type = types[kind & 1] as (typeof types)[number];
      log.append({ type, batchTime: batch, output: value, name: key }, time, hosts[actor] as string, -1);
    },
    digest: () => new Recording(log, { programText: '', scriptText: '', seed: '', settings: {} }).digest,
    bytes: () => log.byteLength,
  };
}

/** Stores `perSecond` pairs at once, every second: the keys one after the other, each with 1. */
class TouchedKeys extends Receiver<readonly [string, number]> {
  constructor(
    private readonly keys: readonly string[],
    private readonly perSecond: number,
    /** Stored before all others, as one block. */
    private readonly first: readonly (readonly [string, number])[] = [],
  ) {
    super(StorageLevel.MEMORY_ONLY);
  }
  onStart(): void {
    this.startThread('keys', () => this.send());
  }
  onStop(): void {}
  private *send() {
    if (this.first.length > 0) yield* this.storeAll(this.first);
    for (let from = 0; this.perSecond > 0; from = (from + this.perSecond) % this.keys.length) {
      yield* this.storeAll(this.keys.slice(from, from + this.perSecond).map((key) => [key, 1] as const));
      yield* this.sleep(1000);
    }
  }
}

export interface KeyedParams {
  readonly keys: readonly string[];
  /** Of them, so many come in each batch. */
  readonly perSecond: number;
  readonly kind: 'mapWithState' | 'updateStateByKey' | 'window' | 'windowWithInverse';
  readonly windowSeconds?: number;
}

/** Batches of 1 s over keys that stay. @returns what runs so many more batches */
export function keyed({ keys, perSecond, kind, windowSeconds = 1 }: KeyedParams): (batches: number) => void {
  const add = (a: number, b: number): number => a + b;
  const world = new World({
    program: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('bench'), Seconds(1));
      ssc.checkpoint('checkpoint');
      const pairs = ssc.receiverStream(new TouchedKeys(keys, perSecond));
      const known = keys.map((key): readonly [string, number] => [key, 0]);
      const result = (): DStream<unknown> => {
        switch (kind) {
          case 'mapWithState':
            return pairs.mapWithState(
              StateSpec.function((_key: string, value: number | undefined, state: State<number>) => {
                state.update((state.exists() ? state.get() : 0) + (value ?? 0));
              }).initialState(ssc.sparkContext.parallelize(known)),
            );
          case 'updateStateByKey':
            return pairs.updateStateByKey(
              (values, old: number | undefined) => values.reduce(add, old ?? 0),
              2,
              ssc.sparkContext.parallelize(known),
            );
          case 'window':
            return pairs.reduceByKeyAndWindow(add, Seconds(windowSeconds), Seconds(1));
          case 'windowWithInverse':
            return pairs.reduceByKeyAndWindow(add, (a, b) => a - b, Seconds(windowSeconds), Seconds(1));
        }
      };
      result().foreachRDD(function* (rdd) {
        yield* rdd.foreachPartition((records) => records.drain(() => {}));
      });
      ssc.start();
      yield* ssc.awaitTermination();
    },
    settings: { until: '1000000s' },
    limits: { activations: Number.POSITIVE_INFINITY },
    trace: 'off',
  });
  let seconds = 0;
  return (batches) => {
    seconds += batches;
    world.runUntil(seconds * 1000 + 500);
    if (world.error !== undefined) throw world.error;
  };
}

/** A batch of a million records in one partition. @returns how many records came out */
export function million(action: 'collect' | 'groupByKey' | 'window' | 'print'): number {
  const records = Array.from({ length: 1_000_000 }, (_, i): readonly [string, number] => [`key${i % 100_000}`, i]);
  let count = 0;
  const world = new World({
    program: function* () {
      const ssc = new StreamingContext(new SparkConf().setMaster('local[2]').setAppName('bench'), Seconds(1));
      const pairs = ssc.receiverStream(new TouchedKeys([], 0, records));
      if (action === 'print') pairs.print();
      const result = action === 'groupByKey' ? pairs.groupByKey() : action === 'window' ? pairs.window(Seconds(3)) : pairs;
      (result as DStream<unknown>).foreachRDD(function* (rdd) {
        count += (yield* rdd.collect()).length;
      });
      ssc.start();
      yield* ssc.awaitTermination();
    },
    settings: { until: '3s' },
  });
  world.run();
  if (world.error !== undefined) throw world.error;
  return count;
}
