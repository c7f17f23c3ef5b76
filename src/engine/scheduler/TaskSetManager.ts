import type { Executor } from './Executor.js';
import { isWithin, type Locality } from './Locality.js';
import type { SchedulerSettings } from './SchedulerSettings.js';
import { SpeculationPolicy } from './SpeculationPolicy.js';
import type { TaskAttempt } from './TaskAttempt.js';
import { countsTowardsTaskFailures, reasonText, type TaskFailedReason } from './TaskEndReason.js';
import { nameOf, type TaskLocation, type TaskSet } from './TaskSet.js';
import { TaskSetExclusions } from './TaskSetExclusions.js';

/** What a task set manager asks of the scheduler that it belongs to. */
export interface TaskSetHost {
  readonly settings: SchedulerSettings;
  readonly executors: ReadonlyMap<string, Executor>;
  now(): number;
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string): void;
  kill(attempt: TaskAttempt, interrupt: boolean, reason: string): void;
}

/** A task to be launched. */
export interface Picked {
  readonly index: number;
  readonly locality: Locality;
  readonly speculative: boolean;
}

/** Tasks that nobody runs, by where they would best run. Each list is a stack: the task that was added last is taken first. */
class PendingTasks {
  readonly forExecutor = new Map<string, number[]>();
  readonly forHost = new Map<string, number[]>();
  readonly noPrefs: number[] = [];
  readonly all: number[] = [];
}

/**
 * The tasks of one attempt of a stage: which are to be launched where, how often each failed, when the set is over.
 * Model: apache/spark 3.2.1 core/.../scheduler/TaskSetManager.scala (SC-270 …).
 */
export class TaskSetManager {
  /** No more attempts are launched: all tasks succeeded, the set was given up, or its inputs are gone. */
  isZombie = false;
  readonly running = new Set<TaskAttempt>();
  readonly exclusions: TaskSetExclusions | undefined;
  private readonly attempts: TaskAttempt[][];
  private readonly successful: boolean[];
  private readonly copiesRunning: number[];
  private readonly failures: number[];
  private readonly pending = new PendingTasks();
  private readonly pendingCopies = new PendingTasks();
  private readonly copiesWanted = new Set<number>();
  private readonly speculation: SpeculationPolicy | undefined;
  private successes = 0;
  /** Of each partition; made when it is first asked for. */
  private indices: ReadonlyMap<number, number> | undefined;
  private localityLevels: readonly Locality[] = [];
  private localityIndex = 0;
  private lastLocalityReset: number;

  constructor(
    readonly set: TaskSet,
    private readonly host: TaskSetHost,
    /** Map outputs are known up to here. */
    readonly epoch: number,
  ) {
    const count = set.partitions.length;
    const { settings } = host;
    this.attempts = Array.from({ length: count }, () => []);
    this.successful = new Array(count).fill(false);
    this.copiesRunning = new Array(count).fill(0);
    this.failures = new Array(count).fill(0);
    this.exclusions = settings.exclusion === undefined ? undefined : new TaskSetExclusions(settings.exclusion);
    this.speculation = settings.speculation === undefined ? undefined : new SpeculationPolicy(settings.speculation);
    for (let index = count - 1; index >= 0; index--) this.addPending(index, this.pending);
    this.lastLocalityReset = host.now();
    this.localityLevels = this.validLevels();
  }

  /** Levels of locality at which some pending task may run, nearest first. */
  get levels(): readonly Locality[] {
    return this.localityLevels;
  }

  /** Whether a task waits for a core, or for a nearer one. */
  get hasPending(): boolean {
    return !this.isZombie && (this.someWait(this.pending.all) || this.copiesWanted.size > 0);
  }

  get isOver(): boolean {
    return this.isZombie && this.running.size === 0;
  }

  /** How many attempts there were at a task. */
  attemptsAt(index: number): number {
    return (this.attempts[index] as TaskAttempt[]).length;
  }

  isSuccessful(index: number): boolean {
    return this.successful[index] as boolean;
  }

