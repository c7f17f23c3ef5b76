import { currentEnvironment } from './ambient.js';
import { withCallSite } from './callSite.js';
import { Checkpoint, readCheckpoint } from './checkpoint/Checkpoint.js';
import { cannotBeSerialized, type WritesItself, writeObject } from './closure.js';
import type { DStream } from './dstream/DStream.js';
import { DStreamGraph } from './dstream/DStreamGraph.js';
import { FileInputDStream } from './dstream/FileInputDStream.js';
import { TransformedDStream, type TransformFunction } from './dstream/operators/transform.js';
import { UnionDStream } from './dstream/operators/union.js';
import { QueueInputDStream } from './dstream/QueueInputDStream.js';
import { BatchwiseError, IllegalArgumentException, IllegalStateException, require, SparkException } from './errors.js';
import type { Environment } from './ports/Environment.js';
import type { Process } from './ports/Process.js';
import type { RDD } from './rdd/RDD.js';
import { SparkConf } from './rdd/SparkConf.js';
import { SparkContext } from './rdd/SparkContext.js';
import { StorageLevel } from './rdd/StorageLevel.js';
import { LineReader } from './receiver/LineReader.js';
import type { Receiver } from './receiver/Receiver.js';
import { PluggableInputDStream, SocketInputDStream } from './receiver/ReceiverInputDStream.js';
import { type SocketConverter, SocketReceiver } from './receiver/SocketReceiver.js';
import { ContextWaiter } from './scheduler/ContextWaiter.js';
import { errorText } from './scheduler/errorText.js';
import { JobScheduler } from './scheduler/JobScheduler.js';
import type { StreamingListener } from './scheduler/StreamingListener.js';
import { Duration, type Time } from './time/index.js';

export type StreamingContextState = 'INITIALIZED' | 'ACTIVE' | 'STOPPED';

/**
 * The entry to Spark Streaming: makes input streams, starts and stops the batches. Model: apache/spark 3.2.1 streaming/.../StreamingContext.scala.
 */
export class StreamingContext implements WritesItself {
  readonly sparkContext: SparkContext;
  readonly conf: SparkConf;
  readonly environment: Environment;
  readonly graph: DStreamGraph;
  /** What this context goes on from, after a recovery. */
  readonly recoveredFrom: Checkpoint | undefined;
  readonly scheduler: JobScheduler;
  readonly waiter = new ContextWaiter();
  checkpointDir: string | undefined;
  private state: StreamingContextState = 'INITIALIZED';
  private streams = 0;
  private inputs = 0;

  /**
   * On a SparkContext that is there, on a new one made from a configuration, or from the newest checkpoint in a directory: then on the running SparkContext,
   * else on a new one with the checkpoint's settings (SS-130).
   * @throws {IllegalArgumentException} without a batch duration; {SparkException} what making a SparkContext throws
   */
  constructor(source: SparkContext | SparkConf | Checkpoint | string, batchDuration?: Duration) {
    this.environment = currentEnvironment();
    const from = typeof source === 'string' ? readCheckpoint(this.environment, source) : source;
    if (from === undefined) {
      throw new IllegalArgumentException(
        'requirement failed: Spark Streaming cannot be initialized with both SparkContext and checkpoint as null',
      );
    }
    if (from instanceof Checkpoint) {
      const conf = new SparkConf();
      for (const [key, value] of from.conf) conf.set(key, value);
      this.sparkContext = SparkContext.getOrCreate(conf);
    } else {
      require(batchDuration instanceof Duration, 'Batch duration for StreamingContext cannot be null');
      this.sparkContext = from instanceof SparkConf ? new SparkContext(from) : from;
    }
    this.conf = this.sparkContext.conf;
    const { master } = this.sparkContext;
    if (master === 'local' || master === 'local[1]') {
      this.log(
        'WARN',
        'spark.master should be set as local[n], n > 1 in local mode if you have receivers to get data, otherwise Spark jobs will not get resources to process the received data.',
      );
    }
    if (from instanceof Checkpoint) {
      this.recoveredFrom = from;
      this.streams = from.counters.streams;
      this.inputs = from.counters.inputs;
      this.sparkContext.setCheckpointDir(from.directory);
      this.checkpointDir = from.directory;
      this.scheduler = new JobScheduler(this);
      this.graph = from.graph;
      this.graph.setContext(this);
      this.graph.restoreCheckpointData();
      return;
    }
    this.recoveredFrom = undefined;
    this.graph = new DStreamGraph();
    this.graph.setBatchDuration(batchDuration as Duration);
    this.scheduler = new JobScheduler(this);
    const directory = this.conf.get('spark.streaming.checkpoint.directory');
    if (directory !== undefined) this.checkpoint(directory);
  }

  /** The context that was started and not stopped, if there is one. */
  static getActive(): StreamingContext | undefined {
    return currentEnvironment().statics.get('StreamingContext') as StreamingContext | undefined;
  }

