import { JavaError, SparkException } from '../errors.js';
import type { Place } from '../events.js';
import { toJavaString } from '../jvm/toJavaString.js';
import { currentPlace, inPlace, processInPlace } from '../place.js';
import { BriefProcess } from '../ports/BriefProcess.js';
import type { Environment } from '../ports/Environment.js';
import type { Host } from '../ports/Host.js';
import { awaiting, type Process, type Wait } from '../ports/Process.js';
import type { PendingAction, PendingActions } from '../process/action.js';
import { runResult } from '../process/callUser.js';
import { Signal } from '../process/Signal.js';
import type { Origin } from '../provenance/Provenance.js';
import type { SparkConf } from '../rdd/SparkConf.js';
import type { StorageLevel } from '../rdd/StorageLevel.js';
import type { Executor } from '../scheduler/Executor.js';
import { errorText } from '../scheduler/errorText.js';
import type { BlockManagerMaster } from '../storage/BlockManagerMaster.js';
import type { StoredBlock } from '../storage/StoredBlock.js';
import { BlockGenerator } from './BlockGenerator.js';
import { RateLimiter } from './RateLimiter.js';
import type { ReceivedBlock } from './ReceivedBlock.js';
import type { Receiver } from './Receiver.js';
import { type ReceiverTracker, receivedDataFile } from './ReceiverTracker.js';

