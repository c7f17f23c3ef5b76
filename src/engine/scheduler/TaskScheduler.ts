import type { ExecutorHandle, ExecutorLoss } from '../ports/Cluster.js';
import type { Environment } from '../ports/Environment.js';
import type { Cancel, Outcome } from '../ports/Process.js';
import { Executor } from './Executor.js';
import { errorText } from './errorText.js';
import { FetchFailed } from './FetchFailed.js';
import { isWithin, type Locality } from './Locality.js';
import type { SchedulerSettings } from './SchedulerSettings.js';
import type { SparkListenerBus } from './SparkListener.js';
import { TaskAttempt } from './TaskAttempt.js';
import { reasonText, type TaskFailedReason } from './TaskEndReason.js';
import { TaskKilled } from './TaskKilled.js';
import { nameOf, type TaskSet } from './TaskSet.js';
import { type Picked, TaskSetManager } from './TaskSetManager.js';

/** What the DAG scheduler is told of executors. */
export interface ExecutorListener {
  executorAdded(executor: Executor): void;
  executorLost(executor: Executor): void;
}

/**
 * Puts tasks on the cores of the executors: first job first, a round of offers for each level of locality, one task an executor a round
 * (SC-260 …). Model: apache/spark 3.2.1 core/.../scheduler/{TaskSchedulerImpl,CoarseGrainedSchedulerBackend}.scala.
 */
export class TaskScheduler {
  readonly executors = new Map<string, Executor>();
  /** Epoch of the map outputs that the next task set will know; kept by the DAG scheduler. */
  epoch = 0;
  private readonly sets: TaskSetManager[] = [];
  private readonly listeners: ExecutorListener[] = [];
  private readonly unschedulable = new Map<TaskSetManager, Cancel>();
  /** Sets to which no offer was refused for the sake of a nearer place since their wait began. */
  private readonly refused = new Set<TaskSetManager>();
  private nextTask = 0;
  private rounds = 0;
  private reviveTimer: Cancel | undefined;
  private speculationTimer: Cancel | undefined;
  private stopped = false;

  /** @param local cores of `local[n]`; undefined: the executors of the cluster that `master` names */
  constructor(
    private readonly environment: Environment,
    readonly settings: SchedulerSettings,
    private readonly bus: SparkListenerBus,
    local: number | undefined,
    master: string,
  ) {
    const { cluster, driver } = environment;
    if (local !== undefined) {
      const memory = { memory: undefined, isDiskFull: false, isMemoryFull: false };
      this.addExecutor({ id: 'driver', hostName: 'localhost', cores: local, host: driver, ...memory }, true);
      return;
    }
    const [, executors, cores] = /(\d+)\D+(\d+)/.exec(master) as unknown as [string, string, string];
    cluster.register(Number(executors), Number(cores));
    for (const handle of cluster.executors()) this.addExecutor(handle, false);
    cluster.onExecutorAdded((handle) => {
      if (this.stopped) return;
      this.addExecutor(handle, false);
      this.reviveOffers();
    });
    cluster.onExecutorLost((handle, loss) => this.loseExecutor(handle.id, loss));
  }

  /** Of all executors that are there. */
  get cores(): number {
    let sum = 0;
    for (const { handle } of this.executors.values()) sum += handle.cores;
    return sum;
  }

  now(): number {
    return this.environment.driver.clock.now();
  }

  log(level: 'INFO' | 'WARN' | 'ERROR', message: string): void {
    this.environment.console.log(level, 'TaskSetManager', message);
  }

  addListener(listener: ExecutorListener): void {
    this.listeners.push(listener);
  }

  submit(set: TaskSet): void {
    const manager = new TaskSetManager(set, this, this.epoch);
    let at = this.sets.length;
    while (at > 0 && comesBefore(set, (this.sets[at - 1] as TaskSetManager).set)) at--;
    this.sets.splice(at, 0, manager);
    this.watchSlowTasks();
    this.reviveOffers();
  }

