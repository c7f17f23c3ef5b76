import type { DStream } from '../../../src/engine/dstream/index.js';
import { BatchwiseError, JavaError } from '../../../src/engine/errors.js';
import {
  CanCommitOffsets,
  type ConsumerRecord,
  ConsumerStrategies,
  type ConsumerStrategy,
  type DirectKafkaInputDStream,
  HasOffsetRanges,
  KafkaUtils,
  LocationStrategies,
  OffsetRange,
  TopicPartition,
} from '../../../src/engine/kafka/index.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { type RDD, SparkConf } from '../../../src/engine/rdd/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { Milliseconds, type Time } from '../../../src/engine/time/index.js';
import type { SimHost } from '../../../src/sim/kernel/SimHost.js';
import type { DriverMachine } from './kafkaDirectMachine.js';
import type { Step } from './kafkaSession.js';
import { offsetsJson, sessionError } from './kafkaSessionValues.js';
import type { ManualClock } from './ManualClock.js';
import type { Json } from './values.js';

type Fields = Record<string, Json>;
export type Records = DStream<ConsumerRecord<string, string>>;
type Stream = DirectKafkaInputDStream<string, string>;

/** What has the outputs of a run made, in place of the recorded ones. */
export type Outputs = (stream: Stream, run: () => DirectRun) => void;

const DEFAULT_BATCH_MS = 1000;

/** One driver with a direct stream: its batches go by a clock that is set by hand, its consumers by the time of the world. */
export class DirectRun {
  readonly batchMs: number;
  readonly clock: ManualClock;
  context!: StreamingContext;
  /** What was noted of each batch, by its time. */
  readonly batches = new Map<number, Fields>();
  private readonly host: SimHost;
  private readonly plans = new Map<number, Step>();
  private readonly releases = new Map<number, () => void>();
  private readonly held = new Set<number>();
  private readonly due = new Set<number>();
  private readonly generated = new Set<number>();
  private readonly over = new Set<number>();
  private computed: Json[] = [];
  private callbacks: Json[] = [];
  private generationError: Json | undefined;

  /** @param current the run that functions of a checkpoint belong to now */
  constructor(
    machine: DriverMachine,
    private readonly step: Step,
    private readonly current: () => DirectRun,
    private readonly outputs?: Outputs,
  ) {
    this.batchMs = step.batchMs ?? DEFAULT_BATCH_MS;
    this.host = machine.host;
    this.clock = machine.startClock();
  }

  /** @returns what a recovered context did by itself, or what `start` threw; undefined for a plain start */
  *start(): Process<Fields | undefined> {
    let error: unknown;
    let isOver = false;
    this.host.spawn('main', this.main(), (outcome) => {
      if (outcome.kind === 'threw') error = outcome.error;
      isOver = true;
    });
    yield* this.until(() => isOver);
    if (error !== undefined) {
      yield* this.stop(false);
      return { error: sessionError(error) };
    }
    if (this.context.recoveredFrom === undefined) return undefined;
    yield* this.until(() => this.isIdle);
    return { recovered: true, clockMs: this.clock.now(), batches: this.batchesOf(this.generated) };
  }

  /** One batch, to its end or to where it is held. */
  *tick(step: Step): Process<Fields> {
    const time = this.nextTime;
    this.plans.set(time, step);
    if (step.rate !== undefined) this.setRate(step.rate);
    this.moveTo(time);
    yield* this.until(() => this.over.has(time) || this.held.has(time));
    yield* this.settle();
    return this.batchResult(time);
  }

  *release(time: number): Process<Fields> {
    this.releases.get(time)?.();
    yield* this.until(() => this.over.has(time));
    yield* this.settle();
    return this.batchResult(time);
  }

  /** Time goes on, batch by batch, while a graceful stop waits for it. */
  *stop(graceful: boolean): Process<Fields> {
    let isOver = false;
    const before = new Set(this.generated);
    this.host.spawn('stop', this.context.stop(true, graceful), () => {
      isOver = true;
    });
    while (!isOver) {
      yield* this.settle();
      if (!isOver && graceful && this.isIdle && this.clock.isAwaited) this.moveTo(this.nextTime);
    }
    // A context takes about a second to end: what its consumers had asked for is answered meanwhile.
    yield* awaiting(this.host.wallClock.sleep(1000));
    const ran = [...this.generated].filter((time) => !before.has(time));
    return {
      ...(graceful ? { batches: this.batchesOf(ran) } : {}),
      ...(graceful && this.step.window !== undefined ? { computed: this.takeComputed() } : {}),
      ...this.takeCallbacks(),
    };
  }

