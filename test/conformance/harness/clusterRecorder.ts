import { BatchwiseError } from '../../../src/engine/errors.js';
import type { SparkListener, StageInfo } from '../../../src/engine/scheduler/SparkListener.js';
import type { TaskAttempt } from '../../../src/engine/scheduler/TaskAttempt.js';
import { countsTowardsTaskFailures, reasonText, type TaskEndReason } from '../../../src/engine/scheduler/TaskEndReason.js';
import type { Json } from './values.js';

interface Task {
  readonly attempt: TaskAttempt;
  readonly ends: TaskEndReason[];
  endedAt: number | undefined;
}

/** Writes down what a SparkListener hears, as the recordings do (recordings/cluster/README.md, "recorded"). */
export class ClusterRecorder implements SparkListener {
  readonly dag: Json[] = [];
  readonly executors: Json[] = [];
  /** Called after each executor that was added or removed. */
  onExecutorsChanged: () => void = () => {};
  private readonly plans: { readonly job: number; readonly stages: readonly StageInfo[] }[] = [];
  private readonly submitted = new Set<number>();
  private readonly tasks: Task[] = [];
  private readonly letters = new Map<string, string>();
  private readonly machines = new Map<string, string>();

  constructor(private readonly now: () => number) {}

  /** Executors that are there before the case begins. */
  known(executors: Iterable<{ readonly id: string; readonly hostName: string }>): void {
    for (const { id, hostName } of executors) this.letterOf(id, hostName);
  }

  letter(id: string): string {
    return id === 'driver' ? id : this.letterOf(id);
  }

  /** Executor that ran a task last with success. */
  executorOf(stage: number, partition: number): string | undefined {
    return this.tasks.findLast(
      ({ attempt, ends }) =>
        attempt.stageId === stage && attempt.partitionId === partition && ends.some(({ kind }) => kind === 'success'),
    )?.attempt.executorId;
  }

  onJobStart({ job, stages }: Parameters<Required<SparkListener>['onJobStart']>[0]): void {
    const plan = stages();
    this.plans.push({ job, stages: plan });
    this.dag.push({ event: 'jobStart', job, stages: plan.map(({ stage }) => stage) });
  }
  onJobEnd({ job, error }: { readonly job: number; readonly error: unknown }): void {
    if (error === undefined) this.dag.push({ event: 'jobEnd', job, result: 'succeeded' });
    else
      this.dag.push({
        event: 'jobEnd',
        job,
        result: 'failed',
        reason: (this.masked(messageOf(error)).split('\n')[0] as string).trimEnd(),
      });
  }
  onStageSubmitted({
    stage,
    attempt,
    tasks,
  }: {
    readonly stage: number;
    readonly attempt: number;
    readonly tasks: number;
  }): void {
    this.submitted.add(stage);
    this.dag.push({ event: 'stageSubmitted', stage: `${stage}.${attempt}`, tasks });
  }
  onStageCompleted({ stage, attempt, failure }: Parameters<Required<SparkListener>['onStageCompleted']>[0]): void {
    const name = `${stage}.${attempt}`;
    if (failure === undefined) this.dag.push({ event: 'stageCompleted', stage: name });
    else this.dag.push({ event: 'stageFailed', stage: name, reason: this.masked(failure) });
  }
  onSpeculativeTaskSubmitted({ stage, attempt }: { readonly stage: number; readonly attempt: number }): void {
    this.dag.push({ event: 'speculativeTaskSubmitted', stage: `${stage}.${attempt}` });
  }
  onTaskStart(attempt: TaskAttempt): void {
    this.tasks.push({ attempt, ends: [], endedAt: undefined });
  }
  onTaskEnd({ attempt, reason }: { readonly attempt: TaskAttempt; readonly reason: TaskEndReason }): void {
    const task = this.tasks.find((each) => each.attempt === attempt);
    task?.ends.push(reason);
    if (task !== undefined) task.endedAt ??= this.now();
  }
  onExecutorAdded({ executor, host }: { readonly executor: string; readonly host: string }): void {
    const letter = this.letterOf(executor, host);
    this.executors.push({ event: 'added', executor: letter, host: `host${this.machines.get(host)}` });
    this.onExecutorsChanged();
  }
  onExecutorRemoved({ executor, reason }: { readonly executor: string; readonly reason: string }): void {
    this.executors.push({ event: 'removed', executor: this.letter(executor), reason: this.masked(reason) });
    this.onExecutorsChanged();
  }

  /** Per job, what it planned and what of it never ran. */
  get stages(): Json {
    return this.plans.map(({ job, stages }) => ({
      job,
      stages: [...stages].sort(byShuffle).map(({ stage, name, shuffle, tasks, parents, rdds }) => ({
        stage,
        name,
        shuffle: shuffle ?? null,
        tasks,
        parents: [...parents].sort((a, b) => a - b),
        rdds,
        skipped: !this.submitted.has(stage),
      })),
    }));
  }

