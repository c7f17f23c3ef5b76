import type { Place } from '../events.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import type { TaskAttempt } from './TaskAttempt.js';
import type { TaskEndReason } from './TaskEndReason.js';

/** Where a task would best run. `executor` undefined: anywhere on the machine. */
export interface TaskLocation {
  readonly hostName: string;
  readonly executor?: string;
}

/** The missing tasks of one attempt of a stage. */
export interface TaskSet {
  readonly job: number;
  readonly stage: number;
  readonly stageAttempt: number;
  /** Whether the tasks write shuffle files, which go with the executor that has them. */
  readonly writesShuffle: boolean;
  /** The partitions to compute; a task's index is its position here. */
  readonly partitions: readonly number[];
  /** By index, as they were when the set was made; empty, or undefined for all: anywhere. */
  readonly locations: readonly (readonly TaskLocation[])[] | undefined;
  /** @throws {NotSerializableException} a task of the set cannot be sent. Absent: all can */
  readonly serialize?: (() => void) | undefined;
  /** Where the job was submitted from: its batch is the tasks' batch. */
  readonly submittedFrom: Place;
  run(partition: number, task: TaskContext): unknown;
  /** An attempt ended. `value`: what a successful one returned. */
  ended(attempt: TaskAttempt, reason: TaskEndReason, value: unknown): void;
  /** A copy of a slow task was asked for. */
  speculated(index: number): void;
  /** A task failed too often: the stage, and what needs it, is given up. */
  aborted(reason: string, error: unknown): void;
}

/** `0.1`: what a task set is called in messages. */
export const nameOf = (set: TaskSet): string => `${set.stage}.${set.stageAttempt}`;
