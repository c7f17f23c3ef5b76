import { currentEnvironment } from '../ambient.js';
import { SparkException } from '../errors.js';
import type { Process } from '../ports/Process.js';
import { Condition } from '../process/Condition.js';
import { RateController } from '../rate/RateController.js';
import { pair } from '../rdd/Pair.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Executor } from '../scheduler/Executor.js';
import { errorText } from '../scheduler/errorText.js';
import type { BatchInfo } from '../scheduler/StreamingListener.js';
import type { Duration, Time } from '../time/index.js';
import type { ReceivedBlock } from './ReceivedBlock.js';
import type { BlockTrackerEvent } from './ReceivedBlockTracker.js';
import { ReceivedBlockTracker } from './ReceivedBlockTracker.js';
import { ReceiverInputDStream } from './ReceiverInputDStream.js';
import { ReceiverRDD } from './ReceiverRDD.js';
import { rescheduleReceiver, scheduleReceivers } from './ReceiverSchedulingPolicy.js';
import { ReceiverSupervisor } from './ReceiverSupervisor.js';

interface Tracked {
  // biome-ignore lint/suspicious/noExplicitAny: receivers have any element types
  readonly stream: ReceiverInputDStream<any>;
  name: string;
  supervisor: ReceiverSupervisor | undefined;
  jobRunning: boolean;
  /** Executors that may run it, chosen when its job was launched. */
  places: readonly Executor[];
  /** In ms; -1 for none. */
  lastErrorTime: number;
  readonly controller: RateController | undefined;
}

type TrackerEvent = BlockTrackerEvent<ReceivedBlock>;

/** Where a receiver's write-ahead log is. */
export const receivedDataFile = (directory: string, stream: number): string => `${directory}/receivedData/${stream}/log`;

/** An event of the log with each of its blocks replaced. */
function withBlocks(event: TrackerEvent, restored: (block: ReceivedBlock) => ReceivedBlock): TrackerEvent {
  if (event.kind === 'added') return { ...event, block: restored(event.block) };
  if (event.kind === 'cleaned') return event;
  return { ...event, blocks: new Map([...event.blocks].map(([stream, blocks]) => [stream, blocks.map(restored)])) };
}

/**
 * The driver's side of all receivers: launches each as a job of one endless task, which takes a core; keeps the blocks that they report; gives
 * each batch the blocks that are there when it is generated (SS-729, SS-760 ff.). Models: apache/spark 3.2.1 streaming/.../scheduler/{ReceiverTracker,ReceivedBlockTracker}.scala.
 */
export class ReceiverTracker {
  private readonly receivers = new Map<number, Tracked>();
  private blocks = new ReceivedBlockTracker<ReceivedBlock>([]);
  private stopping = false;
  /** The log of the blocks is closed. */
  private stopped = false;
  private readonly jobs: Condition;

  constructor(private readonly context: StreamingContext) {
    this.jobs = new Condition('the receivers to end', context.environment.driver.clock);
  }

  /** Whether blocks wait for a batch. */
  get hasUnallocatedBlocks(): boolean {
    return this.blocks.hasUnallocatedBlocks;
  }

  /** Launches a job for each receiver, in the order of the streams. */
  start(): void {
    for (const stream of this.context.graph.inputStreams) {
      if (!(stream instanceof ReceiverInputDStream)) continue;
      this.receivers.set(stream.id, {
        stream,
        name: '',
        supervisor: undefined,
        jobRunning: false,
        places: [],
        lastErrorTime: -1,
        controller: this.rateController(stream.id),
      });
    }
    this.blocks = this.blockTracker();
    if (this.receivers.size === 0) return;
    this.awaitExecutors();
    const places = scheduleReceivers(this.receivers.size, this.executors);
    [...this.receivers.keys()].forEach((id, i) => {
      this.launch(id, places[i] ?? []);
    });
    this.log('INFO', 'ReceiverTracker started');
  }

