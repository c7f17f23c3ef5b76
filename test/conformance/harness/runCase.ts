// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; its streams have any element types
import type { DStream } from '../../../src/engine/dstream/index.js';
import { BatchwiseError, JavaError } from '../../../src/engine/errors.js';
import { type LongArithmetic, longCounts } from '../../../src/engine/jvm/index.js';
import type { Environment } from '../../../src/engine/ports/Environment.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { type RDD, SparkConf, StorageLevel } from '../../../src/engine/rdd/index.js';
import { Receiver } from '../../../src/engine/receiver/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { errorText } from '../../../src/engine/scheduler/TaskScheduler.js';
import { Milliseconds, type Time } from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import { inOrder, jobsOf } from './jobsOf.js';
import type { CaseRunner, Outcome } from './outcome.js';
import { withPlaceholders } from './placeholders.js';
import { makeStream, type StreamSpec, TableInputDStream } from './streams.js';
import { encode, type Json } from './values.js';

type Fields = Readonly<Record<string, any>>;
const firstLine = (text: string): string => text.split('\n')[0] as string;
const boom = (time: Time): JavaError => new JavaError('java.lang.RuntimeException', `boom ${time.millis}`);

/** A program, a script with times, and what happened (recordings/runtime/README.md, "Run files"). */
export const runRunCase: CaseRunner = (recorded): Outcome => {
  const spec = recorded as unknown as Fields;
  if (spec.runs.length !== 1) throw new Error('a second run needs a recovery, which is not there yet');
  const [run] = spec.runs as Fields[];
  const notes = new Run(spec, run as Fields).execute();
  const expected = (run as Fields).recorded as Readonly<Record<string, Json>>;
  // What a recording leaves out was not the same every time.
  const actual: Record<string, Json> = {};
  for (const [key, value] of Object.entries(expected)) actual[key] = withPlaceholders(value, notes[key] ?? absent(value));
  return { expected: normal(expected), actual: normal(actual) };
};

const absent = (value: Json): Json => (Array.isArray(value) ? [] : null);

/** Stages that are not the last have no order. */
function normal(recorded: Readonly<Record<string, Json>>): Json {
  if (!Array.isArray(recorded.jobs)) return recorded;
  const jobs = (recorded.jobs as Fields[]).map((job) => ({ ...job, stages: inOrder(job.stages) }));
  return { ...recorded, jobs } as Json;
}

/** The receiver of a `receiver` stream: the script stores. */
class Hand extends Receiver<unknown> {
  constructor(
    level: StorageLevel,
    private readonly note: (call: string) => void,
  ) {
    super(level);
  }
  onStart(): void {
    this.note('onStart');
  }
  onStop(): void {
    this.note('onStop');
  }
}

/** An input whose starts, stops and computations are noted. */
class NotedTable extends TableInputDStream {
  constructor(
    context: StreamingContext,
    table: (time: Time) => readonly (readonly unknown[])[] | undefined,
    private readonly note: (call: string) => void,
  ) {
    super(context, table);
  }
  override start(): void {
    this.note('start');
  }
  override stop(): void {
    this.note('stop');
  }
}

class Run {
  private readonly found: Record<string, Json[]> = {
    inputs: [],
    listener: [],
    generation: [],
    calls: [],
    outputs: [],
    sideEffects: [],
    touched: [],
    receiver: [],
    receiverEvents: [],
    inspect: [],
    stop: [],
    log: [],
    startLog: [],
  };
  private readonly streams = new Map<string, DStream<any>>();
  private readonly receivers = new Map<string, Hand>();
  private readonly touches = new Map<string, number>();
  private context: StreamingContext | undefined;
  private environment: Environment | undefined;
  private stdout = '';
  private termination: Json = null;
  private started = false;
  private timed = true;

  constructor(
    private readonly spec: Fields,
    private readonly run: Fields,
  ) {
    this.timed = !run.script.some((step: Fields) => step.do === 'restart' || step.do === 'stopReceiver');
  }

  private get clock(): number {
    return (this.environment as Environment).driver.clock.now();
  }
  private note(channel: string, entry: Readonly<Record<string, Json>>): void {
    (this.found[channel] as Json[]).push(entry);
  }