  private *main(): Process<void> {
    const { checkpoint } = this.step;
    const create = (): StreamingContext => this.create();
    this.context = checkpoint === undefined ? create() : StreamingContext.getOrCreate(`/${checkpoint}`, create);
    const { context } = this;
    const jump = Number(this.step.settings?.['spark.streaming.manualClock.jump'] ?? 0);
    if (context.recoveredFrom !== undefined) this.clock.setTime(context.recoveredFrom.time.millis + jump);
    this.watch(context);
    context.start();
  }

  private create(): StreamingContext {
    const { step } = this;
    const conf = new SparkConf().setMaster('local[4]').setAppName('conformance').set('spark.task.maxFailures', 1);
    for (const [key, value] of Object.entries(step.settings ?? {})) conf.set(key, value as string);
    const context = new StreamingContext(conf, Milliseconds(this.batchMs));
    if (step.checkpoint !== undefined) context.checkpoint(`/${step.checkpoint}`);
    const stream = KafkaUtils.createDirectStream(context, LocationStrategies.PreferConsistent, strategyOf(step));
    if (this.outputs === undefined) defineOutputs(stream, step, this.current);
    else this.outputs(stream, this.current);
    return context;
  }

  private watch(context: StreamingContext): void {
    const { scheduler } = context;
    // A checkpoint would keep the changed method; runs with windows have none.
    const noted = this.step.window === undefined ? [] : context.graph.inputStreams;
    for (const input of noted) {
      const compute = input.compute.bind(input);
      input.compute = (time) => {
        const rdd = compute(time);
        if (rdd !== undefined) this.noteComputed(rdd, time);
        return rdd;
      };
    }
    const submit = scheduler.submit.bind(scheduler);
    scheduler.submit = (time, jobs, inputs) => {
      this.generated.add(time.millis);
      this.due.add(time.millis);
      if (jobs.length === 0) this.over.add(time.millis);
      submit(time, jobs, inputs);
    };
    const reportError = scheduler.reportError.bind(scheduler);
    scheduler.reportError = (message, error) => {
      const [, time] = /^Error generating jobs for time (\d+) ms/.exec(message) ?? [];
      if (time !== undefined) {
        this.generationError ??= firstLineOf(error);
        this.over.add(Number(time));
      }
      reportError(message, error);
    };
    context.addStreamingListener({
      onBatchCompleted: ({ batchTime, outputOperationInfos }) => {
        const failed = outputOperationInfos.flatMap(({ failureReason }) => failureReason?.split('\n')[0] ?? []);
        if (failed.length > 0) this.batch(batchTime.millis).failed = failed;
        this.over.add(batchTime.millis);
      },
    });
  }

  /** What the recorded output operation does with a batch. */
  *output(stream: Stream, rdd: RDD<ConsumerRecord<string, string>>, time: Time): Process<void> {
    const batch = this.batch(time.millis);
    const { fail, hold } = this.plans.get(time.millis) ?? ({} as Step);
    const { commit } = this.step;
    const ranges = rdd.asInstanceOf(HasOffsetRanges).offsetRanges;
    const committer = stream.asInstanceOf(CanCommitOffsets);
    if (commit === 'asyncFirst') committer.commitAsync(ranges);
    if (fail === 'before') {
      batch.ranges = rangesJson(ranges);
      throw outputFailed();
    }
    const partitions = yield* rdd
      .map(({ value }) => value)
      .glom()
      .collect();
    batch.ranges = rangesJson(ranges);
    batch.partitions = partitions.map((values) => shortened([...values]));
    if (hold === true) yield* this.hold(time.millis);
    if (fail === 'after') throw outputFailed();
    if (commit === 'async') committer.commitAsync(ranges);
    else if (commit === 'asyncCallback') committer.commitAsync(ranges, (offsets, error) => this.toldOf(offsets, error));
    else if (commit === 'asyncFrom')
      committer.commitAsync(
        ranges.map((range) => OffsetRange.create(range.topicPartition(), range.fromOffset, range.fromOffset)),
      );
  }

  private noteComputed(rdd: RDD<ConsumerRecord<string, string>>, time: Time): void {
    this.computed.push({ timeMs: time.millis, ranges: rangesJson(rdd.asInstanceOf(HasOffsetRanges).offsetRanges) });
  }

