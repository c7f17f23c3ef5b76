import { BatchwiseError } from '../errors.js';
import { awaiting, type Process } from '../ports/Process.js';
import { PendingActions } from '../process/action.js';
import type { StorageLevel } from '../rdd/StorageLevel.js';
import type { ReceiverSupervisor } from './ReceiverSupervisor.js';

/**
 * Where records come in: it runs on an executor, in a task that never ends, and hands over what it receives with `store`. Subclasses say what to
 * do in `onStart`, which must not go on for ever: reading belongs into a thread (`startThread`).
 * Model: apache/spark 3.2.1 streaming/.../receiver/Receiver.scala.
 */
export abstract class Receiver<T> {
  /** Calls of `store` that nobody ran. */
  readonly pending = new PendingActions();
  private id = -1;
  private supervisor: ReceiverSupervisor | undefined;

  constructor(readonly storageLevel: StorageLevel) {}

  /** Begins to receive. */
  abstract onStart(): void | Process<void>;
  /** Ends what `onStart` began. */
  abstract onStop(): void | Process<void>;

  /** Hosts on which it should run. */
  preferredLocation(): string | undefined {
    return undefined;
  }

  /** Number of its stream among the inputs. */
  get streamId(): number {
    return this.id;
  }

  /** Adds one record to the block that is being filled: `yield* this.store(record)`. It waits while the rate limit says so. */
  store(record: T): Process<void> {
    return this.attached().pushSingle(record, this.pending);
  }

  /** Stores all records as one block and returns when the driver knows of it: `yield* this.storeAll(records)`. */
  storeAll(records: Iterable<T>): Process<void> {
    const supervisor = this.attached();
    return this.pending.track('storeAll', supervisor.pushBlock([...records]), 'this');
  }

  /** Tells the driver of an error; the receiver goes on. */
  reportError(message: string, error?: unknown): void {
    this.attached().reportError(message, error);
  }

  /** Stops the receiver and starts it again, on the same executor, after `delayMs` (`spark.streaming.receiverRestartDelay`). */
  restart(message: string, error?: unknown, delayMs?: number): void {
    this.attached().restartReceiver(message, error, delayMs);
  }

  /** Stops it for good, and its task with it; the driver then starts it anew. */
  stop(message: string, error?: unknown): void {
    this.attached().stop(message, error);
  }

  isStarted(): boolean {
    return this.attached().isStarted;
  }

  isStopped(): boolean {
    return this.attached().isStopped;
  }

  /** Runs `body` beside everything else, as a thread of the receiver's machine. It should look at `isStopped()`. */
  startThread(name: string, body: () => Process<void>): void {
    this.attached().startThread(name, body());
  }

  /** Waits `ms` milliseconds: `yield* this.sleep(500)`. */
  sleep(ms: number): Process<void> {
    return awaiting(this.attached().host.clock.sleep(ms));
  }

  /** Called when the stream is made. */
  setId(id: number): void {
    this.id = id;
  }

  /** Called by the supervisor before `onStart`. */
  attach(supervisor: ReceiverSupervisor): void {
    this.supervisor = supervisor;
  }

  protected attached(): ReceiverSupervisor {
    if (this.supervisor !== undefined) return this.supervisor;
    throw new BatchwiseError(
      'assertion failed: A ReceiverSupervisor has not been attached to the receiver yet. Maybe you are starting some computation in the receiver before the Receiver.onStart() has been called.',
    );
  }
}