  execute(): Record<string, Json> {
    const { spec, run } = this;
    const world = new World({
      program: () => this.main(),
      startAt: run.startClock,
      settings: {
        ...spec.settings,
        ...run.settings,
        until: `${(lastTime(run.script) - run.startClock + 1) * 1000}us`.replace(/^-.*/, '1us'),
      },
    });
    world.onConsoleLine = (text) => {
      this.stdout += `${text}\n`;
    };
    world.onLogLine = (level, logger, message, detail) => this.logged(level, logger, message, detail);
    world.runUntil(run.startClock);
    if (world.error !== undefined) throw world.error;
    let now: number = run.startClock;
    for (const step of run.script as Fields[]) {
      now = Math.max(now, step.at ?? now);
      this.moveTo(world, now);
      if (step.do === undefined) continue;
      const { driver } = this.environment as Environment;
      driver.clock.schedule(now, 'step', () => this.act(step));
      world.runUntil(now);
      this.touchedAt(now);
    }
    const events = Array.from({ length: world.log.length }, (_, i) => world.log.get(i));
    const stopNotes = this.found.stop as Fields[];
    const called = stopNotes.filter((each) => 'called' in each).length;
    if (called > stopNotes.length - called) this.note('stop', { clock: now, returned: 'not yet' });
    return {
      factoryCalled: true,
      ...(this.found as unknown as Record<string, Json>),
      jobs: jobsOf(events),
      stdout: this.stdout,
      awaitTermination: this.termination,
      atEnd: this.inspection(),
    };
  }

  /** Everything until `now`, instant by instant, so that what was touched can be told apart. */
  private moveTo(world: World, now: number): void {
    while (world.kernel.nextTime <= now * 1000) {
      const instant = world.kernel.nextTime / 1000;
      world.runUntil(instant);
      this.touchedAt(Math.floor(instant));
    }
    world.runUntil(now);
  }

  private touchedAt(clock: number): void {
    if (this.touches.size === 0) return;
    this.note('touched', { clock, ...Object.fromEntries(this.touches) });
    this.touches.clear();
  }

  private *main(): Process<void> {
    const { spec } = this;
    const conf = new SparkConf().setMaster(spec.master ?? 'local[2]').setAppName('conformance');
    const context = new StreamingContext(conf, Milliseconds(spec.batchMs));
    this.context = context;
    this.environment = context.environment;
    context.sparkContext.longs = longCounts as LongArithmetic;
    if (spec.checkpoint === true) context.checkpoint('/checkpoint');
    for (const stream of spec.program.streams as StreamSpec[]) this.streams.set(stream.id, this.stream(context, stream));
    for (const output of spec.program.outputs as Fields[]) this.output(output);
    if (spec.program.rememberMs !== undefined) context.remember(Milliseconds(spec.program.rememberMs));
    this.listen(context);
    const notify = context.waiter.notifyError.bind(context.waiter);
    context.waiter.notifyError = (error) => {
      this.termination ??= { clock: this.clock, error: errorJson(error) };
      notify(error);
    };
    context.start();
    this.started = true;
    yield* awaiting({ reason: 'the end of the case', begin: () => () => {} });
  }

  private stream(context: StreamingContext, spec: StreamSpec): DStream<any> {
    const of = this.streams.get(spec.of) as DStream<any>;
    switch (spec.op) {
      case 'table':
        return this.table(context, spec);
      case 'receiver': {
        const hand = new Hand((StorageLevel as any)[spec.level], (call) =>
          this.note('receiver', this.timed ? { clock: this.clock, call, id: spec.id } : { call, id: spec.id }),
        );
        this.receivers.set(spec.id, hand);
        return context.receiverStream(hand);
      }
      case 'touch':
        return of.map((record: unknown) => {
          this.touches.set(spec.id, (this.touches.get(spec.id) ?? 0) + 1);
          return record;
        });
      case 'transform':
        return of.transform((rdd: RDD<unknown>, time: Time) => this.transform(spec, rdd, time));
      case 'mapWithState': {
        const stream = makeStream(context, spec, this.streams, (_, f) => f);
        return spec.checkpointMs === undefined ? stream : stream.checkpoint(Milliseconds(spec.checkpointMs));
      }
      default:
        return makeStream(context, spec, this.streams, (_, f) => f);
    }
  }