  /** A task for a free core of `executor`, no farther than `limit`; undefined: none, or none that may run there yet. */
  offer(executor: Executor, limit: Locality): Picked | undefined {
    if (this.isZombie || this.exclusions?.isExcludedForSet(executor)) return undefined;
    let allowed = limit;
    if (limit !== 'NO_PREF') {
      allowed = this.allowedLevel();
      if (!isWithin(allowed, limit)) allowed = limit;
    }
    return (
      this.dequeue(executor, allowed, false) ?? (this.copiesWanted.size > 0 ? this.dequeue(executor, allowed, true) : undefined)
    );
  }

  /** A core was offered while no task waits: places where tasks would have run no longer count when levels of locality are worked out. */
  refusedForLack(): void {
    this.pending.forExecutor.clear();
    this.pending.forHost.clear();
    this.localityIndex = this.localityLevels.length - 1;
    this.lastLocalityReset = this.host.now();
  }

  launched(attempt: TaskAttempt): void {
    (this.attempts[attempt.index] as TaskAttempt[]).push(attempt);
    (this.copiesRunning[attempt.index] as number)++;
    this.running.add(attempt);
  }

  /** The wait for nearer places begins anew. @param nearest of the tasks just launched */
  resetDelay(nearest: Locality | undefined): void {
    this.lastLocalityReset = this.host.now();
    if (nearest !== undefined) this.localityIndex = Math.max(0, this.localityLevels.indexOf(nearest));
  }

  /** The executors have changed. */
  recomputeLocality(): void {
    const current = this.localityLevels[this.localityIndex] as Locality;
    this.localityLevels = this.validLevels();
    const at = this.localityLevels.findIndex((level) => !isWithin(level, current) || level === current);
    this.localityIndex = at < 0 ? this.localityLevels.length - 1 : at;
  }

  succeeded(attempt: TaskAttempt, value: unknown): void {
    const { index } = attempt;
    if (this.isSuccessful(index) && attempt.outrun) {
      this.failed(attempt, { kind: 'killed', reason: 'Finish but did not commit due to another attempt succeeded' });
      return;
    }
    this.speculation?.taskEnded(this.host.now() - attempt.launchedAt);
    this.ends(attempt, 'succeeded');
    for (const other of this.attempts[index] as TaskAttempt[]) {
      if (other.state !== 'running') continue;
      other.outrun = true;
      this.host.kill(other, true, 'another attempt succeeded');
    }
    this.markSuccessful(index);
    this.set.ended(attempt, { kind: 'success' }, value);
  }

  failed(attempt: TaskAttempt, reason: TaskFailedReason): void {
    const { index } = attempt;
    this.ends(attempt, 'failed');
    const text = `Lost ${attempt.name} (${attempt.executor.hostName} executor ${attempt.executorId}): ${reasonText(reason)}`;
    if (reason.kind === 'fetchFailed') {
      this.host.log('WARN', text);
      this.markSuccessful(index);
      this.isZombie = true;
    } else if (reason.kind === 'exception' && isNotSerializable(reason.error)) {
      // The listeners hear of no end of this attempt (recorded: conformance/cluster notSerializableResult).
      const what = `${attempt.name} had a not serializable result: ${(reason.error as Error).message}`;
      this.host.log('ERROR', `${what}; not retrying`);
      this.abort(what, undefined);
      return;
    } else this.host.log(reason.kind === 'executorLost' && !reason.causedByApp ? 'INFO' : 'WARN', text);
    this.set.ended(attempt, reason, undefined);
    if (!this.isZombie && countsTowardsTaskFailures(reason)) {
      this.exclusions?.taskFailed(attempt.executor, index);
      const failures = ++(this.failures[index] as number);
      if (failures >= this.host.settings.maxFailures) {
        const task = `Task ${index} in stage ${nameOf(this.set)} failed ${failures} times`;
        this.host.log('ERROR', `${task}; aborting job`);
        const trace = reason.kind === 'exception' ? '\n' : '';
        this.abort(
          `${task}, most recent failure: ${text}${trace}\nDriver stacktrace:`,
          reason.kind === 'exception' ? reason.error : undefined,
        );
        return;
      }
    }
    if (!this.isSuccessful(index)) this.addPending(index, this.pending);
  }

