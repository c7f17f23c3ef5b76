import type { Executor } from './Executor.js';
import type { TaskAttempt } from './TaskAttempt.js';
import type { TaskEndReason } from './TaskEndReason.js';

/** A stage as a job plans it. */
export interface StageInfo {
  readonly stage: number;
  readonly name: string;
  /** Id of the shuffle that it writes; undefined for a result stage. */
  readonly shuffle: number | undefined;
  readonly tasks: number;
  readonly parents: readonly number[];
  /** Ids of the RDDs that its tasks compute, ascending. */
  readonly rdds: readonly number[];
}

/** What a program, or a test, may listen to. Model: apache/spark 3.2.1 core/.../scheduler/SparkListener.scala. */
export interface SparkListener {
  /** `stages` is worked out when it is called. */
  onJobStart?(event: { readonly job: number; readonly stages: () => readonly StageInfo[] }): void;
  onJobEnd?(event: { readonly job: number; readonly error: unknown }): void;
  onStageSubmitted?(event: { readonly stage: number; readonly attempt: number; readonly tasks: number }): void;
  onStageCompleted?(event: { readonly stage: number; readonly attempt: number; readonly failure: string | undefined }): void;
  onSpeculativeTaskSubmitted?(event: { readonly stage: number; readonly attempt: number; readonly index: number }): void;
  onTaskStart?(attempt: TaskAttempt): void;
  onTaskEnd?(event: { readonly attempt: TaskAttempt; readonly reason: TaskEndReason }): void;
  onExecutorAdded?(event: { readonly executor: Executor['id']; readonly host: string; readonly cores: number }): void;
  onExecutorRemoved?(event: { readonly executor: Executor['id']; readonly reason: string }): void;
}

type Listened = Required<SparkListener>;

/** Hands events to the listeners, in the order in which they were added. */
export class SparkListenerBus {
  private readonly listeners: SparkListener[] = [];

  add(listener: SparkListener): void {
    this.listeners.push(listener);
  }

  post<K extends keyof Listened>(name: K, event: Parameters<Listened[K]>[0]): void {
    for (const listener of this.listeners) (listener[name] as ((event: unknown) => void) | undefined)?.(event);
  }
}
