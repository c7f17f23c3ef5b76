import { BatchFocus } from './focus.js';
import type { Recording } from './Recording.js';
import { countUpTo } from './search.js';

/** One attempt of a task on a core. */
export interface TaskRun {
  /** The event that started it. */
  readonly seq: number;
  readonly task: number;
  readonly stage: number;
  readonly partition: number;
  readonly attempt: number;
  readonly executor: string;
  readonly core: number;
  /** Microseconds. */
  readonly startedUs: number;
  /** Index of the batch it worked for; -1 for one that works for none, such as a receiver's. */
  readonly batch: number;
  /** The partition had been started before, in this stage: a retry, or computed again because what it made was lost. */
  readonly isAgain: boolean;
  /** It runs a receiver: it holds its core as long as the receiver lives. */
  isReceiver: boolean;
  ended: TaskEnd | undefined;
}
export interface TaskEnd {
  readonly seq: number;
  readonly atUs: number;
  readonly how: 'done' | 'failed' | 'killed';
  readonly reason: string | undefined;
  readonly records: number | undefined;
}

/** A core of an executor and what ran on it, oldest first. */
export interface CoreLane {
  readonly executor: string;
  readonly core: number;
  readonly runs: readonly TaskRun[];
}

/** Attempts up to a position: `started = done + failed + killed + running`. */
export interface TaskLedger {
  readonly started: number;
  readonly done: number;
  readonly failed: number;
  /** Ended on purpose: another attempt was faster, or its result was no longer wanted. */
  readonly killed: number;
  readonly running: number;
  /** Of those started: attempts at a partition that had been started before. */
  readonly again: number;
}

const endings = { 'task.completed': 'done', 'task.failed': 'failed', 'task.killed': 'killed' } as const;

/** Which task ran on which core, when, and how it ended. */
export class TaskRuns {
  readonly all: readonly TaskRun[];
  private readonly byBatch = new Map<number, TaskRun[]>();
  private readonly byTask = new Map<number, TaskRun>();

  private constructor(runs: readonly TaskRun[]) {
    this.all = runs;
    for (const run of runs) {
      this.byTask.set(run.task, run);
      const list = this.byBatch.get(run.batch);
      if (list === undefined) this.byBatch.set(run.batch, [run]);
      else list.push(run);
    }
  }

  static of(this: void, recording: Recording): TaskRuns {
    const focus = recording.project(BatchFocus.of);
    const runs: TaskRun[] = [];
    const open = new Map<number, TaskRun>();
    const tried = new Set<string>();
    const ofBatch = new Set<number>();
    for (const event of recording) {
      const { seq, at } = event;
      switch (event.type) {
        case 'job.started':
          if (event.batchTime !== undefined) for (const stage of event.stages) ofBatch.add(stage);
          break;
        case 'task.started': {
          const { task, stage, partition, attempt, executor, core } = event;
          const key = `${stage}/${partition}`;
          const batch = ofBatch.has(stage) ? focus.at(seq) : -1;
          const isAgain = tried.has(key);
          tried.add(key);
          const run: TaskRun = {
            ...{ seq, task, stage, partition, attempt, executor, core, batch, isAgain },
            startedUs: at,
            isReceiver: false,
            ended: undefined,
          };
          runs.push(run);
          open.set(task, run);
          break;
        }
        case 'receiver.started': {
          const run = runs.at(-1);
          if (run !== undefined && run.batch < 0 && run.ended === undefined && run.executor === event.executor)
            run.isReceiver = true;
          break;
        }
        case 'task.completed':
        case 'task.killed':
        case 'task.failed': {
          const run = open.get(event.task);
          if (run === undefined) break;
          open.delete(event.task);
          const reason = event.type === 'task.completed' ? undefined : event.reason;
          const records = event.type === 'task.completed' ? event.records : undefined;
          run.ended = { seq, atUs: at, how: endings[event.type], reason, records };
          break;
        }
        default:
      }
    }
    return new TaskRuns(runs);
  }

  /** What ran for a batch up to `seq`, and the receivers that held their cores then; lanes in order of executor and core. */
  lanes(batch: number, seq: number): readonly CoreLane[] {
    const lanes = new Map<string, { readonly executor: string; readonly core: number; readonly runs: TaskRun[] }>();
    const add = (run: TaskRun): void => {
      const key = `${run.executor}/${run.core}`;
      const lane = lanes.get(key) ?? { executor: run.executor, core: run.core, runs: [] };
      lanes.set(key, lane);
      lane.runs.push(run);
    };
    for (const run of this.byBatch.get(-1) ?? []) {
      if (run.seq <= seq && run.isReceiver && (run.ended === undefined || run.ended.seq > seq)) add(run);
    }
    for (const run of this.ofBatch(batch, seq)) add(run);
    return [...lanes.values()].sort((a, b) => a.executor.localeCompare(b.executor, 'en', { numeric: true }) || a.core - b.core);
  }

  /** The attempt with a TID. */
  task(id: number): TaskRun | undefined {
    return this.byTask.get(id);
  }

  ofBatch(batch: number, seq: number): readonly TaskRun[] {
    const runs = this.byBatch.get(batch) ?? [];
    return runs.slice(0, countUpTo(runs, seq));
  }

  ledger(batch: number, seq: number): TaskLedger {
    const sums = { started: 0, done: 0, failed: 0, killed: 0, running: 0, again: 0 };
    for (const { ended, isAgain } of this.ofBatch(batch, seq)) {
      sums.started++;
      if (isAgain) sums.again++;
      if (ended === undefined || ended.seq > seq) sums.running++;
      else sums[ended.how]++;
    }
    return sums;
  }
}