  /** Gives the set up; what runs goes on to its end unless it is killed. */
  abort(reason: string, error: unknown): void {
    this.isZombie = true;
    this.set.aborted(reason, error);
  }

  /** Another attempt of the stage has computed a partition. */
  markPartitionCompleted(partition: number): void {
    this.indices ??= new Map(this.set.partitions.map((each, index) => [each, index]));
    const index = this.indices.get(partition);
    if (index !== undefined) this.markSuccessful(index);
  }

  executorLost(executor: Executor, loss: { readonly reason: string; readonly causedByApp: boolean }): void {
    const there = this.attempts.flat().filter((attempt) => attempt.executor === executor);
    there.sort((a, b) => a.taskAttemptId - b.taskAttemptId);
    if (this.set.writesShuffle && !this.isZombie) {
      for (const attempt of there) {
        const { index } = attempt;
        if (!this.isSuccessful(index) || attempt.outrun || attempt.state !== 'succeeded') continue;
        this.successful[index] = false;
        this.successes--;
        this.addPending(index, this.pending);
        this.set.ended(attempt, { kind: 'resubmitted' }, undefined);
      }
    }
    for (const attempt of there) {
      if (attempt.state !== 'running') continue;
      this.failed(attempt, { kind: 'executorLost', executor: executor.id, ...loss });
    }
    this.recomputeLocality();
  }

  /** Asks for copies of tasks that take too long. @returns whether there is a new one */
  checkSpeculation(): boolean {
    const { speculation } = this;
    if (this.isZombie || speculation === undefined || this.set.partitions.length === 1) return false;
    const threshold = speculation.threshold(this.set.partitions.length);
    if (threshold === undefined) return false;
    let found = false;
    for (const attempt of this.running) {
      const { index } = attempt;
      if (this.isSuccessful(index) || this.copiesRunning[index] !== 1 || this.copiesWanted.has(index)) continue;
      if (this.host.now() - attempt.launchedAt <= threshold) continue;
      this.addPending(index, this.pendingCopies);
      this.copiesWanted.add(index);
      this.set.speculated(index);
      found = true;
    }
    return found;
  }

  /** A task that none of `executors` may run; undefined when there is none. */
  completelyExcluded(executors: Iterable<Executor>): number | undefined {
    const { exclusions } = this;
    if (exclusions === undefined) return undefined;
    const index = this.pending.all.findLast((each) => this.copiesRunning[each] === 0 && !this.isSuccessful(each));
    if (index === undefined) return undefined;
    let some = false;
    for (const executor of executors) {
      some = true;
      if (!exclusions.isExcludedForSet(executor) && !exclusions.isExcludedForTask(executor, index)) return undefined;
    }
    return some ? index : undefined;
  }

  private ends(attempt: TaskAttempt, how: 'succeeded' | 'failed'): void {
    this.running.delete(attempt);
    attempt.state = how;
    (this.copiesRunning[attempt.index] as number)--;
  }

  private markSuccessful(index: number): void {
    if (this.successful[index]) return;
    this.successful[index] = true;
    if (++this.successes === this.set.partitions.length) this.isZombie = true;
  }

  private addPending(index: number, to: PendingTasks): void {
    const locations = this.set.locations?.[index] ?? nowhere;
    for (const { hostName, executor } of locations) {
      if (executor !== undefined) listOf(to.forExecutor, executor).push(index);
      listOf(to.forHost, hostName).push(index);
    }
    if (locations.length === 0) to.noPrefs.push(index);
    to.all.push(index);
  }

