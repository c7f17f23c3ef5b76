import { withEnvironment } from '../../engine/ambient.js';
import { inPlace } from '../../engine/place.js';
import type { Clock } from '../../engine/ports/Clock.js';
import type { Environment } from '../../engine/ports/Environment.js';
import type { Host } from '../../engine/ports/Host.js';
import type { Cancel, Outcome, Process, Wait } from '../../engine/ports/Process.js';
import { Rank } from './EventQueue.js';
import { HostDied, type Kernel, type Owner } from './Kernel.js';
import { ProcessRunner } from './ProcessRunner.js';
import { Sleep } from './Sleep.js';

/** One incarnation of a machine. What was started on it is dropped, without `finally`, when it crashes. */
export class SimHost implements Host, Owner {
  alive = true;
  pausedUntil = 0;
  /** How many times longer work takes here. */
  slowness = 1;
  readonly clock: Clock;
  readonly wallClock: Clock;
  /** What `currentEnvironment()` gives to code that runs here. */
  environment: Environment | undefined;
  private readonly running = new Set<ProcessRunner<unknown>>();
  private readonly closers = new Set<() => void>();

  /** @param incarnation from 1 */
  constructor(
    private readonly kernel: Kernel,
    readonly name: string,
    readonly incarnation: number,
  ) {
    this.clock = new SimClock(kernel, this);
    this.wallClock = this.clock;
  }

  enter(run: () => void): void {
    withEnvironment(this.environment, run);
  }

  spawn<T>(label: string, process: Process<T>, done?: (outcome: Outcome<T>) => void): Cancel {
    const runner = new ProcessRunner<T>(this.kernel, this, label, process, (outcome) => {
      this.running.delete(runner as ProcessRunner<unknown>);
      if (done !== undefined) done(outcome);
      else if (outcome.kind === 'threw') throw outcome.error;
    });
    this.running.add(runner as ProcessRunner<unknown>);
    runner.start();
    return () => runner.cancel();
  }

  blockOn<T>(label: string, process: Process<T>): T {
    let outcome: Outcome<T> | undefined;
    const cancel = this.spawn(label, process, (result) => {
      outcome = result;
    });
    inPlace({ kind: 'application' }, () => {
      while (outcome === undefined && this.alive && this.kernel.step());
    });
    if (!this.alive) throw new HostDied(this.name);
    if (outcome === undefined) {
      cancel();
      throw new Error(`${label} can never end: ${this.kernel.end?.reason ?? 'nothing is left to do'}`);
    }
    if (outcome.kind === 'threw') throw outcome.error;
    if (outcome.kind === 'cancelled') throw new Error(`${label} was cancelled`);
    return outcome.value;
  }

  /** Has `close` called when this incarnation ends, orderly or not. */
  onEnd(close: () => void): () => void {
    this.closers.add(close);
    return () => this.closers.delete(close);
  }

  get isPaused(): boolean {
    return this.pausedUntil > this.kernel.now;
  }

  /** As a long garbage collection: nothing moves here until then. */
  pauseUntil(us: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, us);
  }

  /** Ends this incarnation at once. */
  crash(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const runner of this.running) runner.drop();
    this.running.clear();
    const closers = [...this.closers];
    this.closers.clear();
    for (const close of closers) close();
  }

  /** Label and reason of everything that waits here. */
  *waits(): Iterable<string> {
    for (const runner of this.running) if (runner.waitsFor !== undefined) yield `${runner.label}: ${runner.waitsFor}`;
  }
}

class SimClock implements Clock {
  constructor(
    private readonly kernel: Kernel,
    private readonly host: SimHost,
  ) {}

  now(): number {
    return Math.floor(this.kernel.now / 1000);
  }

  schedule(at: number, label: string, run: () => void): Cancel {
    return this.kernel.schedule(at * 1000, this.host, label, run, Rank.timer);
  }

  sleep(ms: number): Wait<void> {
    return new Sleep(this.kernel, this.host, ms * this.host.slowness);
  }
}
