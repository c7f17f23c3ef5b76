// biome-ignore-all lint/suspicious/noExplicitAny: a case is data; its actions are called by name
import { capturing } from '../../../src/engine/closure.js';
import { ConstantInputDStream, type DStream } from '../../../src/engine/dstream/index.js';
import { type LongArithmetic, longCounts } from '../../../src/engine/jvm/index.js';
import { currentPlace } from '../../../src/engine/place.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { type RDD, SparkConf } from '../../../src/engine/rdd/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import { Milliseconds, type Time } from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import { canonical } from './compare.js';
import { type CaseRunner, errorJson, type Outcome, reasonText } from './outcome.js';
import { makeStream, noting, type StreamSpec } from './streams.js';
import { encode, type Json, order } from './values.js';

interface DStreamCase {
  readonly conf: {
    readonly master: string;
    readonly batchMs: number;
    readonly checkpoint?: boolean;
    readonly calls?: boolean;
    readonly settings?: Readonly<Record<string, string>>;
  };
  readonly streams: readonly StreamSpec[];
  readonly outputs: readonly StreamSpec[];
  readonly run: { readonly batches: number };
  readonly recorded: { readonly error: Json; readonly batches: readonly Readonly<Record<string, Json>>[] };
}

/** What happened in one batch, as it is recorded. */
interface BatchNotes {
  readonly timeMs: number;
  /** What the outputs noted, by id. */
  readonly found: Map<string, Json>;
  stdout: string;
  readonly failures: { readonly output: number; readonly reason: string }[];
  readonly calls: Json[];
}

/**
 * A program of DStreams over given input, batch by batch (recordings/README.md, "A `dstream` case"). Stages that don't depend on each other have no
 * defined order in Spark; where that shows in the calls, a recording is one of the runs that are possible, and agrees if it is one of ours.
 */
export const runDStreamCase: CaseRunner = (recorded): Outcome => {
  const usual = runOnce(recorded, {});
  const { conf } = recorded as unknown as DStreamCase;
  if (conf.calls !== true || canonical(usual.actual) === canonical(usual.expected)) return usual;
  for (let seed = 0; seed < 64; seed++) {
    const other = runOnce(recorded, { 'ties.stages': 'shuffled' }, String(seed));
    if (canonical(other.actual) === canonical(other.expected)) return other;
  }
  return usual;
};

const runOnce = (recorded: Parameters<CaseRunner>[0], ties: Readonly<Record<string, string>>, seed = '0'): Outcome => {
  const spec = recorded as unknown as DStreamCase;
  const { conf } = spec;
  let error: unknown;
  let current: BatchNotes | undefined;
  const world = new World({
    program: function* (): Process<void> {
      try {
        const context = new StreamingContext(
          new SparkConf().setMaster(conf.master).setAppName('conformance'),
          Milliseconds(conf.batchMs),
        );
        context.sparkContext.longs = longCounts as LongArithmetic;
        if (conf.checkpoint === true) context.checkpoint('/checkpoint');
        build(
          context,
          spec,
          () => current,
          (thrown) => {
            error = thrown;
          },
        );
        context.start();
      } catch (thrown) {
        error = thrown;
        return;
      }
      // Not awaitTermination: a failed job must not end the program.
      yield* awaiting({ reason: 'the end of the case', begin: () => () => {} });
    },
    seed,
    settings: { ...conf.settings, ...ties, until: `${(spec.run.batches + 1) * conf.batchMs}ms` },
    trace: 'events',
  });
  world.onConsoleLine = (text) => {
    if (current !== undefined) current.stdout += `${text}\n`;
  };
  return {
    expected: expectedOf(spec),
    actual: drive(
      world,
      spec,
      (notes) => (current = notes),
      () => error,
    ),
  };
};

function drive(world: World, spec: DStreamCase, begin: (notes: BatchNotes) => void, failed: () => unknown): Json {
  const batches: BatchNotes[] = [];
  world.runUntil(0);
  if (failed() !== undefined) return { error: errorJson(failed()), batches: [] };
  for (let batch = 1; batch <= spec.run.batches; batch++) {
    const timeMs = batch * spec.conf.batchMs;
    const notes: BatchNotes = { timeMs, found: new Map(), stdout: '', failures: [], calls: [] };
    begin(notes);
    const from = world.log.length;
    world.runUntil(timeMs);
    batches.push(notes);
    for (let seq = from; seq < world.log.length; seq++) {
      if (world.log.typeAt(seq) === 'batch.generationFailed') {
        return { error: errorJson(failed()), batches: batches.map((each) => batchJson(each, spec)) };
      }
    }
  }
  return { error: null, batches: batches.map((each) => batchJson(each, spec)) };
}

