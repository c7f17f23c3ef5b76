import type { WorldEventInput } from '../events.js';
import { EventLog } from './EventLog.js';
import { EventQueue, Rank } from './EventQueue.js';

/** When a run is ended for its own good. */
export interface Limits {
  /** Activations in all. */
  readonly activations: number;
  /** Activations at one instant: more mean a loop in which no time passes. */
  readonly activationsAtOneInstant: number;
  /** Virtual time, in milliseconds after the start. */
  readonly virtualMs: number;
}

export const defaultLimits: Limits = {
  activations: 200_000_000,
  activationsAtOneInstant: 5_000_000,
  virtualMs: 366 * 86_400_000,
};

/** Why a run is over. `done`: nothing is left to do; `until`: the time asked for was reached; `stuck`: somebody waits for what cannot come. */
export interface RunEnd {
  readonly kind: 'done' | 'until' | 'limit' | 'stuck' | 'error';
  /** In words, for the reader. */
  readonly reason: string;
}

/** What an activation belongs to: it is dropped when its owner is no longer alive as it comes up. */
export interface Owner {
  readonly name: string;
  readonly alive: boolean;
  /** Virtual microseconds before which nothing of it runs: what comes up earlier comes up then, in its order. */
  readonly pausedUntil?: number;
  /** Calls `run` in the owner's surroundings. */
  enter(run: () => void): void;
}

/**
 * Thrown through the code of a host that died while it was running: by its own effect (`after=`, `before=`), or while it waited in `blockOn`.
 * The kernel ends the activation with it; code that catches it meets it again at its next effect.
 */
export class HostDied extends Error {
  constructor(host: string) {
    super(`${host} has crashed`);
    this.name = 'HostDied';
  }
}

/** One entry of the queue. Its `cause` and `rank` are set as it is entered. */
export class Activation {
  cause = -1;
  rank: Rank = Rank.timer;

  /** @param run undefined: it was cancelled */
  constructor(
    readonly owner: Owner,
    readonly label: string,
    public run: (() => void) | undefined,
  ) {}
}

/**
 * Virtual time and what is to happen in it. Strictly synchronous: `step` executes one activation and returns. At one instant the script comes
 * first, then timers, then deliveries; within each, the order in which they were scheduled (design.md, section 3).
 */
export class Kernel {
  readonly log = new EventLog();
  private readonly queue = new EventQueue<Activation>();
  private time: number;
  private readonly startTime: number;
  private rank: Rank = Rank.script;
  private owner: Owner | undefined;
  private causeNow = -1;
  private executed = 0;
  private executedAtInstant = 0;
  private ended: RunEnd | undefined;
  /** Called after each event; the world looks for triggers and for the end of the run. */
  onEvent: ((event: WorldEventInput, seq: number) => void) | undefined;
  /** Called before each event, as long as something waits for one: it may still be prevented by the death of the host that is running. */
  beforeEvent: ((event: WorldEventInput) => void) | undefined;

  /**
   * @param startAt virtual microseconds at which the run begins
   * @param recorded false: no event is kept
   * @param tieBreak orders what happens at one instant and rank; absent: as scheduled
   */
  constructor(
    startAt: number,
    readonly recorded: boolean,
    private readonly limits: Limits,
    private readonly tieBreak?: () => number,
  ) {
    this.time = startAt;
    this.startTime = startAt;
  }

  /** Virtual microseconds. */
  get now(): number {
    return this.time;
  }

  get end(): RunEnd | undefined {
    return this.ended;
  }

  get activations(): number {
    return this.executed;
  }

  /** The instant of the next activation; Infinity when there is none. */
  get nextTime(): number {
    // What was cancelled, or whose owner is dead, will not happen.
    for (
      let first = this.queue.peek();
      first !== undefined && (first.run === undefined || !first.owner.alive);
      first = this.queue.peek()
    ) {
      this.queue.pop();
    }
    return this.queue.nextTime;
  }

  /** Who is running. */
  get running(): Owner | undefined {
    return this.owner;
  }

  /** `seq` that led to what is running. */
  get cause(): number {
    return this.causeNow;
  }

  /** From here on, within the running activation, events are caused by `seq`. */
  setCause(seq: number): void {
    if (seq >= 0) this.causeNow = seq;
  }