  /**
   * Every attempt, by stage, attempt of the stage, index and attempt. Where two executors became free at nearly the same time, it is chance who
   * of them takes the next task that may run anywhere: then the executor is that of `expected`.
   */
  taskList(expected: Json | undefined): Json {
    const key = ({ attempt: a }: Task): number[] => [a.stageId, a.stageAttempt, a.index, a.attemptNumber];
    const sorted = [...this.tasks].sort((a, b) => compareLists(key(a), key(b)));
    return sorted.map((task, i) => {
      const known = (Array.isArray(expected) ? expected[i] : undefined) as { readonly executor?: Json } | undefined;
      const json = this.taskJson(task) as { readonly [key: string]: Json };
      return known?.executor !== undefined && this.isRace(task) ? { ...json, executor: known.executor } : json;
    });
  }

  /** A text of Spark with what differs from run to run masked. */
  masked(text: string): string {
    // The place in the program that destroyed a broadcast stood at the end.
    return text
      .replace(/\(destroy\) $/, '(destroy)')
      .replace(/\((\S+) executor (\w+)\)/g, (_, __, id) => `(<host> executor ${this.mask(id)})`)
      .replace(/\(executor (\w+) exited/g, (_, id) => `(executor ${this.mask(id)} exited`)
      .replace(/executor\(Id: (\w+)\)/g, (_, id) => `executor(Id: ${this.mask(id)})`);
  }

  private mask(id: string): string {
    return id === 'driver' ? 'driver' : `<${this.letterOf(id)}>`;
  }

  private letterOf(id: string, machine?: string): string {
    let letter = this.letters.get(id);
    if (letter === undefined) {
      letter = String.fromCharCode('A'.charCodeAt(0) + this.letters.size);
      this.letters.set(id, letter);
      if (machine !== undefined && !this.machines.has(machine)) this.machines.set(machine, letter);
    }
    return letter;
  }

  private isRace({ attempt }: Task): boolean {
    if ((attempt.set.locations?.[attempt.index] ?? []).length > 0) return false;
    return this.tasks.some(
      ({ attempt: other, endedAt }) =>
        other.executor !== attempt.executor && endedAt !== undefined && Math.abs(endedAt - attempt.launchedAt) <= nearlyMs,
    );
  }

  private taskJson({ attempt, ends }: Task): Json {
    const [end, ...later] = ends;
    return {
      stage: `${attempt.stageId}.${attempt.stageAttempt}`,
      task: `${attempt.index}.${attempt.attemptNumber}`,
      partition: attempt.partitionId,
      tid: attempt.taskAttemptId,
      executor: this.letter(attempt.executorId),
      locality: attempt.locality,
      ...(attempt.speculative ? { speculative: true } : {}),
      ...(end?.kind === 'success' && attempt.shuffleRecordsWritten > 0 ? { shuffleWritten: attempt.shuffleRecordsWritten } : {}),
      ...(end?.kind === 'success' && attempt.shuffleRecordsRead > 0 ? { shuffleRead: attempt.shuffleRecordsRead } : {}),
      ...(end === undefined ? { status: 'running' } : this.endJson(end)),
      // biome-ignore lint/suspicious/noThenProperty: the recordings' name for a second end of the same attempt
      ...(later.length === 0 ? {} : { then: later.map((each) => this.endJson(each)) }),
    };
  }

  private endJson(end: TaskEndReason): { readonly [key: string]: Json } {
    switch (end.kind) {
      case 'success':
        return { status: 'success' };
      case 'executorLost':
        return { status: end.kind, text: this.masked(reasonText(end)), counts: countsTowardsTaskFailures(end) };
      case 'fetchFailed':
        return {
          status: end.kind,
          shuffle: end.shuffle,
          map: end.map,
          reduce: end.reduce,
          from: end.from === undefined ? null : this.letter(end.from),
          message: end.message.split('\n')[0] as string,
        };
      default:
        return { status: end.kind, text: this.masked(reasonText(end)) };
    }
  }
}

/** Map stages by the shuffle that they write, the result stage last. */
const byShuffle = (a: StageInfo, b: StageInfo): number =>
  (a.shuffle ?? Number.POSITIVE_INFINITY) - (b.shuffle ?? Number.POSITIVE_INFINITY);

/** Ends of tasks this near to each other come in an order of chance. */
const nearlyMs = 20;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error as these recordings write it: with its whole text, and its cause if it has one. */
export function clusterError(error: unknown, recorder: ClusterRecorder): Json {
  const named = (each: unknown): { readonly class: string; readonly message: string } => ({
    class: each instanceof BatchwiseError ? (each.javaClass ?? each.name) : each instanceof Error ? each.name : typeof each,
    message: recorder.masked(messageOf(each)),
  });
  const cause = error instanceof Error ? error.cause : undefined;
  return { ...named(error), ...(cause === undefined ? {} : { cause: named(cause) }) };
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return 0;
}