  /** A job without meaning, so that all executors have registered before receivers are placed (`runDummySparkJob`). */
  private awaitExecutors(): void {
    const { sparkContext } = this.context;
    if (sparkContext.isLocal) return;
    const numbers = sparkContext.makeRDD(
      Array.from({ length: 50 }, (_, i) => i + 1),
      50,
    );
    const counted = numbers.map((x) => pair(x, 1)).reduceByKey((a, b) => a + b, 20);
    sparkContext.blockOn('dummy job', counted.collect());
  }

  private get executors(): readonly Executor[] {
    const { sparkContext } = this.context;
    return sparkContext.isLocal ? [] : [...sparkContext.tasks.executors.values()];
  }

  /** Where a receiver whose job has ended is to run now. */
  private placeAgain(): readonly Executor[] {
    const { executors } = this;
    if (executors.length === 0) return [];
    const taken = new Map<Executor, number>();
    const add = (executor: Executor, weight: number): void => void taken.set(executor, (taken.get(executor) ?? 0) + weight);
    for (const { supervisor, places, jobRunning } of this.receivers.values()) {
      if (supervisor !== undefined) add(supervisor.executor, 1);
      else if (jobRunning) for (const place of places) add(place, 1 / places.length);
    }
    return rescheduleReceiver(executors, taken);
  }

  /** With a checkpoint directory every change is logged there, and a recovered driver plays the log back: blocks without a log of their data are lost then. */
  private blockTracker(): ReceivedBlockTracker<ReceivedBlock> {
    const { checkpointDir, environment, recoveredFrom } = this.context;
    const streams = this.receivers.keys();
    if (checkpointDir === undefined) return new ReceivedBlockTracker(streams);
    const { storage, driver } = environment;
    const file = `${this.metadata(checkpointDir)}/log`;
    const past = recoveredFrom !== undefined && storage.exists(file) ? (storage.read(file) as readonly TrackerEvent[]) : [];
    const data = this.loggedData(checkpointDir);
    const restored = (block: ReceivedBlock): ReceivedBlock => {
      const records = data.get(block.id);
      const { id, streamId } = block;
      if (records !== undefined) return { id, streamId, records, isLogged: true };
      return { id, streamId, records: [], lostRecords: block.lostRecords ?? block.records.length };
    };
    const log = (event: TrackerEvent): void => {
      driver.spawn('log of received blocks', storage.append(file, event));
    };
    return new ReceivedBlockTracker(
      streams,
      log,
      past.map((event) => withBlocks(event, restored)),
    );
  }

  /** Records by block, as the write-ahead logs of the receivers hold them. */
  private loggedData(directory: string): ReadonlyMap<string, readonly unknown[]> {
    const { storage } = this.context.environment;
    const found = new Map<string, readonly unknown[]>();
    for (const id of this.receivers.keys()) {
      const file = receivedDataFile(directory, id);
      if (!storage.exists(file)) continue;
      for (const block of storage.read(file) as readonly ReceivedBlock[]) found.set(block.id, block.records);
    }
    return found;
  }

  /** Asks all receivers to stop and waits for their jobs: 10 s, and with `graceful` as long as it takes (SS-850, SS-851). */
  *stop(graceful: boolean): Process<void> {
    this.stopping = true;
    if (this.receivers.size === 0) {
      this.stopped = true;
      return;
    }
    for (const { supervisor } of this.receivers.values()) supervisor?.stop('Stopped by driver');
    const { clock } = this.context.environment.driver;
    const ended = (): boolean => !this.someRun();
    if (!(yield* this.jobs.until(ended, clock.now() + 10_000)) && graceful) yield* this.jobs.until(ended);
    const left = [...this.receivers.values()].filter(({ jobRunning }) => jobRunning).map(({ stream }) => stream.id);
    if (left.length > 0) this.log('WARN', `Not all of the receivers have deregistered, List(${left.join(', ')})`);
    else this.log('INFO', 'All of the receivers have deregistered successfully');
    this.stopped = true;
    this.log('INFO', 'ReceiverTracker stopped');
  }

