// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; its streams have any element types
import { currentEnvironment } from '../../../src/engine/ambient.js';
import { checkpointFiles } from '../../../src/engine/checkpoint/Checkpoint.js';
import { streamsOf } from '../../../src/engine/dstream/copyGraph.js';
import type { DStream } from '../../../src/engine/dstream/index.js';
import { BatchwiseError, JavaError } from '../../../src/engine/errors.js';
import { type LongArithmetic, longCounts } from '../../../src/engine/jvm/index.js';
import type { Environment } from '../../../src/engine/ports/Environment.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { type RDD, SparkConf, StorageLevel } from '../../../src/engine/rdd/index.js';
import { Receiver } from '../../../src/engine/receiver/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { errorText } from '../../../src/engine/scheduler/errorText.js';
import type { ReceiverInfo } from '../../../src/engine/scheduler/StreamingListener.js';
import { Milliseconds, type Time } from '../../../src/engine/time/index.js';
import type { WorldEvent } from '../../../src/sim/events.js';
import { World } from '../../../src/sim/World.js';
import { inOrder, jobsOf } from './jobsOf.js';
import type { CaseRunner, Outcome } from './outcome.js';
import { withPlaceholders } from './placeholders.js';
import { StandingClock } from './StandingClock.js';
import { makeStream, type StreamSpec, TableInputDStream } from './streams.js';
import { decode, encode, type Json } from './values.js';

type Fields = Readonly<Record<string, any>>;
const firstLine = (text: string): string => text.split('\n')[0] as string;
const boom = (time: Time): JavaError => new JavaError('java.lang.RuntimeException', `boom ${time.millis}`);

/** A program, scripts with times, and what happened in each run (recordings/runtime/README.md, "Run files"). */
export const runRunCase: CaseRunner = (recorded): Outcome => {
  const spec = recorded as unknown as Fields;
  const expected = (spec.runs as Fields[]).map((run) => run.recorded as Readonly<Record<string, Json>>);
  const notes = new RunCase(spec).execute();
  const sorts = spec.settings?.['spark.streaming.concurrentJobs'] !== undefined;
  const actual = expected.map((one, i) => {
    const found = notes[i] ?? {};
    // What a recording leaves out was not the same every time.
    const shown: Record<string, Json> = {};
    for (const [key, value] of Object.entries(one)) {
      const own = likeness(key, value, found[key] ?? absent(value));
      shown[key] = withPlaceholders(sorts ? sorted(value) : value, sorts ? sorted(own) : own);
    }
    return normal(shown);
  });
  return { expected: expected.map((one) => normal(sorts ? sortedChannels(one) : one)), actual };
};

/** Snapshots have what was recorded of them; side effects come in the order of the recording: by batch, partition and attempt. */
function likeness(key: string, expected: Json, actual: Json): Json {
  if (key === 'atEnd') return onlyKeysOf(expected, actual);
  if (key === 'inspect') return (actual as Json[]).map((each, i) => onlyKeysOf((expected as Json[])[i] ?? {}, each));
  if (key !== 'sideEffects') return actual;
  const order = ({ batch, partition, attempt }: Fields): number => batch * 1e6 + partition * 1e3 + attempt;
  return [...(actual as Fields[])].sort((a, b) => order(a) - order(b)) as Json;
}

const onlyKeysOf = (expected: Json, actual: Json): Json =>
  Object.fromEntries(Object.entries(actual as object).filter(([key]) => key in (expected as object)));

/** With several jobs at a time the order within one instant is not part of a recording. */
const sorted = (channel: Json): Json => {
  if (!Array.isArray(channel) || channel.some((each) => typeof each !== 'object')) return channel;
  const order = (each: Fields): string =>
    [each.clock, each.batch ?? -1, each.output ?? each.id ?? -1].map((part) => String(part).padStart(12)).join(' ');
  return [...(channel as Fields[])].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0)) as unknown as Json;
};
const sortedChannels = (recorded: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(recorded).map(([key, value]) => [key, sorted(value)]));

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

const emptyNotes = (): Record<string, Json[]> => ({
  inputs: [],
  listener: [],
  submitted: [],
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
});

/** The runs of a case, one after the other in one world: the driver crashes between them, the disk stays. */
class RunCase {
  private found = emptyNotes();
  private readonly streams = new Map<string, DStream<any>>();
  private readonly receivers = new Map<string, Hand>();
  private readonly touches = new Map<string, number>();
  private context: StreamingContext | undefined;
  private environment: Environment | undefined;
  /** What timeouts go by. */
  private wall: StandingClock | undefined;
  /** Jobs in the middle of a cost. */
  private busy = 0;
  private stdout = '';
  private termination: Json = null;
  private started = false;
  private timed = true;
  private run: Fields;
  private recovered = false;
  private problem: Json | undefined;

