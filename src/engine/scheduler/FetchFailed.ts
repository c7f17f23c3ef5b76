import type { Executor } from './Executor.js';
import type { TaskFailedReason } from './TaskEndReason.js';

type Reason = Extract<TaskFailedReason, { kind: 'fetchFailed' }>;

/** A map output could not be read: not the reader's fault, the stage that wrote it has to run again. Model: apache/spark 3.2.1 core/.../shuffle/FetchFailedException.scala. */
export class FetchFailed extends Error {
  constructor(
    readonly reason: Reason,
    /** Who should have had it; undefined: nobody is known. */
    readonly from: Executor | undefined,
  ) {
    super(reason.message);
    this.name = 'FetchFailed';
  }
}
