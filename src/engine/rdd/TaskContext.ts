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
  /** Milliseconds charged and not yet waited for; set back to 0 by the call. */
  takeCharge(): number;
  /** Cost of one record pulled through a stage, in ms; 0 lets whole partitions be drained without a pause. */
  readonly recordMs: number;
  /** Records read by the stage's first operator and written by its last, for `task.completed`. */
  recordsRead: number;
}
