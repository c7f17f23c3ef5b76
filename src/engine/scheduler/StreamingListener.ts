import type { Environment } from '../ports/Environment.js';
import { plainResult } from '../process/callUser.js';
import type { Time } from '../time/index.js';
import { errorText } from './errorText.js';

/** What one output operation of a batch did (SS-832). Times in ms since the epoch; absent until they are known. */
export interface OutputOperationInfo {
  readonly batchTime: Time;
  readonly id: number;
  /** The method that made it: `print`. */
  readonly name: string;
  readonly startTime?: number;
  readonly endTime?: number;
  /** `endTime - startTime`. */
  readonly duration?: number;
  readonly failureReason?: string;
}

/** What is known of a batch; delays are absent until they are known (SS-831). In ms. */
export interface BatchInfo {
  readonly batchTime: Time;
  readonly numRecords: number;
  readonly streamIdToInputInfo: ReadonlyMap<number, number>;
  readonly submissionTime: number;
  readonly processingStartTime?: number;
  readonly processingEndTime?: number;
  readonly schedulingDelay?: number;
  readonly processingDelay?: number;
  readonly totalDelay?: number;
  readonly outputOperationInfos: readonly OutputOperationInfo[];
}

/** What is known of a receiver (SS-833). */
export interface ReceiverInfo {
  readonly streamId: number;
  /** `SocketReceiver-0` */
  readonly name: string;
  readonly active: boolean;
  /** Host and executor it runs on, or ran on last. */
  readonly location: string;
  readonly executorId: string;
  readonly lastErrorMessage: string;
  readonly lastError: string;
  /** In ms since the epoch, of the stop with an error; -1 for none: a mere report is not timed (SS-726). */
  readonly lastErrorTime: number;
}

/** Is told what happens to batches and receivers. Every method is optional. Model: apache/spark 3.2.1 streaming/.../scheduler/StreamingListener.scala. */
export interface StreamingListener {
  onStreamingStarted?(time: number): void;
  onBatchSubmitted?(info: BatchInfo): void;
  onBatchStarted?(info: BatchInfo): void;
  onBatchCompleted?(info: BatchInfo): void;
  onOutputOperationStarted?(info: OutputOperationInfo): void;
  onOutputOperationCompleted?(info: OutputOperationInfo): void;
  onReceiverStarted?(info: ReceiverInfo): void;
  onReceiverError?(info: ReceiverInfo): void;
  onReceiverStopped?(info: ReceiverInfo): void;
}

/** Calls listeners in the order of posting, each call in an activation of its own: a listener never runs inside the scheduler. */
export class StreamingListenerBus {
  private readonly listeners: StreamingListener[] = [];
  private calling = false;

  constructor(private readonly environment: Environment) {}

  /** Whether a listener is being called right now. */
  get isCalling(): boolean {
    return this.calling;
  }

  add(listener: StreamingListener): void {
    this.listeners.push(listener);
  }

  remove(listener: StreamingListener): void {
    const at = this.listeners.indexOf(listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }

  post<Name extends keyof StreamingListener>(name: Name, event: Parameters<NonNullable<StreamingListener[Name]>>[0]): void {
    if (this.listeners.length === 0) return;
    const { driver, console } = this.environment;
    driver.clock.schedule(driver.clock.now(), name, () => {
      for (const listener of [...this.listeners]) {
        this.calling = true;
        try {
          plainResult(name, (listener[name] as ((event: unknown) => void) | undefined)?.call(listener, event));
        } catch (error) {
          console.log(
            'ERROR',
            'StreamingListenerBus',
            `Listener ${listener.constructor.name} threw an exception`,
            errorText(error),
          );
        } finally {
          this.calling = false;
        }
      }
    });
  }
}
