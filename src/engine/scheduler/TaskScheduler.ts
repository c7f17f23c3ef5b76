import { BatchwiseError, JavaError } from '../errors.js';
import type { Place } from '../events.js';
import { inPlace, processInPlace } from '../place.js';
import type { Environment } from '../ports/Environment.js';
import { awaiting, type Cancel, isProcess, type Process } from '../ports/Process.js';
import type { TaskContext } from '../rdd/TaskContext.js';

/** The missing tasks of one attempt of a stage. */
export interface TaskSet {
  readonly job: number;
  readonly stage: number;
  readonly stageAttempt: number;
  /** The partitions to compute; a task's index is its position here. */
  readonly partitions: readonly number[];
  /** Where the job was submitted from: its batch is the tasks' batch. */
  readonly submittedFrom: Place;
  run(partition: number, task: TaskContext): unknown;
  succeeded(partition: number, value: unknown): void;
  /** A task failed too often. */
  failed(reason: string, error: unknown): void;
}

interface Running {
  readonly set: TaskSet;
  cancel: Cancel;
}

/** Puts tasks on the cores of `local[n]`, first job first, in order of partitions (SC-060 …). */
export class TaskScheduler {
  private readonly sets: { readonly set: TaskSet; readonly pending: number[]; readonly failures: number[]; dead: boolean }[] = [];
  private readonly coresInUse: boolean[];
  private readonly running = new Set<Running>();
  private nextTask = 0;
  private stopped = false;

  constructor(
    private readonly environment: Environment,
    readonly cores: number,
    private readonly maxFailures: number,
  ) {
    this.coresInUse = new Array(cores).fill(false);
  }

  submit(set: TaskSet): void {
    const entry = { set, pending: set.partitions.map((_, i) => i), failures: set.partitions.map(() => 0), dead: false };
    let at = this.sets.length;
    while (at > 0 && comesBefore(set, (this.sets[at - 1] as { set: TaskSet }).set)) at--;
    this.sets.splice(at, 0, entry);
    this.dispatch();
  }

  /** Ends all tasks of a stage. */
  cancel(stage: number): void {
    for (const entry of this.sets) if (entry.set.stage === stage) entry.dead = true;
    for (const task of [...this.running]) if (task.set.stage === stage) task.cancel();
    this.prune();
  }

  stop(): void {
    this.stopped = true;
    this.sets.length = 0;
    for (const task of [...this.running]) task.cancel();
  }

  private prune(): void {
    for (let i = this.sets.length - 1; i >= 0; i--) {
      const entry = this.sets[i] as { dead: boolean; pending: number[] };
      if (entry.dead) this.sets.splice(i, 1);
    }
  }

  private dispatch(): void {
    if (this.stopped) return;
    for (const entry of this.sets) {
      while (entry.pending.length > 0 && !entry.dead) {
        const core = this.coresInUse.indexOf(false);
        if (core < 0) return;
        this.launch(entry, entry.pending.shift() as number, core);
      }
    }
  }

  private launch(entry: (typeof this.sets)[number], index: number, core: number): void {
    const { set } = entry;
    const { driver, trace, costs } = this.environment;
    const partition = set.partitions[index] as number;
    const attempt = entry.failures[index] as number;
    const task = new RunningTask(set, partition, attempt, this.nextTask++, costs.recordMs);
    this.coresInUse[core] = true;
    trace.emit({
      type: 'task.started',
      task: task.taskAttemptId,
      stage: set.stage,
      stageAttempt: set.stageAttempt,
      partition,
      attempt,
      executor: 'driver',
      core,
    });
    const running: Running = { set, cancel: () => {} };
    this.running.add(running);
    running.cancel = driver.spawn(
      `task ${index}.${attempt} in stage ${set.stage}.${set.stageAttempt}`,
      this.execute(task),
      (outcome) => {
        this.running.delete(running);
        this.coresInUse[core] = false;
        if (outcome.kind === 'returned') {
          trace.emit({
            type: 'task.completed',
            task: task.taskAttemptId,
            stage: set.stage,
            partition,
            attempt,
            records: task.recordsRead,
          });
          set.succeeded(partition, outcome.value);
          if (entry.pending.length === 0) this.forgetIfIdle(entry);
        } else if (outcome.kind === 'threw') this.taskFailed(entry, index, task, outcome.error);
        this.dispatch();
      },
    );
  }

