import type { Process } from '../ports/Process.js';
import type { Executor } from '../scheduler/Executor.js';

/** What a running task knows and reports. One object per task attempt. */
export interface TaskContext {
  readonly stageId: number;
  readonly stageAttempt: number;
  readonly partitionId: number;
  /** From 0, within its stage attempt. */
  readonly attemptNumber: number;
  /** TID: counts from 0 per context in launch order. */
  readonly taskAttemptId: number;
  readonly executorId: string;
  /** Adds virtual milliseconds of work; the task waits for them at its next record boundary. */
  charge(ms: number): void;
  /** Waits for what was charged. @throws {TaskKilled} when it was asked to end meanwhile */
  waitForCharge(): Process<void>;
  /** Ends the executor that it runs on, as `System.exit(code)` would. */
  exit(code: number): void;
  /** The executor it runs on, with the blocks that are there. */
  readonly executor: Executor;
  /** Of the shuffles, for `onTaskEnd`. */
  shuffleRecordsRead: number;
  shuffleRecordsWritten: number;
  /** Milliseconds charged and not yet waited for; set back to 0 by the call. */
  takeCharge(): number;
  /** Cost of one record pulled through a stage, in ms; 0 lets whole partitions be drained without a pause. */
  readonly recordMs: number;
  /** Records read by the stage's first operator and written by its last, for `task.completed`. */
  recordsRead: number;
}
