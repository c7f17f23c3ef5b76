import { NotSerializableException, visitAll } from '../closure.js';
import { require } from '../errors.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Job } from '../scheduler/Job.js';
import type { Duration, Time } from '../time/index.js';
import { copyGraph, streamsOf } from './copyGraph.js';
import type { AnyDStream } from './DStream.js';
import { ForEachDStream } from './ForEachDStream.js';
import type { InputDStream } from './InputDStream.js';
import type { StreamJob } from './StreamJob.js';

// biome-ignore lint/suspicious/noExplicitAny: inputs have any element types
type AnyInput = InputDStream<any>;

/** The streams of a context: its inputs, and the output operations that are asked for a job in every batch. Model: apache/spark 3.2.1 streaming/.../DStreamGraph.scala. */
export class DStreamGraph {
  readonly inputStreams: AnyInput[] = [];
  readonly outputStreams: AnyDStream[] = [];
  batchDuration: Duration | undefined;
  rememberDuration: Duration | undefined;
  /** The instant before the first batch's interval; batches are counted from it, after a recovery too. */
  zeroTime: Time | undefined;
  /** Zero time of this run: after a recovery, when it was started again. */
  startTime: Time | undefined;
  /** Streams whose event has not been emitted: a stream is complete only after its constructor. */
  private unannounced: AnyDStream[] = [];

  /** Initialises and checks every stream, then starts the inputs. @throws {IllegalArgumentException} what does not fit together */
  start(zeroTime: Time): void {
    require(this.zeroTime === undefined, 'DStream graph computation already started');
    this.announce();
    this.zeroTime = zeroTime;
    this.startTime = zeroTime;
    for (const stream of this.outputStreams) stream.initialize(zeroTime);
    for (const stream of this.outputStreams) stream.remember(this.rememberDuration);
    for (const stream of this.outputStreams) stream.validateAtStart();
    for (const stream of this.inputStreams) stream.start();
  }

  /** After a recovery: inputs are not started again (SS-702). */
  restart(time: Time): void {
    this.startTime = time;
  }

  stop(): void {
    for (const stream of this.inputStreams) stream.stop();
  }

  setContext(context: StreamingContext): void {
    for (const stream of [...this.inputStreams, ...this.outputStreams]) stream.setContext(context);
  }

  setBatchDuration(duration: Duration): void {
    require(this.batchDuration === undefined, `Batch duration already set as ${this.batchDuration}. Cannot set it again.`);
    this.batchDuration = duration;
  }

  /** Every stream remembers at least `duration`. */
  remember(duration: Duration): void {
    require(this.rememberDuration ===
      undefined, `Remember duration already set as ${this.rememberDuration}. Cannot set it again.`);
    this.rememberDuration = duration;
  }

  addInputStream(stream: AnyInput): void {
    stream.graph = this;
    this.inputStreams.push(stream);
  }

  addOutputStream(stream: AnyDStream): void {
    stream.setGraph(this);
    this.announce();
    const output = this.outputStreams.push(stream) - 1;
    const read = stream instanceof ForEachDStream ? stream.parent : stream;
    stream.context.sparkContext.environment.trace.emit({
      type: 'output.defined',
      output,
      name: stream.callSite,
      stream: read.number,
    });
  }

  /** The jobs of a batch, one for each output operation that has an RDD then. */
  generateJobs(time: Time): Job[] {
    const jobs: Job[] = [];
    for (const stream of this.outputStreams) {
      const job = stream.generateJob(time) as StreamJob | undefined;
      if (job === undefined) continue;
      job.output = jobs.length;
      jobs.push(job);
    }
    return jobs;
  }

  clearMetadata(time: Time): void {
    for (const stream of this.outputStreams) stream.clearMetadata(time);
  }

  updateCheckpointData(time: Time): void {
    for (const stream of this.outputStreams) stream.updateCheckpointData(time);
  }

  clearCheckpointData(time: Time): void {
    for (const stream of this.outputStreams) stream.clearCheckpointData(time);
  }

  restoreCheckpointData(): void {
    for (const stream of this.outputStreams) stream.restoreCheckpointData();
  }

  /** @throws {IllegalArgumentException} without an output operation */
  validate(): void {
    require(this.batchDuration !== undefined, 'Batch duration has not been set');
    require(this.outputStreams.length > 0, 'No output operations registered, so nothing to execute');
  }

  /** How long an input stream remembers at most: what must be kept of the received blocks. */
  getMaxInputStreamRememberDuration(): Duration | undefined {
    let longest: Duration | undefined;
    for (const { rememberDuration } of this.inputStreams) {
      if (rememberDuration !== undefined && (longest?.less(rememberDuration) ?? true)) longest = rememberDuration;
    }
    return longest;
  }

  /** @throws {NotSerializableException} a function of the program captures what a checkpoint cannot hold */
  ensureSerializable(): void {
    try {
      visitAll(streamsOf(this), true);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new NotSerializableException(
        `DStream checkpointing has been enabled but the DStreams with their functions are not serializable\n${reason}`,
      );
    }
  }

  /** A copy as a checkpoint holds it: streams and their plain data, without RDDs and without a context. Functions are shared. */
  snapshot(): DStreamGraph {
    for (const stream of streamsOf(this)) stream.beforeCheckpoint();
    return copyGraph(this);
  }

  /**
   * A graph to go on with, as it is read from a checkpoint, which stays as it is; it has no context yet.
   * @throws {JavaError} NotSerializableException for streams that cannot be recovered
   */
  read(): DStreamGraph {
    const graph = copyGraph(this);
    for (const stream of streamsOf(graph)) stream.afterCheckpoint();
    return graph;
  }

  /** Called by the constructor of a stream. */
  willAnnounce(stream: AnyDStream): void {
    this.unannounced.push(stream);
  }

  /** Emits `stream.defined` for streams that were made since the last call. */
  announce(): void {
    if (this.unannounced.length === 0) return;
    const streams = this.unannounced;
    this.unannounced = [];
    for (const stream of streams) {
      const { windowMs } = stream;
      stream.context.sparkContext.environment.trace.emit({
        type: 'stream.defined',
        stream: stream.number,
        name: stream.constructor.name,
        operator: stream.callSite,
        parents: stream.dependencies.map((parent) => parent.number),
        slideMs: stream.slideDuration.millis,
        ...(windowMs === undefined ? {} : { windowMs }),
      });
    }
  }
}
