import { mayHoldUnserializable, visitAll } from '../closure.js';
import { inPlace, processInPlace } from '../place.js';
import type { Cluster, ExecutorHandle } from '../ports/Cluster.js';
import type { Environment } from '../ports/Environment.js';
import { awaiting, type Cancel, isProcess, type Outcome, type Process } from '../ports/Process.js';
import { BlockStore } from '../storage/BlockStore.js';
import type { TaskAttempt } from './TaskAttempt.js';

/**
 * One executor: runs tasks as processes on its host and tells the driver of their end. What it holds (stored blocks, map outputs that it knows of)
 * goes with it. Model: apache/spark 3.2.1 core/.../executor/Executor.scala.
 */
export class Executor {
  /** Whether the driver counts on it. */
  isAlive = true;
  /** Of the map outputs, when its loss was last noticed: what began before that and ends later does not count. */
  failureEpoch: number | undefined;
  /** What it had written up to this epoch is lost. */
  filesLostAt: number | undefined;
  readonly blocks: BlockStore;
  /** Whether each core is taken, as the driver knows it. */
  private readonly taken: boolean[];
  /** How many of them are not. */
  freeCores: number;
  /** On the executor: what runs, by TID. */
  private readonly running = new Map<number, { readonly attempt: TaskAttempt; readonly cancel: Cancel }>();
  /** On the executor: what it was told of map outputs holds for this generation only. */
  mapGeneration = 0;
  private mapEpoch = 0;

  /** @param isLocal the driver itself: it neither sends nor waits */
  constructor(
    readonly handle: ExecutorHandle,
    private readonly environment: Environment,
    readonly isLocal: boolean,
    private readonly ended: (attempt: TaskAttempt, outcome: Outcome<unknown>) => void,
  ) {
    this.blocks = new BlockStore(this, handle.memory);
    this.taken = new Array(handle.cores).fill(false);
    this.freeCores = handle.cores;
  }

  get id(): string {
    return this.handle.id;
  }
  get hostName(): string {
    return this.handle.hostName;
  }
  /** @returns the lowest of the cores that were taken */
  takeCores(count: number): number {
    const first = this.taken.indexOf(false);
    for (let left = count, i = first; left > 0; i++) {
      if (this.taken[i]) continue;
      this.taken[i] = true;
      this.freeCores--;
      left--;
    }
    return first;
  }

  /** @param first what `takeCores` gave */
  freeCoresFrom(first: number, count: number): void {
    for (let left = count, i = first; left > 0 && i < this.taken.length; i++) {
      if (!this.taken[i]) continue;
      this.taken[i] = false;
      this.freeCores++;
      left--;
    }
  }

  /** Called on the driver: the task begins when the message is there. */
  launch(attempt: TaskAttempt): void {
    this.tell(`launch ${attempt.name}`, () => this.start(attempt));
  }

  /** Called on the driver. With `interrupt` the task ends at once, else when it next looks. */
  kill(attempt: TaskAttempt, interrupt: boolean, reason: string): void {
    this.tell(`kill ${attempt.name}`, () => {
      const entry = this.running.get(attempt.taskAttemptId);
      attempt.askToEnd(reason);
      if (interrupt) entry?.cancel();
    });
  }

  /** Called in a task: ends the executor. */
  exit(code: number): void {
    this.environment.cluster.exit(this.handle, code);
  }

  /** Drops what runs: the context is stopped. */
  stop(): void {
    for (const { cancel } of [...this.running.values()]) cancel();
  }

  private get cluster(): Cluster {
    return this.environment.cluster;
  }

  private tell(label: string, deliver: () => void): void {
    if (this.isLocal) deliver();
    else this.cluster.send(this.handle.host, label, deliver);
  }

  private start(attempt: TaskAttempt): void {
    const id = attempt.taskAttemptId;
    const { handle } = this;
    if (attempt.epoch > this.mapEpoch) {
      // What it knows may be out of date.
      this.mapEpoch = attempt.epoch;
      this.mapGeneration++;
    }
    const label = `task ${attempt.index}.${attempt.attemptNumber} in stage ${attempt.stageId}.${attempt.stageAttempt}`;
    const cancel = handle.host.spawn(label, this.execute(attempt), (outcome) => {
      this.running.delete(id);
      if (this.isLocal) this.ended(attempt, outcome);
      else this.cluster.send(this.environment.driver, `end of ${attempt.name}`, () => this.ended(attempt, outcome));
    });
    this.running.set(id, { attempt, cancel });
  }

  private *execute(attempt: TaskAttempt): Process<unknown> {
    const { clock } = this.handle.host;
    const { taskMs } = this.environment.costs;
    if (taskMs > 0) yield* awaiting(clock.sleep(taskMs));
    attempt.checkKilled();
    const { place } = attempt;
    try {
      let value = inPlace(place, () => attempt.set.run(attempt.partitionId, attempt));
      if (isProcess(value)) value = yield* processInPlace(place, value);
      if (mayHoldUnserializable()) visitAll(value, false);
      return value;
    } finally {
      // What it was charged with has to be worked off, whether it succeeds or not.
      const ms = attempt.takeCharge();
      if (ms > 0) yield* awaiting(clock.sleep(ms));
    }
  }
}