  /** Gives up all task sets of a stage and has their tasks end when they next look. */
  cancel(stage: number, reason = 'Stage cancelled', interrupt = false): void {
    for (const manager of this.ofStage(stage)) {
      manager.isZombie = true;
      for (const attempt of manager.running) this.kill(attempt, interrupt, reason);
      this.forgetIfOver(manager);
    }
  }

  /** A partition was computed by some attempt of its stage: the others need not. */
  partitionCompleted({ set, partitionId }: TaskAttempt): void {
    if (this.sets.length < 2) return;
    for (const manager of [...this.sets]) {
      if (manager.set.stage !== set.stage || manager.set === set) continue;
      manager.markPartitionCompleted(partitionId);
      this.forgetIfOver(manager);
    }
  }

  kill(attempt: TaskAttempt, interrupt: boolean, reason: string): void {
    attempt.executor.kill(attempt, interrupt, reason);
  }

  stop(): void {
    this.stopped = true;
    this.sets.length = 0;
    this.reviveTimer?.();
    this.speculationTimer?.();
    for (const cancel of this.unschedulable.values()) cancel();
    for (const executor of this.executors.values()) executor.stop();
  }

  /** Offers all free cores. */
  reviveOffers(): void {
    this.offer([...this.executors.values()], true);
  }

  private ofStage(stage: number): TaskSetManager[] {
    return this.sets.filter(({ set }) => set.stage === stage);
  }

  private addExecutor(handle: ExecutorHandle, isLocal: boolean): void {
    const executor = new Executor(handle, this.environment, isLocal, (attempt, outcome) => this.statusUpdate(attempt, outcome));
    this.executors.set(handle.id, executor);
    if (isLocal) return;
    const { id: name, hostName, cores } = handle;
    this.environment.trace.emit({ type: 'executor.added', executor: name, machine: hostName, cores });
    this.bus.post('onExecutorAdded', { executor: name, host: hostName, cores });
    for (const listener of this.listeners) listener.executorAdded(executor);
    for (const manager of this.sets) manager.recomputeLocality();
  }

  private loseExecutor(id: string, loss: ExecutorLoss): void {
    const executor = this.executors.get(id);
    if (this.stopped || executor === undefined) return;
    executor.isAlive = false;
    this.executors.delete(id);
    this.environment.trace.emit({ type: 'executor.removed', executor: id, reason: loss.reason });
    this.environment.console.log('ERROR', 'TaskSchedulerImpl', `Lost executor ${id} on ${executor.hostName}: ${loss.reason}`);
    this.bus.post('onExecutorRemoved', { executor: id, reason: loss.reason });
    for (const manager of [...this.sets]) {
      for (const attempt of manager.running)
        if (attempt.executor === executor) this.noteFailed(attempt, { kind: 'executorLost', executor: id, ...loss });
      manager.executorLost(executor, loss);
      this.forgetIfOver(manager);
    }
    for (const listener of this.listeners) listener.executorLost(executor);
    this.reviveOffers();
  }

  /** An executor tells of the end of an attempt; what the driver gave up before is ignored. */
  private statusUpdate(attempt: TaskAttempt, outcome: Outcome<unknown>): void {
    const { executor } = attempt;
    if (attempt.state !== 'running' || this.stopped) return;
    executor.freeCoresFrom(attempt.core, this.settings.cpusPerTask);
    const manager = this.sets.find(({ set }) => set === attempt.set);
    const failure = failureOf(attempt, outcome);
    // The core is free before the result is looked at: it takes a task that nobody tried yet.
    if (failure === undefined) {
      this.noteCompleted(attempt);
      this.offer([executor], false);
      if (manager === undefined) return;
      manager.succeeded(attempt, outcome.kind === 'returned' ? outcome.value : undefined);
      this.forgetIfOver(manager);
      return;
    }
    this.noteFailed(attempt, failure);
    const { clock } = this.environment.driver;
    if (manager !== undefined)
      clock.schedule(clock.now(), `failure of ${attempt.name}`, () => this.failed(manager, attempt, failure));
    this.offer([executor], false);
  }

