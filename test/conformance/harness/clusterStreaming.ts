// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; its operators are called by name
import { type DStream, InputDStream } from '../../../src/engine/dstream/index.js';
import { BatchwiseError } from '../../../src/engine/errors.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import type { ManualClock } from '../../../src/engine/process/ManualClock.js';
import { type RDD, type SparkContext, StorageLevel } from '../../../src/engine/rdd/index.js';
import { Receiver } from '../../../src/engine/receiver/Receiver.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import type { BatchInfo, ReceiverInfo } from '../../../src/engine/scheduler/StreamingListener.js';
import { Duration, type Time } from '../../../src/engine/time/index.js';
import type { SimExecutor } from '../../../src/sim/cluster/SimExecutor.js';
import type { World } from '../../../src/sim/World.js';
import { Boom, named, type Spec, type Surroundings, taskOf } from './clusterRdds.js';
import { type ClusterRecorder, clusterError } from './clusterRecorder.js';
import type { RecordedCase } from './outcome.js';
import { shown } from './shown.js';
import type { Json } from './values.js';

/** What a case feeds; a receiver takes it once. */
interface Feed {
  readonly values: readonly unknown[];
  stored: boolean;
}

/** Stores what the case feeds: each feed as a block, or record by record. */
class FeedReceiver extends Receiver<unknown> {
  readonly feeds: Feed[] = [];
  private starts = 0;
  constructor(
    level: StorageLevel,
    private readonly asBlock: boolean,
  ) {
    super(level);
  }
  onStart(): void {
    const start = ++this.starts;
    this.startThread('feed', () => this.take(start));
  }
  onStop(): void {
    this.starts++;
  }
  private *take(start: number): Process<void> {
    while (this.starts === start) {
      const feed = this.feeds.shift();
      if (feed === undefined) {
        yield* this.sleep(5);
        continue;
      }
      if (this.asBlock) yield* this.storeAll(feed.values);
      else for (const value of feed.values) yield* this.store(value);
      feed.stored = true;
    }
  }
}

/** A source with storage: the partitions of a batch are there whenever a task asks for them. */
class DirectDStream extends InputDStream<unknown> {
  constructor(
    context: StreamingContext,
    private readonly batches: readonly (readonly (readonly unknown[])[])[],
    private readonly batchMs: number,
  ) {
    super(context);
  }
  override compute(time: Time): RDD<unknown> {
    return this.context.sparkContext.makePartitioned(this.batches[time.millis / this.batchMs - 1] ?? [[]]);
  }
}

/** A case with streams (recordings/cluster/README.md, "Streaming cases"). */
export class ClusterStreaming {
  readonly receivers: Json[] = [];
  private readonly context: StreamingContext;
  private readonly streams = new Map<string, DStream<any>>();
  private readonly feeders: FeedReceiver[] = [];
  private readonly completed = new Map<number, BatchInfo>();
  private readonly outputs = new Map<number, Json[]>();
  private readonly batchMs: number;
  private readonly executorCount: number;
  /** Executor of the receiver that started last. */
  private receiverExecutor: string | undefined;
  private starts = 0;

  constructor(
    private readonly spark: SparkContext,
    private readonly recorded: RecordedCase,
    private readonly world: World,
    private readonly recorder: ClusterRecorder,
    private readonly around: Surroundings,
  ) {
    const { streaming } = recorded as unknown as Spec;
    this.batchMs = streaming.batchMs;
    this.context = new StreamingContext(spark, new Duration(this.batchMs));
    if (streaming.checkpoint === true) this.context.checkpoint('/streaming');
    this.executorCount = spark.environment.cluster.executors().length;
  }

  *start(): Process<void> {
    const { streams, outputs } = this.recorded as unknown as Spec;
    for (const spec of streams as Spec[]) this.streams.set(spec.id, this.define(spec));
    for (const [i, spec] of (outputs as Spec[]).entries()) this.output(this.streams.get(spec.of) as DStream<any>, i);
    this.context.addStreamingListener({
      onBatchCompleted: (info) => void this.completed.set(info.batchTime.millis, info),
      onReceiverStarted: (info) => this.noteReceiver('started', info),
      onReceiverError: (info) => this.noteReceiver('error', info),
      onReceiverStopped: (info) => this.noteReceiver('stopped', info),
    });
    this.context.start();
    yield* this.until(() => this.starts >= this.feeders.length);
  }

  *stop(): Process<void> {
    yield* this.context.stop(false, false);
    yield* this.sleep(50);
  }

  /** @returns undefined for a step that has nothing to do with streams */
  *step(spec: Spec): Process<Json | undefined> {
    switch (spec.do) {
      case 'feed': {
        const feed: Feed = { values: spec.values, stored: false };
        (this.feeders[spec.stream ?? 0] as FeedReceiver).feeds.push(feed);
        yield* this.until(() => feed.stored);
        return {};
      }
      case 'tick':
        return yield* this.tick(spec.timeoutMs ?? 60_000);
      case 'crash':
        yield* this.crash(spec);
        return {};
      case 'awaitReplacement':
        yield* this.until(() => this.spark.environment.cluster.executors().length >= this.executorCount);
        return {};
      case 'sleep':
        yield* this.sleep(spec.ms);
        return {};
      case 'receiverError': {
        const before = this.starts;
        (this.feeders[0] as FeedReceiver).restart(spec.message, new Boom(spec.message), 100);
        yield* this.until(() => this.starts > before);
        return {};
      }
      case 'receiverStop': {
        const before = this.starts;
        (this.feeders[0] as FeedReceiver).stop(spec.message);
        yield* this.until(() => this.starts > before);
        return {};
      }
      case 'waitError':
        try {
          yield* this.context.awaitTerminationOrTimeout(1);
          return { awaitTermination: null };
        } catch (error) {
          return { awaitTermination: clusterError(error, this.recorder) };
        }
      default:
        return undefined;
    }
  }