  private someRun(): boolean {
    for (const { jobRunning } of this.receivers.values()) if (jobRunning) return true;
    return false;
  }

  /** @param places executors that may run it; empty: any */
  private launch(id: number, places: readonly Executor[]): void {
    const tracked = this.receivers.get(id) as Tracked;
    const { sparkContext, environment } = this.context;
    const { driver } = environment;
    const receiver = tracked.stream.getReceiver();
    const rdd = new ReceiverRDD(sparkContext, receiver, places);
    const body = (task: TaskContext): Process<void> | undefined => {
      // A retry of the task scheduler ends at once, so that the tracker chooses a place anew.
      if (task.attemptNumber > 0) return undefined;
      const walDirectory = this.writeAheadLogDirectory();
      const here = currentEnvironment();
      const { conf, blocks } = sparkContext;
      return new ReceiverSupervisor(receiver, here, this, conf, task.executor, blocks, walDirectory).run();
    };
    tracked.jobRunning = true;
    tracked.places = places;
    driver.spawn(
      `receiver ${id}`,
      sparkContext.runJob(rdd, (_, task) => body(task), { action: 'start', isFree: true }),
      (outcome) => {
        tracked.jobRunning = false;
        this.jobs.changed();
        tracked.supervisor = undefined;
        if (this.stopping || outcome.kind === 'cancelled' || sparkContext.isStopped) return;
        if (outcome.kind === 'threw') {
          this.log('ERROR', 'Receiver has been stopped. Try to restart it.', errorText(outcome.error));
        }
        this.log('INFO', `Restarting Receiver ${id}`);
        // In a later activation: the slot of the task that ended is free by then.
        environment.cluster.send(driver, `launch receiver ${id}`, () => this.launch(id, this.placeAgain()));
      },
    );
  }

  /** Where receivers log their data; undefined: they don't. @throws {SparkException} without a checkpoint directory (SS-750) */
  private writeAheadLogDirectory(): string | undefined {
    const { conf, checkpointDir } = this.context;
    if (!conf.getBoolean('spark.streaming.receiver.writeAheadLog.enable', false)) return undefined;
    if (checkpointDir !== undefined) return checkpointDir;
    throw new SparkException(
      'Cannot enable receiver write-ahead log without checkpoint directory set. Please use streamingContext.checkpoint() to set the checkpoint directory. See documentation for more details.',
    );
  }

  /** @returns whether the receiver may start. @throws {SparkException} for a stream that is not known */
  register(id: number, name: string, supervisor: ReceiverSupervisor): boolean {
    const tracked = this.receivers.get(id);
    if (tracked === undefined) throw new SparkException(`Register received for unexpected id ${id}`);
    if (this.stopping) return false;
    // Placed on others, and put elsewhere by the task scheduler.
    if (tracked.places.length > 0 && !tracked.places.includes(supervisor.executor)) return false;
    tracked.name = name;
    tracked.supervisor = supervisor;
    this.context.environment.trace.emit({ type: 'receiver.started', stream: id, name, executor: supervisor.executorId });
    tracked.lastErrorTime = -1;
    this.post('onReceiverStarted', id, '', '');
    this.log('INFO', `Registered receiver for stream ${id} from localhost`);
    return true;
  }

  deregister(id: number, message: string, error: unknown): void {
    const tracked = this.receivers.get(id) as Tracked;
    const { environment } = this.context;
    environment.trace.emit({ type: 'receiver.stopped', stream: id, message });
    const lastError = error === undefined ? '' : errorText(error);
    tracked.lastErrorTime = error === undefined ? -1 : environment.driver.clock.now();
    this.post('onReceiverStopped', id, message, lastError);
    this.log('ERROR', `Deregistered receiver for stream ${id}: ${message}${error === undefined ? '' : ` - ${lastError}`}`);
  }

  reportError(id: number, message: string, error: unknown): void {
    this.context.environment.trace.emit({ type: 'receiver.error', stream: id, message });
    const lastError = error === undefined ? '' : errorText(error);
    this.post('onReceiverError', id, message, lastError);
    this.log('WARN', `Error reported by receiver for stream ${id}: ${message}${error === undefined ? '' : ` - ${lastError}`}`);
  }