  private forgetIfIdle(entry: (typeof this.sets)[number]): void {
    for (const each of this.running) if (each.set === entry.set) return;
    const at = this.sets.indexOf(entry);
    if (at >= 0) this.sets.splice(at, 1);
  }

  private taskFailed(entry: (typeof this.sets)[number], index: number, task: RunningTask, error: unknown): void {
    const { set } = entry;
    const { trace, console } = this.environment;
    const text = errorText(error);
    trace.emit({
      type: 'task.failed',
      task: task.taskAttemptId,
      stage: set.stage,
      partition: task.partitionId,
      attempt: task.attemptNumber,
      reason: text,
    });
    if (entry.dead) return;
    const attempt = task.attemptNumber;
    const lost = `Lost task ${index}.${attempt} in stage ${set.stage}.${set.stageAttempt} (TID ${task.taskAttemptId}) (localhost executor driver): ${text}`;
    console.log('WARN', 'TaskSetManager', lost);
    const failures = attempt + 1;
    entry.failures[index] = failures;
    if (failures < this.maxFailures) {
      // A task that failed goes last: the core takes one that was not tried yet (recorded: conformance/runtime retry-00).
      entry.pending.push(index);
      return;
    }
    console.log(
      'ERROR',
      'TaskSetManager',
      `Task ${index} in stage ${set.stage}.${set.stageAttempt} failed ${failures} times; aborting job`,
    );
    entry.dead = true;
    this.cancel(set.stage);
    set.failed(
      `Task ${index} in stage ${set.stage}.${set.stageAttempt} failed ${failures} times, most recent failure: ${lost}\n\nDriver stacktrace:`,
      error,
    );
  }

  private *execute(task: RunningTask): Process<unknown> {
    const { driver, costs } = this.environment;
    if (costs.taskMs > 0) yield* awaiting(driver.clock.sleep(costs.taskMs));
    const place = task.place;
    let value = inPlace(place, () => task.set.run(task.partitionId, task));
    if (isProcess(value)) value = yield* processInPlace(place, value);
    const ms = task.takeCharge();
    if (ms > 0) yield* awaiting(driver.clock.sleep(ms));
    return value;
  }
}

/** One attempt at one task. */
class RunningTask implements TaskContext {
  recordsRead = 0;
  readonly executorId = 'driver';
  private charged = 0;
  constructor(
    readonly set: TaskSet,
    readonly partitionId: number,
    readonly attemptNumber: number,
    readonly taskAttemptId: number,
    readonly recordMs: number,
  ) {}
  get stageId(): number {
    return this.set.stage;
  }
  get stageAttempt(): number {
    return this.set.stageAttempt;
  }
  get place(): Place {
    const { submittedFrom } = this.set;
    const base = {
      kind: 'task',
      stage: this.stageId,
      partition: this.partitionId,
      attempt: this.attemptNumber,
      executor: 'driver',
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
}

const comesBefore = (a: TaskSet, b: TaskSet): boolean => a.job < b.job || (a.job === b.job && a.stage < b.stage);

/** As `Throwable.toString` would; for errors of JavaScript their name and message. */
export function errorText(error: unknown): string {
  if (error instanceof JavaError) return error.toString();
  if (error instanceof BatchwiseError) return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  const like = error as { name?: unknown; message?: unknown } | null;
  // Errors of a program's own realm are no instances of ours.
  if (typeof like === 'object' && like !== null && typeof like.message === 'string')
    return `${String(like.name)}: ${like.message}`;
  return String(error);
}