  /**
   * A context that goes on from the newest checkpoint in `directory`; `create` is called only when there is none. Program, batch duration and settings
   * are then those of the checkpoint, whatever `create` would do (SS-129, SS-130).
   * @param createOnError `create` is called, too, when there are checkpoints and none can be read
   * @throws {SparkException} there are checkpoints and none can be read
   */
  static getOrCreate(directory: string, create: () => StreamingContext, createOnError = false): StreamingContext {
    let checkpoint: Checkpoint | undefined;
    try {
      checkpoint = readCheckpoint(currentEnvironment(), directory);
    } catch (error) {
      if (!createOnError) throw error;
    }
    return checkpoint === undefined ? create() : new StreamingContext(checkpoint);
  }

  /** The active context, else what `create` makes; with a directory, else what `getOrCreate` gives (SS-128). */
  static getActiveOrCreate(create: () => StreamingContext): StreamingContext;
  static getActiveOrCreate(directory: string, create: () => StreamingContext, createOnError?: boolean): StreamingContext;
  static getActiveOrCreate(
    ...given: [create: () => StreamingContext] | [directory: string, create: () => StreamingContext, createOnError?: boolean]
  ): StreamingContext {
    const active = StreamingContext.getActive();
    if (active !== undefined) return active;
    return given.length === 1 ? given[0]() : StreamingContext.getOrCreate(...given);
  }

  /** How many streams and inputs were made: for a checkpoint. */
  get counters(): { readonly streams: number; readonly inputs: number } {
    return { streams: this.streams, inputs: this.inputs };
  }

  /** Where state is kept, so that it survives and its lineage stays short; `null` sets none. */
  checkpoint(directory: string | null): void {
    if (directory === null) {
      this.checkpointDir = undefined;
      return;
    }
    this.sparkContext.setCheckpointDir(directory);
    this.checkpointDir = directory;
  }

  /** Has every stream remember its RDDs for at least `duration`. May be called once. */
  remember(duration: Duration): void {
    this.graph.remember(duration);
  }

  getState(): StreamingContextState {
    return this.state;
  }

  nextStreamId(): number {
    return this.streams++;
  }

  nextInputStreamId(): number {
    return this.inputs++;
  }

  /** Lines from a socket, read by a receiver, which takes a core. */
  socketTextStream(host: string, port: number, level: StorageLevel = StorageLevel.MEMORY_AND_DISK_SER_2): DStream<string> {
    return this.made(
      'socketTextStream',
      () => new SocketInputDStream(this, new SocketReceiver(this.environment, host, port, level, () => new LineReader())),
    );
  }

  /**
   * Records from a socket; `converter` makes, for each connection, what turns its bytes into records (`LineReader` makes lines). The same receiver as that of
   * `socketTextStream`: it takes a core and is restarted when the connection ends.
   */
  socketStream<T>(
    host: string,
    port: number,
    converter: () => SocketConverter<T>,
    level: StorageLevel = StorageLevel.MEMORY_AND_DISK_SER_2,
  ): DStream<T> {
    const receiver = new SocketReceiver(this.environment, host, port, level, converter);
    return this.made('socketStream', () => new SocketInputDStream(this, receiver));
  }

  /** Lines of the text files that are moved into `directory` while the stream runs. */
  textFileStream(directory: string): DStream<string> {
    return this.made('textFileStream', () => new FileInputDStream(this, directory, true));
  }

  /** The same; `filter` says which paths count, and without `newFilesOnly` files that were there a while ago are read too. */
  fileStream(directory: string, filter?: (path: string) => boolean, newFilesOnly = true): DStream<string> {
    return this.made('fileStream', () => new FileInputDStream(this, directory, newFilesOnly, filter));
  }

  /** What a receiver of your own stores. */
  receiverStream<T>(receiver: Receiver<T>): DStream<T> {
    return this.made('receiverStream', () => new PluggableInputDStream(this, receiver));
  }

  /** The RDDs of `queue`, one for each batch, or with `oneAtATime` false all that are there. */
  queueStream<T>(queue: RDD<T>[], oneAtATime = true, defaultRDD?: RDD<T> | null): DStream<T> {
    return this.made('queueStream', () => new QueueInputDStream(this, queue, oneAtATime, defaultRDD ?? undefined));
  }

  /** The records of all streams, stream by stream. */
  union<T>(streams: readonly DStream<T>[]): DStream<T> {
    return this.made('union', () => new UnionDStream(streams));
  }

  /** A stream of what `f` makes of the RDDs of all streams, when a batch is generated. */
  transform<S extends readonly unknown[] | [], U>(
    streams: { readonly [I in keyof S]: DStream<S[I]> },
    f: (rdds: { readonly [I in keyof S]: RDD<S[I]> }, time: Time) => RDD<U> | Process<RDD<U>>,
  ): DStream<U> {
    return this.made('transform', () => new TransformedDStream(streams, f as unknown as TransformFunction<U>));
  }

  addStreamingListener(listener: StreamingListener): void {
    this.scheduler.listeners.add(listener);
  }

  removeStreamingListener(listener: StreamingListener): void {
    this.scheduler.listeners.remove(listener);
  }