  private table(context: StreamingContext, spec: StreamSpec): DStream<any> {
    const self = this;
    class TableInput extends NotedTable {
      override compute(time: Time): RDD<unknown> | undefined {
        self.note('generation', { clock: self.clock, compute: spec.id, batch: time.millis });
        const partitions = spec.batches[time.millis] as unknown[][] | undefined;
        if (partitions === undefined) return undefined;
        const { sparkContext } = this.context;
        if (partitions.length === 0) return sparkContext.emptyRDD();
        return sparkContext.parallelize(partitions, partitions.length).flatMap((records) => records);
      }
    }
    return new TableInput(
      context,
      () => undefined,
      (call) => this.note('inputs', { clock: this.clock, call, id: spec.id }),
    );
  }

  private *transform(spec: StreamSpec, rdd: RDD<unknown>, time: Time): Process<RDD<unknown>> {
    this.note('generation', { clock: this.clock, transform: spec.id, batch: time.millis });
    if (this.run.failures?.[spec.id]?.[time.millis] !== undefined) throw boom(time);
    if (spec.fn === 'collect') yield* rdd.collect();
    return rdd;
  }

  private output(spec: Fields): void {
    const of = this.streams.get(spec.of) as DStream<any>;
    const self = this;
    if (spec.op === 'print') {
      of.print(...(spec.n === undefined ? [] : [spec.n]));
      return;
    }
    of.foreachRDD(function* (rdd: RDD<any>, time: Time) {
      self.note('calls', { clock: self.clock, output: spec.id, batch: time.millis });
      const cost = self.run.costs?.[spec.id]?.[time.millis] ?? {};
      const failure = self.run.failures?.[spec.id]?.[time.millis];
      if (cost.before !== undefined) yield* self.sleep(cost.before);
      if (failure === 'before') throw boom(time);
      yield* self.action(spec, rdd, time, failure === 'task');
      if (cost.after !== undefined) yield* self.sleep(cost.after);
      if (failure === 'after') throw boom(time);
    });
  }

  private *action(spec: Fields, rdd: RDD<any>, time: Time, fails: boolean): Process<void> {
    const batch = time.millis;
    const run = (action: string): Process<unknown[][]> =>
      rdd.context.runJob(
        rdd,
        (records) => {
          const all = records.toArray();
          if (fails) throw boom(time);
          return all;
        },
        { action },
      );
    switch (spec.op) {
      case 'foreachRDD': {
        const partitions = yield* run('collect');
        this.note('outputs', {
          clock: this.clock,
          id: spec.id,
          batch,
          partitions: partitions.map((records) => records.map(encode)),
        });
        return;
      }
      case 'foreachSorted': {
        const partitions = yield* run('collect');
        const sorted = partitions
          .flat(1)
          .map(encode)
          .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
        this.note('outputs', { clock: this.clock, id: spec.id, batch, sorted });
        return;
      }
      case 'noAction':
        return;
      case 'foreachTask':
        yield* this.foreachTask(spec, rdd, batch);
        return;
      default:
        throw new Error(`output ${spec.op} is not there yet`);
    }
  }

  private *foreachTask(spec: Fields, rdd: RDD<any>, batch: number): Process<void> {
    const failing = this.run.taskFailures?.[spec.id]?.[batch] ?? {};
    yield* rdd.context.runJob(
      rdd,
      (records, task) => {
        const { partitionId: partition, attemptNumber: attempt } = task;
        records.drain((value: unknown) => {
          this.note('sideEffects', { clock: this.clock, output: spec.id, batch, partition, attempt, value: encode(value) });
          if (failing[`${partition}.${attempt}`] === value) throw new JavaError('java.lang.RuntimeException', `boom ${value}`);
        });
      },
      { action: 'foreachPartition' },
    );
  }

  private *sleep(ms: number): Process<void> {
    yield* awaiting((this.environment as Environment).driver.clock.sleep(ms));
  }

  private act(step: Fields): void {
    const { driver } = this.environment as Environment;
    const context = this.context as StreamingContext;
    const hand = this.receivers.get(step.receiver) as Hand;
    const error = step.error === undefined ? undefined : new JavaError('java.lang.RuntimeException', step.error);
    switch (step.do) {
      case 'inspect':
        this.note('inspect', { clock: this.clock, ...(this.inspection() as object) });
        return;
      case 'store':
        driver.spawn('store', step.single === true ? storeEach(hand, step.items) : hand.storeAll(step.items));
        return;
      case 'restart':
        hand.restart(step.message, error);
        return;
      case 'stopReceiver':
        hand.stop(step.message, error);
        return;
      case 'reportError':
        hand.reportError(step.message, error);
        return;
      case 'stop': {
        const how = step.graceful === true ? 'graceful' : 'orderly';
        this.note('stop', { clock: this.clock, called: how });
        driver.spawn('stop', context.stop(false, step.graceful === true), () =>
          this.note('stop', { clock: this.clock, returned: how }),
        );
        return;
      }
      default:
        throw new Error(`step ${step.do} is not there yet`);
    }
  }