  private post(
    name: 'onReceiverStarted' | 'onReceiverError' | 'onReceiverStopped',
    streamId: number,
    lastErrorMessage: string,
    lastError: string,
  ): void {
    const tracked = this.receivers.get(streamId) as Tracked;
    this.context.scheduler.listeners.post(name, {
      streamId,
      name: tracked.name,
      active: name !== 'onReceiverStopped',
      location: tracked.supervisor?.executor.hostName ?? '',
      executorId: tracked.supervisor?.executorId ?? '',
      lastErrorMessage,
      lastError,
      lastErrorTime: tracked.lastErrorTime,
    });
  }

  /** Has the rate controllers, if backpressure is on, work out new limits. */
  onBatchCompleted(info: BatchInfo): void {
    for (const { controller } of this.receivers.values()) controller?.onBatchCompleted(info);
  }

  private rateController(id: number): RateController | undefined {
    const { conf, environment, graph } = this.context;
    if (!conf.getBoolean('spark.streaming.backpressure.enabled', false)) return undefined;
    return new RateController(id, conf, (graph.batchDuration as Duration).millis, (rate) => {
      environment.trace.emit({ type: 'rate.updated', stream: id, recordsPerSec: rate });
      const { supervisor } = this.receivers.get(id) as Tracked;
      if (supervisor !== undefined)
        environment.cluster.send(supervisor.host, `rate limit ${rate}`, () => supervisor.updateRate(rate));
    });
  }

  /** A block is there; the next batch that is generated gets it. */
  addBlock(block: ReceivedBlock): void {
    this.blocks.add(block);
  }

  /** Gives the batch at `time` everything that waits; a batch that was given its blocks before keeps them. */
  allocateBlocksToBatch(time: Time): void {
    if (this.receivers.size === 0) return;
    const given = this.blocks.allocate(time);
    if (given === undefined) {
      const text = `Possibly processed batch ${time} needs to be processed again in WAL recovery`;
      this.context.environment.console.log('INFO', 'ReceivedBlockTracker', text);
      return;
    }
    for (const [stream, blocks] of given) {
      this.context.environment.trace.emit({
        type: 'blocks.allocated',
        batchTime: time.millis,
        stream,
        blocks: blocks.map((block) => block.id),
        records: blocks.reduce((sum, block) => sum + block.records.length, 0),
      });
    }
  }

  blocksOfBatch(time: Time, stream: number): readonly ReceivedBlock[] {
    return this.blocks.blocksOf(time, stream);
  }

  /** Forgets which blocks the batches before `threshold` had. */
  cleanupOldBlocksAndBatches(threshold: Time): void {
    const { environment, checkpointDir } = this.context;
    const times = this.blocks.cleanup(threshold);
    if (checkpointDir === undefined) return;
    if (this.stopped) {
      const list = times.map((millis) => `${millis} ms`).join(', ');
      const now = environment.driver.clock.now();
      environment.console.log(
        'WARN',
        'ReceivedBlockTracker',
        `Exception thrown while writing record: BatchCleanupEvent(List(${list})) to the WriteAheadLog.`,
        `java.lang.IllegalStateException: close() was called on BatchedWriteAheadLog before write request with time ${now} could be fulfilled.`,
      );
      const failed = 'Failed to acknowledge batch clean up in the Write Ahead Log.';
      environment.console.log('WARN', 'ReceivedBlockTracker', failed);
      return;
    }
    // Every clean-up is logged, an empty one too: with it the log's directory is there.
    environment.storage.makeDirectory(this.metadata(checkpointDir));
  }

  private metadata(directory: string): string {
    return `${directory}/receivedBlockMetadata`;
  }

  private log(level: 'INFO' | 'WARN' | 'ERROR', message: string, detail?: string): void {
    this.context.environment.console.log(level, 'ReceiverTracker', message, detail);
  }
}
