import type { Outcome, Process, Wait } from '../../engine/ports/Process.js';
import { Rank } from './EventQueue.js';
import { Activation, HostDied, type Kernel, type Owner } from './Kernel.js';
import { Sleep } from './Sleep.js';

/** A process that is being driven: between two activations it waits for one thing. */
export class ProcessRunner<T> {
  private wait: Wait<unknown> | undefined;
  private cancelWait: () => void = noop;
  private over = false;
  /** Counts the waits, so that a late answer to an earlier one is not taken for the present one's. */
  private turn = 0;
  /** The answer with which it goes on. */
  private answer: unknown;
  private answerThrows = false;
  /** Kept, since a process is in the queue once at most: when it goes on, or when its sleep is over. */
  private readonly next: Activation;
  private alarm: Activation | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly owner: Owner,
    readonly label: string,
    private readonly process: Process<T>,
    private readonly done: (outcome: Outcome<T>) => void,
  ) {
    this.next = new Activation(owner, label, () => this.goOn());
  }

  start(): void {
    this.kernel.enter(this.kernel.now, this.next);
  }

  /** What it waits for, in words; undefined while it runs or once it is over. */
  get waitsFor(): string | undefined {
    return this.over ? undefined : this.wait?.reason;
  }

  /** Stops waiting and runs its `finally` blocks. */
  cancel(): void {
    if (this.over) return;
    this.drop();
    this.process.return(undefined as never);
    this.done({ kind: 'cancelled' });
  }

  /** For a crash: nothing of it runs any more. */
  drop(): void {
    this.over = true;
    this.next.run = undefined;
    if (this.alarm !== undefined) this.alarm.run = undefined;
    if (this.wait !== undefined) this.cancelWait();
  }

  /** Runs up to the next wait, or to the end. */
  private goOn(): void {
    if (this.over) return;
    const { answer, answerThrows } = this;
    this.wait = undefined;
    this.answer = undefined;
    this.answerThrows = false;
    let step: IteratorResult<Wait<unknown>, T>;
    try {
      step = answerThrows ? this.process.throw(answer) : this.process.next(answer as never);
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
    this.await(step.value);
  }

  private await(wait: Wait<unknown>): void {
    if (wait instanceof Sleep && wait.owner === this.owner) {
      this.wait = wait;
      this.cancelWait = noop;
      this.alarm ??= new Activation(this.owner, 'sleep', () => this.wake());
      this.kernel.enter(wait.end, this.alarm, Rank.timer);
      return;
    }
    if (typeof wait?.begin !== 'function') {
      const message = `${this.label} yielded something that cannot be waited for: write \`yield*\`, not \`yield\``;
      this.answer = new TypeError(message);
      this.answerThrows = true;
      this.goOn();
      return;
    }
    const turn = ++this.turn;
    this.wait = wait;
    this.cancelWait = noop;
    const cancel = wait.begin(
      (value) => this.answered(turn, value, false),
      (error) => this.answered(turn, error, true),
    );
    this.cancelWait = cancel ?? noop;
  }

  /** The first answer counts; it is taken in an activation of its own. */
  private answered(turn: number, answer: unknown, throws: boolean): void {
    if (this.over || this.turn !== turn) return;
    this.turn++;
    this.answer = answer;
    this.answerThrows = throws;
    this.kernel.enter(this.kernel.now, this.next);
  }

  /** The sleep is over. What else is due at this instant, and was scheduled before, comes first. */
  private wake(): void {
    if (this.over) return;
    if (this.kernel.goesOn()) this.goOn();
    else this.kernel.enter(this.kernel.now, this.next);
  }
}

const noop = () => {};