  /**
   * Starts receivers and batches.
   * @throws {IllegalStateException} after a stop, or while another context is active; {IllegalArgumentException} what does not fit together: the
   * context is stopped then
   */
  start(): void {
    if (this.state === 'ACTIVE') {
      this.log('WARN', 'StreamingContext has already been started');
      return;
    }
    if (this.state === 'STOPPED') throw new IllegalStateException('StreamingContext has already been stopped');
    const { statics, driver, trace } = this.environment;
    if (statics.get('StreamingContext') !== undefined) {
      throw new IllegalStateException(
        'Only one StreamingContext may be started in this JVM. Currently running StreamingContext was started at the program',
      );
    }
    try {
      if (this.recoveredFrom === undefined) {
        this.graph.validate();
        this.requireBatches();
        // A trial: what cannot be written is better known now.
        if (this.checkpointDir !== undefined) {
          this.graph.ensureSerializable();
          this.graph.snapshot();
        }
      }
      this.scheduler.start();
    } catch (error) {
      this.log('ERROR', 'Error starting the context, marking it as stopped', errorText(error));
      this.state = 'STOPPED';
      // The wreck of the scheduler is taken down behind the caller's back.
      driver.spawn('stop after failed start', this.scheduler.stop(false));
      throw error;
    }
    this.state = 'ACTIVE';
    statics.set('StreamingContext', this);
    trace.emit({
      type: 'context.started',
      batchDurationMs: (this.graph.batchDuration as Duration).millis,
      zeroTime: this.graph.zeroTime?.millis ?? 0,
      recovered: this.recoveredFrom !== undefined,
      master: this.sparkContext.master,
      cores: this.sparkContext.cores,
    });
    this.scheduler.listeners.post('onStreamingStarted', driver.clock.now());
    this.log('INFO', 'StreamingContext started');
  }

  /** Waits until the context is stopped: `yield* ssc.awaitTermination()`. @throws the error of a batch that failed */
  awaitTermination(): Process<void> {
    const { waiter, environment } = this;
    return this.sparkContext.pending.track(
      'awaitTermination',
      (function* () {
        yield* waiter.waitForStopOrError(environment.driver.clock);
      })(),
      'ssc',
    );
  }

  /** The same for at most `timeoutMs`. @returns whether it was stopped */
  awaitTerminationOrTimeout(timeoutMs: number): Process<boolean> {
    const process = this.waiter.waitForStopOrError(this.environment.driver.clock, timeoutMs);
    return this.sparkContext.pending.track('awaitTerminationOrTimeout', process, 'ssc');
  }

  /**
   * Stops the batches, and the SparkContext too unless told otherwise: `yield* ssc.stop()`. Gracefully: what was received is processed first.
   * @throws {SparkException} inside a listener, which would wait for itself
   */
  stop(
    stopSparkContext = this.conf.getBoolean('spark.streaming.stopSparkContextByDefault', true),
    stopGracefully = false,
  ): Process<void> {
    if (this.scheduler.listeners.isCalling) {
      throw new SparkException({
        message: 'Cannot stop StreamingContext within listener bus thread.',
        where: 'a method of a StreamingListener',
        hint: 'Have the listener note that it is time, and stop the context where the program waits.',
      });
    }
    return this.sparkContext.pending.track('stop', this.stopping(stopSparkContext, stopGracefully), 'ssc');
  }

  private *stopping(stopSparkContext: boolean, graceful: boolean): Process<void> {
    if (this.state === 'INITIALIZED') {
      this.log('WARN', 'StreamingContext has not been started yet');
      this.state = 'STOPPED';
    } else if (this.state === 'STOPPED') this.log('WARN', 'StreamingContext has already been stopped');
    else {
      yield* this.scheduler.stop(graceful);
      this.environment.statics.delete('StreamingContext');
      this.waiter.notifyStop();
      this.log('INFO', 'StreamingContext stopped successfully');
      this.state = 'STOPPED';
      this.environment.trace.emit({ type: 'context.stopped', graceful });
    }
    if (stopSparkContext) this.sparkContext.stop();
  }

  /** @throws {NotSerializableException} */
  [writeObject](): void {
    throw cannotBeSerialized('org.apache.spark.streaming.StreamingContext');
  }

  /** Spark accepts such a duration and then makes the same batch for ever. */
  private requireBatches(): void {
    const { millis } = this.graph.batchDuration as Duration;
    if (millis > 0) return;
    throw new BatchwiseError({
      message: `The batch duration is ${millis} ms: no batch would ever end.`,
      where: 'new StreamingContext(…)',
      hint: 'Give a positive one, such as Seconds(1).',
    });
  }

  private made<T>(operator: string, make: () => DStream<T>): DStream<T> {
    const stream = withCallSite(operator, make);
    this.graph.announce();
    return stream;
  }

  private log(level: 'INFO' | 'WARN' | 'ERROR', message: string, detail?: string): void {
    this.environment.console.log(level, 'StreamingContext', message, detail);
  }
}
