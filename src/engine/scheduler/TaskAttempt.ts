import type { Place } from '../events.js';
import type { Host } from '../ports/Host.js';
import { awaiting, type Process } from '../ports/Process.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import type { Executor } from './Executor.js';
import type { Locality } from './Locality.js';
import { TaskKilled } from './TaskKilled.js';
import type { TaskSet } from './TaskSet.js';

/** One attempt at one task, on one executor: what user code sees as its `TaskContext`, and what the driver's scheduler knows. */
export class TaskAttempt implements TaskContext {
  recordsRead = 0;
  shuffleRecordsRead = 0;
  shuffleRecordsWritten = 0;
  /** As the driver knows it. */
  state: 'running' | 'succeeded' | 'failed' = 'running';
  /** Set on the driver when another attempt at this task succeeded first. */
  outrun = false;
  /** The executor from which it could not fetch. */
  fetchedFrom: Executor | undefined;
  readonly place: Place;
  private charged = 0;
  /** Why it was asked to end. */
  killReason: string | undefined;

  constructor(
    readonly set: TaskSet,
    /** Position in the task set. */
    readonly index: number,
    readonly attemptNumber: number,
    readonly taskAttemptId: number,
    readonly executor: Executor,
    readonly locality: Locality,
    readonly speculative: boolean,
    readonly launchedAt: number,
    /** Knows map outputs up to this epoch. */
    readonly epoch: number,
    /** The lowest of its cores. */
    readonly core: number,
    readonly recordMs: number,
  ) {
    this.place = this.makePlace();
  }

  get stageId(): number {
    return this.set.stage;
  }
  get stageAttempt(): number {
    return this.set.stageAttempt;
  }
  get partitionId(): number {
    return this.set.partitions[this.index] as number;
  }
  get executorId(): string {
    return this.executor.id;
  }
  get host(): Host {
    return this.executor.handle.host;
  }

  /** `task 0.1 in stage 2.0 (TID 7)`. */
  get name(): string {
    return `task ${this.index}.${this.attemptNumber} in stage ${this.stageId}.${this.stageAttempt} (TID ${this.taskAttemptId})`;
  }

  private makePlace(): Place {
    const { submittedFrom } = this.set;
    const base = {
      kind: 'task',
      stage: this.stageId,
      partition: this.partitionId,
      attempt: this.attemptNumber,
      executor: this.executorId,
    } as const;
    return 'batchTime' in submittedFrom && submittedFrom.batchTime !== undefined
      ? { ...base, batchTime: submittedFrom.batchTime }
      : base;
  }

  charge(ms: number): void {
    this.charged += ms;
  }
  takeCharge(): number {
    const ms = this.charged;
    this.charged = 0;
    return ms;
  }

  *waitForCharge(): Process<void> {
    if (this.charged === 0) return;
    yield* awaiting(this.host.clock.sleep(this.takeCharge()));
    this.checkKilled();
  }

  exit(code: number): void {
    this.executor.exit(code);
  }

  /** @throws {TaskKilled} once it was asked to end: called wherever the task has waited */
  checkKilled(): void {
    if (this.killReason !== undefined) throw new TaskKilled(this.killReason);
  }

  /** It ends when it next looks. */
  askToEnd(reason: string): void {
    this.killReason ??= reason;
  }
}