  /**
   * Has `run` called at `at` (now, if that has passed), unless `owner` is dead by then.
   * @param rank absent: that of the running activation
   */
  schedule(at: number, owner: Owner, label: string, run: () => void, rank: Rank = this.rank): () => void {
    const activation = new Activation(owner, label, run);
    this.enter(at, activation, rank);
    return () => {
      activation.run = undefined;
    };
  }

  /** As `schedule`, for an activation that is not in the queue; it may be entered again once it runs. */
  enter(at: number, activation: Activation, rank: Rank = this.rank): void {
    activation.cause = this.causeNow;
    activation.rank = rank;
    this.queue.push(at > this.time ? Math.round(at) : this.time, rank, activation, this.tieBreak?.());
  }

  /**
   * Whether what would be entered now, at the end of the running activation and with its owner, is what `step` would execute next. Then it counts
   * as executed, and the caller goes on with it at once: nobody can tell the difference.
   */
  goesOn(): boolean {
    const { queue, limits } = this;
    if (this.tieBreak !== undefined || this.ended !== undefined || !queue.isBefore(this.time, this.rank)) return false;
    if (this.executedAtInstant >= limits.activationsAtOneInstant || this.executed >= limits.activations) return false;
    this.executed++;
    this.executedAtInstant++;
    return true;
  }

  /** @throws {HostDied} when the host that is running is dead, or dies of it */
  emit(event: WorldEventInput): number {
    return this.emitOn(this.owner?.name ?? 'world', event);
  }

  /** As `emit`, on behalf of another host. */
  emitOn(host: string, event: WorldEventInput): number {
    this.requireAlive();
    if (this.beforeEvent !== undefined) {
      this.beforeEvent(event);
      this.requireAlive();
    }
    const seq = this.recorded ? this.log.append(event, this.time, host, this.causeNow) : -1;
    this.onEvent?.(event, seq);
    this.requireAlive();
    return seq;
  }

  /** For effects without an event. @throws {HostDied} when the host that is running is dead */
  requireAlive(): void {
    if (this.owner !== undefined && !this.owner.alive) throw new HostDied(this.owner.name);
  }

  /** Runs `body` as if `owner` did, within the running activation: what is done to the host that is running, it does not do itself. */
  onBehalfOf(owner: Owner, body: () => void): void {
    const { owner: running, causeNow } = this;
    this.owner = owner;
    try {
      body();
    } finally {
      this.owner = running;
      this.causeNow = causeNow;
    }
  }

  /** Ends the run; nothing is executed any more. The first reason counts. */
  finish(end: RunEnd): void {
    if (this.ended !== undefined) return;
    this.emitOn('world', { type: 'run.ended', kind: end.kind, reason: end.reason });
    this.ended = end;
  }

  /** Executes the next activation. @returns false when there is none or the run has ended */
  step(): boolean {
    while (this.ended === undefined && this.queue.size > 0) {
      const at = this.queue.nextTime;
      const next = this.queue.pop();
      const run = next.run;
      if (run === undefined || !next.owner.alive) continue;
      const { pausedUntil } = next.owner;
      if (pausedUntil !== undefined && pausedUntil > at) {
        this.queue.push(pausedUntil, next.rank, next, this.tieBreak?.());
        continue;
      }
      if (at !== this.time) {
        this.time = at;
        this.executedAtInstant = 0;
        if (at - this.startTime > this.limits.virtualMs * 1000) {
          this.finish({ kind: 'limit', reason: `the run's limit of ${this.limits.virtualMs} ms of virtual time was reached` });
          return false;
        }
      }
      this.executed++;
      if (++this.executedAtInstant > this.limits.activationsAtOneInstant) {
        const where = `${next.owner.name} (${next.label})`;
        const count = this.limits.activationsAtOneInstant;
        this.finish({
          kind: 'limit',
          reason: `${count} activations at ${at / 1000} ms, the last on ${where}: a loop in which no time passes`,
        });
        return false;
      }
      if (this.executed > this.limits.activations) {
        this.finish({ kind: 'limit', reason: `the run's limit of ${this.limits.activations} activations was reached` });
        return false;
      }
      this.execute(next, run);
      return true;
    }
    return false;
  }

  private execute(activation: Activation, run: () => void): void {
    const { owner, causeNow, rank } = this;
    this.owner = activation.owner;
    this.causeNow = activation.cause;
    this.rank = activation.rank;
    try {
      activation.owner.enter(run);
    } catch (error) {
      if (!(error instanceof HostDied)) throw error;
    } finally {
      this.owner = owner;
      this.causeNow = causeNow;
      this.rank = rank;
    }
  }
}
