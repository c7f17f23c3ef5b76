import { errorText } from './errorText.js';

/** Why an attempt at a task did not succeed. Model: apache/spark 3.2.1 core/.../TaskEndReason.scala. */
export type TaskFailedReason =
  | { readonly kind: 'exception'; readonly error: unknown }
  | {
      readonly kind: 'fetchFailed';
      readonly shuffle: number;
      /** -1: no map output was known at all. */
      readonly map: number;
      readonly reduce: number;
      /** The executor that should have had the output; undefined: nobody was known to have it. */
      readonly from: string | undefined;
      readonly message: string;
    }
  | { readonly kind: 'executorLost'; readonly executor: string; readonly causedByApp: boolean; readonly reason: string }
  | { readonly kind: 'killed'; readonly reason: string }
  | { readonly kind: 'resubmitted' };

/** What the driver learns at the end of an attempt. */
export type TaskEndReason = { readonly kind: 'success' } | TaskFailedReason;

/** As Spark writes it into logs and messages, without the stack trace. */
export function reasonText(reason: TaskFailedReason): string {
  switch (reason.kind) {
    case 'exception':
      return errorText(reason.error);
    case 'fetchFailed': {
      const from = reason.from === undefined ? 'null' : `BlockManagerId(${reason.from})`;
      return `FetchFailed(${from}, shuffleId=${reason.shuffle}, mapIndex=${reason.map}, mapId=${reason.map}, reduceId=${reason.reduce}, message=\n${reason.message}\n)`;
    }
    case 'executorLost': {
      const how = reason.causedByApp ? 'exited caused by one of the running tasks' : 'exited unrelated to the running tasks';
      return `ExecutorLostFailure (executor ${reason.executor} ${how}) Reason: ${reason.reason}`;
    }
    case 'killed':
      return `TaskKilled (${reason.reason})`;
    case 'resubmitted':
      return 'Resubmitted (resubmitted due to lost executor)';
  }
}

/** Whether it counts towards `spark.task.maxFailures`. */
export function countsTowardsTaskFailures(reason: TaskFailedReason): boolean {
  switch (reason.kind) {
    case 'exception':
    case 'resubmitted':
      return true;
    case 'executorLost':
      return reason.causedByApp;
    case 'fetchFailed':
    case 'killed':
      return false;
  }
}