  constructor(private readonly spec: Fields) {
    this.run = spec.runs[0];
  }

  private get clock(): number {
    return (this.environment as Environment).driver.clock.now();
  }
  private note(channel: string, entry: Readonly<Record<string, Json>>): void {
    (this.found[channel] as Json[]).push(entry);
  }

  execute(): Record<string, Json>[] {
    const { spec } = this;
    const runs = spec.runs as Fields[];
    const start = runs[0]?.startClock as number;
    const world = new World({
      program: () => this.main(),
      startAt: start,
      settings: { ...spec.settings, until: '100000s' },
    });
    world.onConsoleLine = (text) => {
      this.stdout += `${text}\n`;
    };
    world.onLogLine = (level, logger, message, detail) => this.logged(level, logger, message, detail);
    return runs.map((run, i) => {
      this.begin(run);
      const from = world.log.length;
      if (i > 0) {
        world.crash();
        world.restartAt(run.startClock);
      }
      const now = this.script(world, run);
      const events = Array.from({ length: world.log.length - from }, (_, k) => world.log.get(from + k));
      return this.result(now, events);
    });
  }

  private begin(run: Fields): void {
    this.run = run;
    this.found = emptyNotes();
    this.stdout = '';
    this.termination = null;
    this.started = false;
    this.problem = undefined;
    this.touches.clear();
    this.busy = 0;
    this.timed = !run.script.some((step: Fields) => step.do === 'restart' || step.do === 'stopReceiver');
  }

  private script(world: World, run: Fields): number {
    let now: number = run.startClock;
    this.moveTo(world, now);
    if (world.error !== undefined) throw world.error;
    for (const step of run.script as Fields[]) {
      now = Math.max(now, step.at ?? now);
      this.moveTo(world, now);
      if (step.do === 'file') {
        world.files.put(`/files/${step.name}`, step.lines, step.mtime);
        continue;
      }
      if (step.do === undefined || this.problem !== undefined) continue;
      const { driver } = this.environment as Environment;
      driver.clock.schedule(now, 'step', () => this.act(step));
      this.moveTo(world, now);
    }
    if (this.isStopping && this.busy > 0) {
      // The recorder waited for a job in the middle of its cost, in vain, for longer than a graceful stop waits.
      (this.environment as Environment).driver.clock.schedule(now, 'the recorder waits', () => this.wall?.pass(waitedMs));
      this.moveTo(world, now);
    }
    return now;
  }

  private result(now: number, events: readonly WorldEvent[]): Record<string, Json> {
    if (this.isStopping) this.note('stop', { clock: now, returned: 'not yet' });
    const checkpoint = this.recovered ? this.context?.recoveredFrom : undefined;
    return {
      factoryCalled: !this.recovered,
      ...(checkpoint === undefined
        ? {}
        : { checkpointTime: checkpoint.time.millis, pendingTimes: checkpoint.pendingTimes.map(({ millis }) => millis) }),
      ...(this.found as unknown as Record<string, Json>),
      jobs: jobsOf(events),
      stdout: this.stdout,
      awaitTermination: this.termination,
      atEnd: this.inspection(),
      ...(this.problem === undefined ? {} : { error: this.problem }),
    };
  }

  /** Whether a `stop` of the script has not returned. */
  private get isStopping(): boolean {
    const notes = this.found.stop as Fields[];
    return notes.filter((each) => 'called' in each).length > notes.length / 2;
  }

  /** Everything until `now`, instant by instant, so that what was touched can be told apart. */
  private moveTo(world: World, now: number): void {
    while (world.kernel.nextTime <= now * 1000) {
      const instant = world.kernel.nextTime / 1000;
      world.runUntil(instant);
      this.touchedAt(Math.floor(instant));
    }
  }

  private touchedAt(clock: number): void {
    if (this.touches.size === 0) return;
    this.note('touched', { clock, ...Object.fromEntries(this.touches) });
    this.touches.clear();
  }

  private *main(): Process<void> {
    const { spec } = this;
    this.recovered = spec.checkpoint === true;
    this.environment = currentEnvironment();
    this.wall = new StandingClock(this.environment.driver.clock);
    Object.assign(this.environment.driver, { wallClock: this.wall });
    const create = (): StreamingContext => {
      this.recovered = false;
      return this.create();
    };
    const context = spec.checkpoint === true ? StreamingContext.getOrCreate(directory, create) : create();
    this.context = context;
    context.sparkContext.longs = longCounts as LongArithmetic;
    if (this.recovered) this.findStreams(context);
    this.listen(context);
    const notify = context.waiter.notifyError.bind(context.waiter);
    context.waiter.notifyError = (error) => {
      if (this.termination === null) this.termination = { clock: this.clock, error: errorJson(error) };
      notify(error);
    };
    try {
      context.start();
    } catch (error) {
      const { class: name, message } = errorJson(error) as Fields;
      this.problem = { class: name, message, stage: 'start' };
    }
    this.started = true;
    yield* awaiting({ reason: 'the end of the run', begin: () => () => {} });
  }

