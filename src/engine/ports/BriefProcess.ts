import type { Process, Wait } from './Process.js';

/**
 * A process with at most one wait, written without a generator: for what happens once for each record, where the generator itself would be most of
 * the cost. It behaves as `function* () { const wait = begin(); return end(wait && (yield wait)); }` does.
 */
export abstract class BriefProcess<T> implements Process<T> {
  private state: 'new' | 'waiting' | 'over' = 'new';

  /** What it waits for; undefined: for nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: as in `Process`
  protected abstract begin(): Wait<any> | undefined;
  /** @param answer undefined, when it did not wait */
  protected abstract end(answer: unknown): T;

  // biome-ignore lint/suspicious/noExplicitAny: as in `Process`
  next(answer?: unknown): IteratorResult<Wait<any>, T> {
    if (this.state === 'over') return over as IteratorReturnResult<T>;
    const isNew = this.state === 'new';
    this.state = 'over';
    if (!isNew) return { done: true, value: this.end(answer) };
    const wait = this.begin();
    if (wait === undefined) return { done: true, value: this.end(undefined) };
    this.state = 'waiting';
    return { done: false, value: wait };
  }

  throw(error: unknown): never {
    this.state = 'over';
    throw error;
  }

  return(value: T): IteratorReturnResult<T> {
    this.state = 'over';
    return { done: true, value };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

const over: IteratorReturnResult<unknown> = { done: true, value: undefined };