/** Runs one receiver on its executor: starts and restarts it, makes blocks of what it stores and reports them to the driver. Model: apache/spark 3.2.1 streaming/.../receiver/ReceiverSupervisorImpl.scala. */
export class ReceiverSupervisor {
  private state: 'Initialized' | 'Started' | 'Stopped' = 'Initialized';
  readonly host: Host;
  private readonly over = new Signal<void>('the receiver to be stopped');
  private readonly blocks: BlockGenerator;
  private readonly limiter: RateLimiter;
  private readonly place: Place;
  private nextBlock: number;
  private stopping = false;
  /** Where the records in the buffer are from, when that is asked for. */
  private readonly buffered: Origin[] = [];

  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: the supervisor never looks into records
    private readonly receiver: Receiver<any>,
    private readonly environment: Environment,
    private readonly tracker: ReceiverTracker,
    private readonly conf: SparkConf,
    /** The executor that it runs on. */
    readonly executor: Executor,
    private readonly blockManager: BlockManagerMaster,
    /** Below it blocks are logged before the driver hears of them. */
    private readonly walDirectory?: string,
  ) {
    this.host = executor.handle.host;
    const { host } = this;
    this.place = { kind: 'receiver', stream: receiver.streamId };
    this.nextBlock = host.clock.now();
    this.limiter = new RateLimiter(conf, host.clock);
    this.blocks = new BlockGenerator(host.clock, receiver.streamId, conf.getMillis('spark.streaming.blockInterval', '200ms'), {
      onBlock: (id, records) => {
        this.environment.provenance?.attach(records, this.buffered.splice(0, records.length));
        this.report({ id, streamId: receiver.streamId, records });
      },
    });
    receiver.attach(this);
  }

  get executorId(): string {
    return this.executor.id;
  }

  get isStarted(): boolean {
    return this.state === 'Started';
  }

  get isStopped(): boolean {
    return this.state === 'Stopped';
  }

  /** Runs until the receiver is stopped for good. @throws what stopped it */
  *run(): Process<void> {
    this.blocks.start();
    yield* this.startReceiver();
    this.log('INFO', 'Waiting for receiver to be stopped');
    yield* this.over.wait();
  }

  /** For the receiver's `store`: waits as long as the rate limit says. @throws {SparkException} when the block generator is stopped */
  pushSingle(record: unknown, pending?: PendingActions): Process<void> {
    return new StoredRecord(this, record, pending);
  }

  /** What a record has to wait for; undefined: it may pass. */
  waitToPush(): Wait<void> | undefined {
    const ms = this.limiter.reserve();
    return ms > 0 ? this.host.clock.sleep(ms) : undefined;
  }

  /** A record that may pass. */
  add(record: unknown): void {
    this.blocks.add(record);
    const { trace } = this.environment;
    if (trace.detail) this.tellReceived(record, this.buffered);
  }

  /** For the receiver's `storeAll`: returns when the driver has the block. */
  *pushBlock(records: readonly unknown[]): Process<void> {
    const { trace, provenance } = this.environment;
    const { streamId } = this.receiver;
    if (trace.detail) {
      const origins: Origin[] = [];
      for (const record of records) this.tellReceived(record, origins);
      provenance?.attach(records, origins);
    }
    const known = new Signal<void>('the driver to know of the block');
    this.report({ id: `input-${streamId}-${this.nextBlock++}`, streamId, records }, () => known.succeed(undefined));
    yield* known.wait();
  }

  private tellReceived(record: unknown, origins: Origin[]): void {
    const { trace, provenance } = this.environment;
    const { streamId } = this.receiver;
    const text = toJavaString(record);
    const seq = trace.emit({ type: 'record.received', stream: streamId, record: text });
    if (provenance !== undefined) origins.push(provenance.received(streamId, text, seq));
  }

  /** A new limit from the driver (SS-1007). */
  updateRate(recordsPerSec: number): void {
    this.log('INFO', `Received a new rate limit: ${recordsPerSec}.`);
    this.limiter.updateRate(recordsPerSec);
  }

  reportError(message: string, error: unknown): void {
    this.log('WARN', `Reported error ${message} - ${error === undefined ? 'null' : errorText(error)}`);
    this.toDriver('error', () => this.tracker.reportError(this.receiver.streamId, message, error));
  }

  restartReceiver(message: string, error?: unknown, delayMs?: number): void {
    const delay = delayMs ?? this.conf.getNumber('spark.streaming.receiverRestartDelay', 2000);
    this.startThread(`restart of receiver ${this.receiver.streamId}`, this.restarting(message, error, delay), false);
  }

  private *restarting(message: string, error: unknown, delay: number): Process<void> {
    if (this.stopping) return;
    const { streamId } = this.receiver;
    this.log('WARN', `Restarting receiver with delay ${delay} ms: ${message}`, error);
    this.environment.trace.emit({ type: 'receiver.restarting', stream: streamId, delayMs: delay, message });
    yield* this.stopReceiver(`Restarting receiver with delay ${delay}ms: ${message}`, error);
    yield* awaiting(this.host.clock.sleep(delay));
    if (this.stopping) return;
    this.log('INFO', 'Starting receiver again');
    yield* this.startReceiver();
    this.log('INFO', 'Receiver started again');
  }

  /** Stops the receiver and ends its task; what is in the buffer still becomes a block. */
  stop(message: string, error?: unknown): void {
    if (this.stopping) return;
    this.stopping = true;
    this.startThread(`stop of receiver ${this.receiver.streamId}`, this.ending(message, error), false);
  }

  private *ending(message: string, error: unknown): Process<void> {
    yield* this.stopReceiver(message, error);
    yield* this.blocks.stop();
    if (error === undefined) this.over.succeed(undefined);
    else this.over.fail(error);
  }

  startThread(name: string, body: Process<void>, ofReceiver = true): void {
    const failed = (error: unknown): void => this.log('ERROR', `Exception in thread "${name}"`, error);
    this.host.spawn(name, processInPlace(this.place, body), (outcome) => {
      if (outcome.kind === 'threw') failed(outcome.error);
      if (outcome.kind !== 'returned' || !ofReceiver) return;
      try {
        this.receiver.pending.check();
      } catch (error) {
        failed(error);
      }
    });
  }

  private *startReceiver(): Process<void> {
    const { receiver } = this;
    const { streamId } = receiver;
    this.log('INFO', `Starting receiver ${streamId}`);
    if (!this.tracker.register(streamId, `${receiver.constructor.name}-${streamId}`, this)) {
      this.stop(`Registered unsuccessfully because Driver refused to start receiver ${streamId}`);
      return;
    }
    this.state = 'Started';
    try {
      const result = inPlace(this.place, () => receiver.onStart());
      yield* processInPlace(this.place, runResult('onStart', result));
      receiver.pending.check();
      this.log('INFO', `Called receiver ${streamId} onStart`);
    } catch (error) {
      this.stop(`Error starting receiver ${streamId}`, error);
    }
  }

  private *stopReceiver(message: string, error: unknown): Process<void> {
    const { receiver } = this;
    this.log('INFO', `Stopping receiver with message: ${message}: ${error === undefined ? '' : errorText(error)}`);
    if (this.state === 'Initialized') {
      this.log('WARN', 'Skip stopping receiver because it has not yet stared');
      return;
    }
    if (this.state === 'Stopped') {
      this.log('WARN', 'Receiver has been stopped');
      return;
    }
    this.state = 'Stopped';
    try {
      const result = inPlace(this.place, () => receiver.onStop());
      yield* processInPlace(this.place, runResult('onStop', result));
      this.log('INFO', 'Called receiver onStop');
    } catch (failure) {
      this.log('ERROR', `Error stopping receiver ${receiver.streamId}`, failure);
    }
    this.log('INFO', `Deregistering receiver ${receiver.streamId}`);
    this.tracker.deregister(receiver.streamId, message, error);
    this.log('INFO', `Stopped receiver ${receiver.streamId}`);
  }

  /** Stores a block and has the driver told: it knows of it only after everything that is due at this instant (SS-762). */
  private report(received: ReceivedBlock, known: () => void = () => {}): void {
    const { trace, console } = this.environment;
    const { streamId, storageLevel } = this.receiver;
    const level = storageLevel;
    const isLogged = this.walDirectory !== undefined;
    const stored = this.stored(received, level);
    const block: ReceivedBlock = { ...received, stored, isLogged };
    if (stored === undefined && !isLogged) {
      const error = new SparkException(`Could not store ${block.id} to block manager with storage level ${level}`);
      this.reportError('Error in block pushing thread', error);
      return;
    }
    trace.emit({
      type: 'block.stored',
      stream: streamId,
      block: block.id,
      records: block.records.length,
      level: level.name,
      ...(trace.detail ? { contents: block.records.slice(0, 100).map(toJavaString) } : {}),
    });
    if (level.replication > 1 && !isLogged && this.executor.isLocal) {
      const missing = level.replication - 1;
      console.log('WARN', 'RandomBlockReplicationPolicy', `Expecting ${missing} replicas with only 0 peer/s.`);
      console.log('WARN', 'BlockManager', `Block ${block.id} replicated to only 0 peer(s) instead of ${missing} peers`);
    }
    const tell = (): void =>
      this.toDriver(`block ${block.id}`, () => {
        this.tracker.addBlock(block);
        known();
      });
    if (this.walDirectory === undefined) tell();
    else
      this.host.spawn(
        'write-ahead log',
        this.environment.storage.append(receivedDataFile(this.walDirectory, streamId), block),
        tell,
      );
  }

  /** @returns undefined when the executor has no place for the block */
  private stored({ id, records }: ReceivedBlock, level: StorageLevel): StoredBlock | undefined {
    try {
      return this.blockManager.store(this.executor, id, records, level);
    } catch (error) {
      if (error instanceof JavaError) return undefined;
      throw error;
    }
  }

  private toDriver(label: string, deliver: () => void): void {
    const place = currentPlace();
    this.environment.cluster.send(this.environment.driver, label, () => inPlace(place, deliver));
  }

  private log(level: 'INFO' | 'WARN' | 'ERROR', message: string, error?: unknown): void {
    this.environment.console.log(level, 'ReceiverSupervisorImpl', message, error === undefined ? undefined : errorText(error));
  }
}

/** A record on its way into a block. */
class StoredRecord extends BriefProcess<void> implements PendingAction {
  readonly name = 'store';
  hasStarted = false;

  /** @param pending where it counts as called and not run, until it is run */
  constructor(
    private readonly supervisor: ReceiverSupervisor,
    private readonly record: unknown,
    private readonly pending: PendingActions | undefined,
  ) {
    super();
    pending?.add(this);
  }
  protected begin(): Wait<void> | undefined {
    this.pending?.started(this);
    return this.supervisor.waitToPush();
  }
  protected end(): void {
    this.supervisor.add(this.record);
  }
}