  batch(time: number): Fields {
    let batch = this.batches.get(time);
    if (batch === undefined) {
      batch = { timeMs: time };
      this.batches.set(time, batch);
    }
    return batch;
  }

  private batchResult(time: number): Fields {
    const batch = this.generationError === undefined ? this.batch(time) : { timeMs: time, error: this.generationError };
    return {
      ...batch,
      ...(this.step.window === undefined ? {} : { computed: this.takeComputed() }),
      ...this.takeCallbacks(),
    };
  }

  private batchesOf(times: Iterable<number>): Json {
    return [...times].map((time) => this.batch(time));
  }

  private takeComputed(): Json {
    const { computed } = this;
    this.computed = [];
    return computed;
  }

  private takeCallbacks(): Fields {
    const { callbacks } = this;
    this.callbacks = [];
    return callbacks.length === 0 ? {} : { callbacks };
  }

  private toldOf(offsets: Parameters<typeof offsetsJson>[0], error: Error | undefined): void {
    const told = { offsets: offsetsJson(offsets) };
    this.callbacks.push(error === undefined ? told : { ...told, error: sessionError(error) });
  }

  private setRate(rate: number): void {
    for (const input of this.context.graph.inputStreams) {
      const { rateController } = input;
      if (rateController !== undefined) Object.defineProperty(rateController, 'latestRate', { value: rate, configurable: true });
    }
  }

  private get nextTime(): number {
    return (Math.floor(this.clock.now() / this.batchMs) + 1) * this.batchMs;
  }

  private moveTo(time: number): void {
    this.due.add(time);
    this.clock.setTime(time);
  }

  private get isIdle(): boolean {
    return [...this.due].every((time) => this.over.has(time));
  }

  private *hold(time: number): Process<void> {
    this.held.add(time);
    yield* awaiting<void>({
      reason: 'its release',
      begin: (resume) => {
        this.releases.set(time, () => resume(undefined));
        return () => {};
      },
    });
  }

  /** What was sent has come. */
  private *settle(): Process<void> {
    yield* awaiting(this.host.wallClock.sleep(50));
  }

  private *until(holds: () => boolean): Process<void> {
    for (let i = 0; i < 30_000 && !holds(); i++) yield* awaiting(this.host.wallClock.sleep(10));
  }
}

function strategyOf({ strategy, params, group }: Step): ConsumerStrategy<string, string> {
  const config = {
    'bootstrap.servers': 'localhost:9092',
    'key.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
    'value.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
    'group.id': group,
    ...params,
  };
  const offsets = new Map(
    Object.entries(strategy.offsets ?? {}).map(([name, offset]) => [TopicPartition.parse(name), offset as number]),
  );
  if (strategy.subscribe !== undefined) return ConsumerStrategies.Subscribe(strategy.subscribe, config, offsets);
  if (strategy.pattern !== undefined) return ConsumerStrategies.SubscribePattern(new RegExp(strategy.pattern), config, offsets);
  const partitions = (strategy.assign as string[]).map((name) => TopicPartition.parse(name));
  return ConsumerStrategies.Assign(partitions, config, offsets);
}

function defineOutputs(stream: Stream, step: Step, run: () => DirectRun): void {
  if (step.window === undefined) {
    stream.foreachRDD((rdd, time) => run().output(stream, rdd, time));
    return;
  }
  const [length, slide] = step.window as [number, number];
  stream
    .transform((rdd) => rdd.map(({ value }) => value))
    .window(Milliseconds(length), Milliseconds(slide))
    .foreachRDD(function* (rdd, time) {
      run().batch(time.millis).values = yield* rdd.collect();
    });
  if (step.alsoPlain === true)
    stream.foreachRDD(function* (rdd) {
      yield* rdd.foreachPartition(() => {});
    });
}

const outputFailed = (): JavaError => new JavaError('java.lang.RuntimeException', 'output failed');

const rangesJson = (ranges: readonly OffsetRange[]): Json =>
  ranges.map(({ topic, partition, fromOffset, untilOffset }) => [topic, partition, fromOffset, untilOffset]);

const LISTED = 12;
const shortened = (values: readonly string[]): Json =>
  values.length <= LISTED ? [...values] : { count: values.length, first: values[0] as string, last: values.at(-1) as string };

function firstLineOf(error: unknown): Json {
  const { class: name, message } = sessionError(error) as { class: string; message: string };
  return { class: name, message: (error instanceof BatchwiseError ? error.message : message).split('\n')[0] as string };
}
