import { type DStream, DStreamGraph, InputDStream } from '../../../../src/engine/dstream/index.js';
import type { Process } from '../../../../src/engine/ports/Process.js';
import { type RDD, SparkConf, SparkContext } from '../../../../src/engine/rdd/index.js';
import type { StreamingContext } from '../../../../src/engine/StreamingContext.js';
import { type Duration, Seconds, Time } from '../../../../src/engine/time/index.js';
import { World } from '../../../../src/sim/World.js';

export interface BatchOptions {
  /** How many batches are generated; one for each of the inputs unless said. */
  readonly batches?: number;
  readonly master?: string;
  readonly batchDuration?: Duration;
  readonly checkpoint?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  readonly prepare?: (context: SparkContext) => void;
}

/** What one batch did. */
export interface BatchResult {
  readonly time: number;
  /** Failures of jobs, in order. */
  readonly failures: readonly unknown[];
  readonly stdout: readonly string[];
}

/** The streams of a test and what they need of a StreamingContext: batches are generated and run one after the other, without a scheduler. */
export class Bench {
  readonly graph = new DStreamGraph();
  state = 'INITIALIZED';
  private streams = 0;
  private inputs = 0;
  constructor(
    readonly sparkContext: SparkContext,
    batchDuration: Duration,
  ) {
    this.graph.setBatchDuration(batchDuration);
  }
  get context(): StreamingContext {
    return this as unknown as StreamingContext;
  }
  nextStreamId(): number {
    return this.streams++;
  }
  nextInputStreamId(): number {
    return this.inputs++;
  }
  getState(): string {
    return this.state;
  }
  /** An input whose batches have these partitions; `undefined`, and any batch past the end, is no RDD. */
  table<T>(batches: readonly (readonly (readonly T[])[] | undefined)[]): TableInputDStream<T> {
    return new TableInputDStream(this.context, batches);
  }
  /** Batches of one partition. */
  input<T>(batches: readonly (readonly T[])[]): TableInputDStream<T> {
    return this.table(batches.map((records) => [records]));
  }
}

export class TableInputDStream<T> extends InputDStream<T> {
  constructor(
    context: StreamingContext,
    private readonly batches: readonly (readonly (readonly T[])[] | undefined)[],
  ) {
    super(context);
  }
  override compute(time: Time): RDD<T> | undefined {
    const { sparkContext } = this.context;
    const partitions = this.batches[time.minus(this.zeroTime as Time).div(this.slideDuration) - 1];
    if (partitions === undefined) return undefined;
    return partitions.length === 0 ? sparkContext.emptyRDD<T>() : sparkContext.makePartitioned(partitions);
  }
}

/** Runs `build`, then `batches` batches. @throws what building, starting or generating threw */
export function runBatches(options: BatchOptions, build: (bench: Bench) => void): BatchResult[] {
  const results: BatchResult[] = [];
  const { batchDuration = Seconds(1), batches = 0 } = options;
  let stdout: string[] = [];
  const world = new World({
    program: function* (): Process<void> {
      const context = new SparkContext(new SparkConf().setMaster(options.master ?? 'local[2]').setAppName('test'));
      if (options.checkpoint === true) context.setCheckpointDir('/checkpoint');
      options.prepare?.(context);
      const bench = new Bench(context, batchDuration);
      build(bench);
      bench.graph.validate();
      bench.graph.start(new Time(0));
      bench.state = 'ACTIVE';
      for (let batch = 1; batch <= batches; batch++) {
        const time = new Time(batch * batchDuration.millis);
        stdout = [];
        const failures: unknown[] = [];
        for (const job of bench.graph.generateJobs(time)) {
          try {
            yield* job.run();
          } catch (error) {
            failures.push(error);
          }
        }
        bench.graph.clearMetadata(time);
        results.push({ time: time.millis, failures, stdout });
      }
    },
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  world.onConsoleLine = (text) => stdout.push(text);
  world.run();
  if (world.error !== undefined) throw world.error;
  return results;
}

/** The partitions of a stream's RDD in each batch; undefined where it had none. */
export function partitionsOf<T>(options: BatchOptions, build: (bench: Bench) => DStream<T>): (T[][] | undefined)[] {
  const found: (T[][] | undefined)[] = new Array(options.batches).fill(undefined);
  const { batchDuration = Seconds(1) } = options;
  const results = runBatches(options, (bench) => {
    build(bench).foreachRDD(function* (rdd, time) {
      found[time.millis / batchDuration.millis - 1] = yield* rdd.context.runJob(rdd, (records) => records.toArray());
    });
  });
  for (const { failures } of results) if (failures.length > 0) throw failures[0];
  return found;
}

/** The records of a stream in each batch. */
export function recordsOf<T>(options: BatchOptions, build: (bench: Bench) => DStream<T>): (T[] | undefined)[] {
  return partitionsOf(options, build).map((partitions) => partitions?.flat(1));
}