  /** In an activation of its own, as another thread does it in Spark: what failed at the same instant has failed by then, too. */
  private failed(manager: TaskSetManager, attempt: TaskAttempt, failure: TaskFailedReason): void {
    if (attempt.state !== 'running' || this.stopped) return;
    manager.failed(attempt, failure);
    this.forgetIfOver(manager);
    if (manager.hasPending) this.reviveOffers();
  }

  private noteCompleted(attempt: TaskAttempt): void {
    this.environment.trace.emit({
      type: 'task.completed',
      task: attempt.taskAttemptId,
      stage: attempt.stageId,
      partition: attempt.partitionId,
      attempt: attempt.attemptNumber,
      records: attempt.recordsRead,
    });
  }

  private noteFailed(attempt: TaskAttempt, reason: TaskFailedReason): void {
    const of = {
      task: attempt.taskAttemptId,
      stage: attempt.stageId,
      partition: attempt.partitionId,
      attempt: attempt.attemptNumber,
    };
    const { trace } = this.environment;
    if (reason.kind === 'killed') trace.emit({ type: 'task.killed', ...of, reason: reason.reason });
    else trace.emit({ type: 'task.failed', ...of, reason: reasonText(reason) });
    if (reason.kind === 'fetchFailed') {
      const { shuffle, map, reduce, from } = reason;
      trace.emit({ type: 'fetch.failed', ...of, shuffle, map, reduce, ...(from === undefined ? {} : { from }) });
    }
  }

  private forgetIfOver(manager: TaskSetManager): void {
    if (!manager.isOver) return;
    const at = this.sets.indexOf(manager);
    if (at < 0) return;
    this.sets.splice(at, 1);
    this.refused.delete(manager);
    this.unschedulable.get(manager)?.();
    this.unschedulable.delete(manager);
  }

  private offer(offered: readonly Executor[], isAll: boolean): void {
    if (this.stopped || this.sets.length === 0) return;
    let inOrder: readonly Executor[] | undefined;
    for (const manager of [...this.sets]) {
      if (!manager.hasPending) {
        manager.refusedForLack();
        continue;
      }
      inOrder ??= this.ordered(offered);
      this.offerTo(manager, inOrder, isAll);
    }
    if (this.sets.some(({ hasPending }) => hasPending)) this.reviveLater();
  }

  private offerTo(manager: TaskSetManager, offered: readonly Executor[], isAll: boolean): void {
    let launchedAny = false;
    let refusedAny = false;
    let nearest: Locality | undefined;
    for (const level of manager.levels) {
      let launched: boolean;
      do {
        launched = false;
        for (const executor of offered) {
          if (!executor.isAlive || executor.freeCores < this.settings.cpusPerTask) continue;
          const picked = manager.offer(executor, level);
          if (picked !== undefined) {
            this.launch(manager, picked, executor);
            launched = true;
            if (nearest === undefined || isWithin(picked.locality, nearest)) nearest = picked.locality;
          } else if (level === 'ANY' && manager.hasPending) refusedAny = true;
        }
        launchedAny ||= launched;
      } while (launched);
    }
    if (refusedAny) this.refused.add(manager);
    else if (launchedAny && (isAll || !this.refused.has(manager))) {
      manager.resetDelay(nearest);
      this.refused.delete(manager);
    }
    if (launchedAny) this.schedulable();
    else this.makeRoom(manager);
  }

  private launch(manager: TaskSetManager, { index, locality, speculative }: Picked, executor: Executor): void {
    const { set } = manager;
    const { trace, costs } = this.environment;
    try {
      set.serialize?.();
    } catch (error) {
      const task = `Failed to serialize task ${this.nextTask}, not attempting to retry it`;
      manager.abort(`${task}. Exception during serialization: ${errorText(error)}`, undefined);
      return;
    }
    const attempt = new TaskAttempt(
      set,
      index,
      manager.attemptsAt(index),
      this.nextTask++,
      executor,
      locality,
      speculative,
      this.now(),
      manager.epoch,
      executor.takeCores(this.settings.cpusPerTask),
      costs.recordMs,
    );
    manager.launched(attempt);
    trace.emit({
      type: 'task.started',
      task: attempt.taskAttemptId,
      stage: set.stage,
      stageAttempt: set.stageAttempt,
      partition: attempt.partitionId,
      attempt: attempt.attemptNumber,
      executor: executor.id,
      core: attempt.core,
      ...(locality === 'PROCESS_LOCAL' ? {} : { locality }),
      ...(speculative ? { speculative } : {}),
    });
    this.bus.post('onTaskStart', attempt);
    executor.launch(attempt);
  }