  private *tick(timeoutMs: number): Process<Json> {
    const clock = this.context.scheduler.generator.clock as ManualClock;
    clock.advance(this.batchMs);
    const batch = clock.now();
    const end = this.now + timeoutMs;
    yield* this.until(() => this.completed.has(batch) || this.now >= end);
    const info = this.completed.get(batch);
    if (info === undefined) return { batch, completed: 'no' };
    return { batch, records: info.numRecords, outputs: this.outputs.get(batch) ?? [] };
  }

  private *crash({ who, await: wanted }: Spec): Process<void> {
    const before = this.starts;
    const ids = this.spark.environment.cluster.executors().map(({ id }) => Number(id));
    const sorted = ids.sort((a, b) => a - b).map(String);
    const receiver = this.receiverExecutor ?? sorted[0];
    const id = who === 'receiver' ? receiver : sorted.find((each) => each !== receiver);
    const executor = this.world.cluster?.find(id as string) as SimExecutor;
    this.world.cluster?.crash(executor);
    yield* this.until(() => !executor.isRegistered);
    if (wanted === 'removed') yield* this.sleep(150);
    if (wanted === 'replaced') {
      yield* this.until(() => executor.worker.executor !== executor && executor.worker.executor?.isRegistered === true);
    }
    if (wanted === 'receiver') yield* this.until(() => this.starts > before);
  }

  private define(spec: Spec): DStream<any> {
    const of = this.streams.get(spec.of) as any;
    const optional = spec.n === undefined ? [] : [spec.n];
    switch (spec.op) {
      case 'receiver': {
        const receiver = new FeedReceiver((StorageLevel as any)[spec.level], spec.store === 'block');
        this.feeders.push(receiver);
        return this.context.receiverStream(receiver);
      }
      case 'direct':
        return new DirectDStream(this.context, spec.batches, this.batchMs);
      case 'queue':
        return this.context.queueStream(spec.batches.map((partitions: unknown[][]) => this.spark.makePartitioned(partitions)));
      case 'task':
        return of.transform((rdd: RDD<any>, time: Time) => {
          const applies = spec.batch === undefined || time.millis === spec.batch * this.batchMs;
          return taskOf(rdd, spec, this.around, () => (applies ? spec.rules : []));
        });
      case 'map':
        return of.map(named(spec.fn));
      case 'reduceByKey':
        return of.reduceByKey((a: number, b: number) => a + b, spec.n ?? 2);
      case 'window':
        return of.window(new Duration(spec.windowMs));
      case 'reduceByKeyAndWindow':
        return of.reduceByKeyAndWindow(
          (a: number, b: number) => a + b,
          (a: number, b: number) => a - b,
          new Duration(spec.windowMs),
          new Duration(this.batchMs),
          ...optional,
        );
      case 'updateStateByKey': {
        const sum = (values: readonly number[], old = 0): number => values.reduce((total, value) => total + value, old);
        const states = of.updateStateByKey(sum, ...optional);
        if (spec.checkpointMs !== undefined) states.checkpoint(new Duration(spec.checkpointMs));
        return states;
      }
      default:
        throw new Error(`operator ${spec.op} is not there yet`);
    }
  }

  private output(stream: DStream<any>, number: number): void {
    const { recorder, outputs } = this;
    stream.foreachRDD(function* (rdd: RDD<any>, time: Time) {
      const ofBatch = outputs.get(time.millis) ?? [];
      outputs.set(time.millis, ofBatch);
      try {
        // The recorded program turned the records into text on the way, which takes an RDD of its own.
        const values = yield* rdd.map((record: unknown) => record).collect();
        ofBatch[number] = { value: shown(values), partitions: rdd.getNumPartitions() };
      } catch (error) {
        ofBatch[number] = { error: recorder.masked(withCauses(error)) };
        throw error;
      }
    });
  }

  private noteReceiver(event: string, info: ReceiverInfo): void {
    const orNull = (text: string): Json => (text === '' ? null : text);
    if (event === 'started') {
      this.starts++;
      this.receiverExecutor = info.executorId;
    }
    this.receivers.push({
      event,
      stream: info.streamId,
      executor: this.recorder.letter(info.executorId),
      message: orNull(info.lastErrorMessage),
      error: orNull(info.lastError),
    });
  }

  private get now(): number {
    return this.spark.environment.driver.clock.now();
  }

  private *until(holds: () => boolean): Process<void> {
    while (!holds()) yield* this.sleep(2);
  }

  private *sleep(ms: number): Process<void> {
    yield* awaiting(this.spark.environment.driver.clock.sleep(ms));
  }
}

/** As Java prints an exception with its causes, without the stack. */
function withCauses(error: unknown): string {
  if (!(error instanceof BatchwiseError)) return String(error);
  return error.cause === undefined ? error.toString() : `${error.toString()}\nCaused by: ${withCauses(error.cause)}`;
}