function batchJson({ timeMs, found, stdout, failures, calls }: BatchNotes, { conf, outputs }: DStreamCase): Json {
  // An output without an id goes by its position; where that is the id of another one, what the other noted is listed for both.
  const ids = outputs.map((output, i) => (output.id as string | undefined) ?? `o${i}`);
  return {
    timeMs,
    records: ids.flatMap((id) => (found.has(id) ? [{ id, partitions: found.get(id) as Json }] : [])),
    stdout,
    ...(failures.length > 0 ? { failures: failures as unknown as Json } : {}),
    ...(conf.calls === true ? { calls } : {}),
  };
}

/** The recording, with its optional fields in one form. */
function expectedOf({ recorded }: DStreamCase): Json {
  return {
    error: recorded.error,
    batches: recorded.batches.map(({ timeMs, records, stdout, failures, calls }) => ({
      timeMs: timeMs as Json,
      records: records as Json,
      stdout: stdout as Json,
      ...(failures === undefined ? {} : { failures }),
      ...(calls === undefined ? {} : { calls }),
    })),
  };
}

function build(
  context: StreamingContext,
  spec: DStreamCase,
  current: () => BatchNotes | undefined,
  failed: (error: unknown) => void,
): void {
  const streams = new Map<string, DStream<unknown>>();
  const note = noting(spec.conf.calls === true, (call) => current()?.calls.push(call));
  for (const stream of spec.streams) streams.set(stream.id, makeStream(context, stream, streams, note));
  for (const output of spec.outputs) addOutput(output, streams, current);
  // One more output, so that every batch has a job.
  new ConstantInputDStream(context, context.sparkContext.emptyRDD()).foreachRDD(() => {});
  noteFailures(context, current, failed);
}

/** Which output operations failed, and why: asked of the jobs themselves, since listeners only hear a text. */
function noteFailures(context: StreamingContext, current: () => BatchNotes | undefined, failed: (error: unknown) => void): void {
  const { graph } = context;
  const generate = graph.generateJobs.bind(graph);
  graph.generateJobs = (time) => {
    try {
      return generate(time).map((job) => {
        const run = job.run.bind(job);
        job.run = function* () {
          try {
            yield* run();
          } catch (error) {
            current()?.failures.push({ output: job.output, reason: reasonText(error) });
            throw error;
          }
        };
        return job;
      });
    } catch (error) {
      failed(error);
      throw error;
    }
  };
}

const partitionsOf = function* (rdd: RDD<unknown>): Process<Json> {
  const partitions = yield* rdd.context.runJob(rdd, (records) => records.toArray());
  return partitions.map((records) => records.map(encode));
};

function addOutput(spec: StreamSpec, streams: ReadonlyMap<string, DStream<any>>, current: () => BatchNotes | undefined): void {
  const of = streams.get(spec.of) as DStream<any>;
  const put = (partitions: Json): void => {
    if (currentPlace().kind === 'job') current()?.found.set(spec.id, partitions);
  };
  switch (spec.op) {
    case 'print':
      of.print(...(spec.n === undefined ? [] : [spec.n]));
      return;
    case 'run':
      of.foreachRDD((rdd) => rdd.foreach(() => {}));
      return;
    case 'record':
      of.foreachRDD(function* (rdd) {
        put(yield* partitionsOf(rdd));
      });
      return;
    case 'slice':
      // The recorded function looked the stream up: it captured all streams of the case.
      of.foreachRDD(
        capturing({ streams }, function* (_, time: Time) {
          const found: Json[] = [];
          for (const rdd of of.slice(time.minus(Milliseconds(spec.fromMs)), time)) found.push(yield* partitionsOf(rdd));
          put(found);
        }),
      );
      return;
    case 'action':
      of.foreachRDD(function* (rdd) {
        put(yield* actionResult(rdd, spec));
      });
      return;
    default:
      throw new Error(`output ${spec.op} is not there yet`);
  }
}

function* actionResult(rdd: RDD<any>, spec: StreamSpec): Process<Json> {
  const name: string = spec.action ?? spec.fn;
  try {
    return { value: yield* actionValue(rdd, name, spec.n) };
  } catch (error) {
    return { error: errorJson(error) };
  }
}

/** What an action gives, as it is recorded. */
export function* actionValue(rdd: RDD<any>, name: string, n?: number): Process<Json> {
  if (name === 'numPartitions') return rdd.partitions.length;
  if (name === 'partitioner') return partitionerText(rdd);
  if (name === 'top' || name === 'takeOrdered') return { seq: ((yield* rdd[name](n as number, order)) as unknown[]).map(encode) };
  const found = yield* (rdd as any)[name](...(n === undefined ? [] : [n]));
  if (Array.isArray(found) && name !== 'first' && name !== 'reduce') return { seq: found.map(encode) };
  return name === 'count' ? { long: String(found) } : encode(found);
}

/** `HashPartitioner 2`, `none` */
export function partitionerText({ partitioner }: RDD<any>): string {
  return partitioner === undefined ? 'none' : `${partitioner.constructor.name} ${partitioner.numPartitions}`;
}