  private inspection(): Json {
    const context = this.context as StreamingContext;
    const remembered: Record<string, Json> = {};
    const rememberMs: Record<string, Json> = {};
    const checkpointMs: Record<string, Json> = {};
    for (const [id, stream] of this.streams) {
      remembered[id] = [...stream.generatedRDDs.keys()].sort((a, b) => a - b);
      if (stream.rememberDuration !== undefined) rememberMs[id] = stream.rememberDuration.millis;
      if (stream.checkpointDuration !== undefined) checkpointMs[id] = stream.checkpointDuration.millis;
    }
    return {
      remembered,
      rememberMs,
      checkpointMs,
      lastProcessedBatch: context.scheduler.generator.lastProcessedBatch?.millis ?? null,
      pending: context.scheduler.pendingTimes.map((time) => time.millis),
    };
  }

  private logged(level: string, logger: string, message: string, detail: string | undefined): void {
    if (logger === 'JobGenerator' && /^(Started|Restarted|Batches) /.test(message)) {
      (this.found.startLog as Json[]).push(message);
      return;
    }
    if (!this.started || !streamingLoggers.has(logger)) return;
    const wanted =
      level !== 'INFO' || /^No jobs added/.test(message) || (logger === 'JobGenerator' && /^(Stop|Wait)/.test(message));
    if (!wanted) return;
    this.note('log', { level, logger, message, ...(detail === undefined ? {} : { throwable: firstLine(detail) }) });
  }

  private listen(context: StreamingContext): void {
    const batch = (event: string) => (info: any) =>
      this.note('listener', {
        clock: this.clock,
        event,
        batch: info.batchTime.millis,
        numRecords: info.numRecords,
        outputs: info.outputOperationInfos.length,
      });
    const receiver = (event: string) => (info: any) =>
      this.note('receiverEvents', { ...(this.timed ? { clock: this.clock } : {}), event, ...info, hasErrorTime: false });
    context.addStreamingListener({
      onStreamingStarted: () => this.note('listener', { clock: this.clock, event: 'streamingStarted' }),
      onBatchSubmitted: batch('batchSubmitted'),
      onBatchStarted: batch('batchStarted'),
      onBatchCompleted: batch('batchCompleted'),
      onOutputOperationStarted: ({ batchTime, id, name, startTime }) =>
        this.note('listener', {
          clock: this.clock,
          event: 'outputOperationStarted',
          batch: batchTime.millis,
          output: id,
          name,
          startTime: startTime ?? null,
        }),
      onOutputOperationCompleted: ({ batchTime, id, name, startTime, endTime, failureReason }) =>
        this.note('listener', {
          clock: this.clock,
          event: 'outputOperationCompleted',
          batch: batchTime.millis,
          output: id,
          name,
          startTime: startTime ?? null,
          endTime: endTime ?? null,
          failureReason: failureReason === undefined ? null : firstLine(failureReason),
        }),
      onReceiverStarted: receiver('receiverStarted'),
      onReceiverStopped: receiver('receiverStopped'),
      onReceiverError: receiver('receiverError'),
    });
  }
}

/** Classes of Spark Streaming whose log lines are recorded. */
const streamingLoggers = new Set([
  'StreamingContext',
  'JobScheduler',
  'JobGenerator',
  'ReceiverTracker',
  'ReceiverSupervisorImpl',
  'ReceivedBlockTracker',
  'TableInput',
  'FileInputDStream',
  'CheckpointWriter',
]);

function* storeEach(hand: Hand, items: readonly unknown[]): Process<void> {
  for (const item of items) yield* hand.store(item);
}

const lastTime = (script: readonly Fields[]): number => script.reduce((latest, step) => Math.max(latest, step.at ?? 0), 0);

function errorJson(error: unknown): Json {
  const named = (each: unknown) =>
    each instanceof BatchwiseError
      ? { class: each.javaClass ?? each.name, message: firstLine(each.message) }
      : { class: 'Error', message: errorText(each) };
  const cause = error instanceof Error && error.cause instanceof BatchwiseError ? named(error.cause) : null;
  return { ...named(error), cause };
}