  private dequeue(executor: Executor, limit: Locality, speculative: boolean): Picked | undefined {
    const pending = speculative ? this.pendingCopies : this.pending;
    const from = (list: number[] | undefined, locality: Locality): Picked | undefined => {
      const index = list === undefined ? undefined : this.takeFrom(list, executor, speculative);
      if (index === undefined) return undefined;
      if (speculative) this.copiesWanted.delete(index);
      return { index, locality, speculative };
    };
    const near = from(pending.forExecutor.get(executor.id), 'PROCESS_LOCAL');
    if (near !== undefined) return near;
    if (isWithin('NODE_LOCAL', limit)) {
      const node = from(pending.forHost.get(executor.hostName), 'NODE_LOCAL');
      if (node !== undefined) return node;
    }
    // Spark reports tasks without a preference as PROCESS_LOCAL.
    if (isWithin('NO_PREF', limit)) {
      const any = from(pending.noPrefs, 'PROCESS_LOCAL');
      if (any !== undefined) return any;
    }
    return limit === 'ANY' ? from(pending.all, 'ANY') : undefined;
  }

  private takeFrom(list: number[], executor: Executor, speculative: boolean): number | undefined {
    for (let at = list.length - 1; at >= 0; at--) {
      const index = list[at] as number;
      if (this.exclusions?.isExcludedForTask(executor, index)) continue;
      if (speculative && this.ranOn(index, executor.hostName)) continue;
      list.splice(at, 1);
      if (this.isSuccessful(index)) continue;
      const copies = this.copiesRunning[index] as number;
      if (copies === 0 || (speculative && copies === 1)) return index;
    }
    return undefined;
  }

  private ranOn(index: number, hostName: string): boolean {
    return (this.attempts[index] as TaskAttempt[]).some(({ executor }) => executor.hostName === hostName);
  }

  private someWait(list: number[]): boolean {
    for (let last = list.at(-1); last !== undefined; last = list.at(-1)) {
      if (this.copiesRunning[last] === 0 && !this.isSuccessful(last)) return true;
      list.pop();
    }
    return false;
  }

  private validLevels(): Locality[] {
    const levels: Locality[] = [];
    const { executors } = this.host;
    if ([...this.pending.forExecutor.keys()].some((id) => executors.has(id))) levels.push('PROCESS_LOCAL');
    if (this.pending.forHost.size > 0) {
      for (const { hostName } of executors.values()) {
        if (!this.pending.forHost.has(hostName)) continue;
        levels.push('NODE_LOCAL');
        break;
      }
    }
    if (this.pending.noPrefs.length > 0) levels.push('NO_PREF');
    levels.push('ANY');
    return levels;
  }

  /** The farthest level that tasks may run at by now (delay scheduling). */
  private allowedLevel(): Locality {
    const { localityWaits } = this.host.settings;
    const now = this.host.now();
    while (this.localityIndex < this.localityLevels.length - 1) {
      const level = this.localityLevels[this.localityIndex] as Locality;
      const wait = localityWaits[level];
      if (!this.moreAt(level)) {
        this.lastLocalityReset = now;
        this.localityIndex++;
      } else if (now - this.lastLocalityReset >= wait) {
        this.lastLocalityReset += wait;
        this.localityIndex++;
      } else return level;
    }
    return this.localityLevels[this.localityIndex] as Locality;
  }

  private moreAt(level: Locality): boolean {
    switch (level) {
      case 'PROCESS_LOCAL':
        return this.someIn(this.pending.forExecutor);
      case 'NODE_LOCAL':
        return this.someIn(this.pending.forHost);
      case 'NO_PREF':
        return this.pending.noPrefs.length > 0;
      case 'ANY':
        return true;
    }
  }

  private someIn(lists: Map<string, number[]>): boolean {
    let some = false;
    for (const [place, list] of lists) {
      if (this.someWait(list)) some = true;
      else lists.delete(place);
    }
    return some;
  }
}

const nowhere: readonly TaskLocation[] = [];

function listOf(lists: Map<string, number[]>, place: string): number[] {
  let list = lists.get(place);
  if (list === undefined) {
    list = [];
    lists.set(place, list);
  }
  return list;
}

const isNotSerializable = (error: unknown): boolean =>
  (error as { javaClass?: unknown } | null)?.javaClass === 'java.io.NotSerializableException';