  /** In the order of ids, or in an order drawn for this round. */
  private ordered(offered: readonly Executor[]): readonly Executor[] {
    if (offered.length < 2 || this.settings.offersInOrder) return offered;
    const round = this.rounds++;
    const key = new Map(offered.map((executor) => [executor, this.environment.draw('offers', round, executor.id)]));
    return [...offered].sort((a, b) => (key.get(a) as number) - (key.get(b) as number));
  }

  /** Tasks that wait for a nearer place are offered again from time to time, though no core became free. */
  private reviveLater(): void {
    const { clock } = this.environment.driver;
    if (this.reviveTimer !== undefined || !this.someCoreFree()) return;
    const every = this.settings.reviveIntervalMs;
    const next = (Math.floor(clock.now() / every) + 1) * every;
    this.reviveTimer = clock.schedule(next, 'revive offers', () => {
      this.reviveTimer = undefined;
      this.reviveOffers();
    });
  }

  private someCoreFree(): boolean {
    for (const executor of this.executors.values()) if (executor.freeCores >= this.settings.cpusPerTask) return true;
    return false;
  }

  private watchSlowTasks(): void {
    const { speculation } = this.settings;
    if (speculation === undefined || this.speculationTimer !== undefined) return;
    const { clock } = this.environment.driver;
    this.speculationTimer = clock.schedule(clock.now() + speculation.intervalMs, 'look for slow tasks', () => {
      this.speculationTimer = undefined;
      if (this.sets.length === 0) return;
      let found = false;
      for (const manager of this.sets) if (manager.checkSpeculation()) found = true;
      if (found) this.reviveOffers();
      this.watchSlowTasks();
    });
  }

  /** No executor may run a task of `manager`: an idle one is ended, so that a new one takes its place. */
  private makeRoom(manager: TaskSetManager): void {
    if (manager.exclusions === undefined || manager.completelyExcluded(this.executors.values()) === undefined) return;
    if (this.unschedulable.has(manager)) return;
    const idle = [...this.executors.values()].find((executor) => executor.freeCores === executor.handle.cores);
    const index = manager.completelyExcluded(this.executors.values());
    const abort = (): void =>
      manager.abort(
        `Aborting TaskSet ${nameOf(manager.set)} because task ${index} (partition ${manager.set.partitions[index as number]})\ncannot run anywhere due to node and executor excludeOnFailure.`,
        undefined,
      );
    if (idle === undefined && this.sets.every(({ running }) => running.size === 0)) {
      abort();
      return;
    }
    const { clock } = this.environment.driver;
    this.unschedulable.set(
      manager,
      clock.schedule(clock.now() + this.settings.unschedulableTimeoutMs, 'unschedulable task set', abort),
    );
    if (idle !== undefined) this.environment.cluster.kill(idle.handle);
  }

  private schedulable(): void {
    for (const cancel of this.unschedulable.values()) cancel();
    this.unschedulable.clear();
  }
}

const comesBefore = (a: TaskSet, b: TaskSet): boolean => a.job < b.job || (a.job === b.job && a.stage < b.stage);

function failureOf(attempt: TaskAttempt, outcome: Outcome<unknown>): TaskFailedReason | undefined {
  switch (outcome.kind) {
    case 'returned':
      return undefined;
    case 'cancelled':
      return { kind: 'killed', reason: attempt.killReason ?? 'killed' };
    case 'threw': {
      const { error } = outcome;
      if (error instanceof TaskKilled) return { kind: 'killed', reason: error.reason };
      if (error instanceof FetchFailed) {
        attempt.fetchedFrom = error.from;
        return error.reason;
      }
      return { kind: 'exception', error };
    }
  }
}