  private create(): StreamingContext {
    const { spec } = this;
    const conf = new SparkConf().setMaster(spec.master ?? 'local[2]').setAppName('conformance');
    const context = new StreamingContext(conf, Milliseconds(spec.batchMs));
    context.sparkContext.longs = longCounts as LongArithmetic;
    if (spec.checkpoint === true) context.checkpoint(directory);
    for (const stream of spec.program.streams as StreamSpec[]) this.streams.set(stream.id, this.stream(context, stream));
    for (const output of spec.program.outputs as Fields[]) this.output(output);
    if (spec.program.rememberMs !== undefined) context.remember(Milliseconds(spec.program.rememberMs));
    return context;
  }

  /** The streams of the recovered graph take the place of those that were made first: they have the same numbers. */
  private findStreams(context: StreamingContext): void {
    const byNumber = new Map([...streamsOf(context.graph)].map((stream) => [stream.number, stream]));
    for (const [id, stream] of this.streams) {
      const now = byNumber.get(stream.number);
      if (now !== undefined) this.streams.set(id, now);
    }
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
      case 'files':
        // When the recorded streams were made, the clock that was set by hand still stood at 0: no file was too old for them.
        return context.fileStream('/files', undefined, false);
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
        const recorded = spec.batches[time.millis] as Json | undefined;
        if (recorded === undefined) return undefined;
        const partitions = decode(recorded) as unknown[][];
        const { sparkContext } = this.context;
        if (partitions.length === 0) return sparkContext.emptyRDD();
        return sparkContext.parallelize(partitions, partitions.length).flatMap((records) => [...records]);
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
        this.note('outputs', { clock: this.clock, id: spec.id, batch, partitions: [sorted] });
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
    this.busy++;
    yield* awaiting((this.environment as Environment).driver.clock.sleep(ms));
    this.busy--;
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
      ...(this.spec.checkpoint === true ? this.files() : {}),
    };
  }

  private files(): Readonly<Record<string, Json>> {
    const environment = this.environment as Environment;
    const names = checkpointFiles(environment, directory).map(({ path }) => path.slice(directory.length + 1));
    const own = new Set(environment.storage.list(directory).map(({ path }) => path.slice(directory.length + 1)));
    const others = [...own]
      .filter((name) => !names.includes(name))
      .map((name) => (name.startsWith('context-') ? '<uuid>' : name));
    return { checkpointFiles: names.reverse(), otherFiles: [...new Set(others)].sort() };
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
    // Old batches are submitted while their jobs already run: in a recovered run that is a channel of its own.
    const submitted = this.recovered ? 'submitted' : 'listener';
    const batch = (event: string) => (info: any) =>
      this.note(event === 'batchSubmitted' ? submitted : 'listener', {
        clock: this.clock,
        event,
        batch: info.batchTime.millis,
        numRecords: info.numRecords,
        outputs: info.outputOperationInfos.length,
        ...(info.outputOperationInfos.some((each: any) => each.failureReason !== undefined)
          ? {
              failures: info.outputOperationInfos
                .filter((each: any) => each.failureReason !== undefined)
                .map((each: any) => ({ output: each.id, reason: firstLine(each.failureReason) })),
            }
          : {}),
      });
    const receiver =
      (event: string) =>
      ({ streamId, name, active, lastErrorMessage, lastError, lastErrorTime }: ReceiverInfo) => {
        const of = { streamId, name, active, lastErrorMessage, lastError, hasErrorTime: lastErrorTime !== -1 };
        this.note('receiverEvents', { ...(this.timed ? { clock: this.clock } : {}), event, ...of });
      };
    context.addStreamingListener({
      onStreamingStarted: () => this.note(submitted, { clock: this.clock, event: 'streamingStarted' }),
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
  'PluggableInputDStream',
  'CheckpointWriter',
]);

function* storeEach(hand: Hand, items: readonly unknown[]): Process<void> {
  for (const item of items) yield* hand.store(item);
}

const directory = '/checkpoint';
const waitedMs = 60_000;

function errorJson(error: unknown): Json {
  const named = (each: unknown) =>
    each instanceof BatchwiseError
      ? { class: each.javaClass ?? each.name, message: firstLine(each.message) }
      : { class: 'Error', message: errorText(each) };
  const cause = error instanceof Error && error.cause instanceof BatchwiseError ? named(error.cause) : null;
  return { ...named(error), ...(cause === null ? {} : { cause }) };
}
