import type { Outcome, Process, Wait } from '../../engine/ports/Process.js';
import { HostDied, type Kernel, type Owner } from './Kernel.js';

/** A process that is being driven: between two activations it waits for one thing. */
export class ProcessRunner<T> {
  private waiting: { readonly reason: string; cancel: () => void } | undefined;
  private over = false;
  /** Counts the waits, so that a late answer to an earlier one is not taken for the present one's. */
  private turn = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly owner: Owner,
    readonly label: string,
    private readonly process: Process<T>,
    private readonly done: (outcome: Outcome<T>) => void,
  ) {}

  start(): void {
    this.kernel.schedule(this.kernel.now, this.owner, this.label, () => this.advance(false, undefined));
  }

  /** What it waits for, in words; undefined while it runs or once it is over. */
  get waitsFor(): string | undefined {
    return this.over ? undefined : this.waiting?.reason;
  }

  /** Stops waiting and runs its `finally` blocks. */
  cancel(): void {
    if (this.over) return;
    this.over = true;
    this.waiting?.cancel();
    this.process.return(undefined as never);
    this.done({ kind: 'cancelled' });
  }

  /** For a crash: nothing of it runs any more. */
  drop(): void {
    this.over = true;
    this.waiting?.cancel();
  }

  private advance(failed: boolean, value: unknown): void {
    if (this.over) return;
    this.waiting = undefined;
    let step: IteratorResult<Wait<unknown>, T>;
    try {
      step = failed ? this.process.throw(value) : this.process.next(value as never);
    } catch (error) {
      if (error instanceof HostDied) throw error;
      this.over = true;
      this.done({ kind: 'threw', error });
      return;
    }
    if (this.over) return;
    if (step.done === true) {
      this.over = true;
      this.done({ kind: 'returned', value: step.value });
      return;
    }
    const wait = step.value;
    if (typeof wait?.begin !== 'function') {
      this.advance(
        true,
        new TypeError(`${this.label} yielded something that cannot be waited for: write \`yield*\`, not \`yield\``),
      );
      return;
    }
    const turn = ++this.turn;
    const waiting = { reason: wait.reason, cancel: noop };
    this.waiting = waiting;
    const resume = (throws: boolean) => (result: unknown) => {
      if (this.over || this.turn !== turn || answered) return;
      answered = true;
      this.kernel.schedule(this.kernel.now, this.owner, this.label, () => this.advance(throws, result));
    };
    let answered = false;
    waiting.cancel = wait.begin(resume(false), resume(true)) ?? noop;
  }
}

const noop = () => {};
