import { BriefProcess } from './BriefProcess.js';

/**
 * Code that takes time. A process is a generator: every `yield*` is a point at which virtual time may pass and at which
 * the host that runs it may crash. The world drives it; nothing else calls `next()`.
 */

/** Takes back what was scheduled or begun. Calling it twice, or after the fact, does nothing. */
export type Cancel = () => void;

/**
 * One thing a process waits for. `begin` is called by the world when the process yields it; exactly one of `resume` and
 * `fail` may be called, at once or later, and the process continues in an activation of its own at that instant.
 */
export interface Wait<T> {
  /** In the reader's words, for the report of who waits for what: `sleep 200 ms`, `task 0.0 in stage 1.0`. */
  readonly reason: string;
  begin(resume: (value: T) => void, fail: (error: unknown) => void): Cancel;
}

/** What a generator is, as far as it is driven: some processes are written without one. */
export interface Process<T = void> {
  // biome-ignore lint/suspicious/noExplicitAny: what comes back from a yield has the type of the Wait that was yielded
  next(answer?: any): IteratorResult<Wait<any>, T>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  throw(error: unknown): IteratorResult<Wait<any>, T>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return(value: T): IteratorResult<Wait<any>, T>;
  [Symbol.iterator](): Process<T>;
}

/** How a process ended. `cancelled`: its host died or it was cancelled; its `finally` blocks ran only when it was cancelled. */
export type Outcome<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'cancelled' };

/** Waits for `wait` inside a process: `const x = yield* awaiting(w)`. */
export function awaiting<T>(wait: Wait<T>): Process<T> {
  return new Awaiting(wait);
}

class Awaiting<T> extends BriefProcess<T> {
  constructor(private readonly wait: Wait<T>) {
    super();
  }
  protected begin(): Wait<T> {
    return this.wait;
  }
  protected end(answer: unknown): T {
    return answer as T;
  }
}

/** Whether `value` is a generator that a function handed to the engine returned, and so has to be driven. */
export function isProcess(value: unknown): value is Process<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { next?: unknown }).next === 'function' &&
    typeof (value as { throw?: unknown }).throw === 'function'
  );
}

/** Whether `value` is a promise (of any realm): functions given to the engine must not return one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
