import type { Process, Wait } from '../ports/Process.js';

/** Something that happens once and that processes may wait for. */
export class Signal<T = void> {
  private state: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown } | undefined;
  private readonly waiting = new Set<{ resume(value: T): void; fail(error: unknown): void }>();

  constructor(private readonly reason: string) {}

  get done(): boolean {
    return this.state !== undefined;
  }

  /** The first call counts. */
  succeed(value: T): void {
    if (this.state !== undefined) return;
    this.state = { ok: true, value };
    for (const each of this.waiting) each.resume(value);
    this.waiting.clear();
  }

  /** The first call counts. */
  fail(error: unknown): void {
    if (this.state !== undefined) return;
    this.state = { ok: false, error };
    for (const each of this.waiting) each.fail(error);
    this.waiting.clear();
  }

  /** @returns the value; @throws what `fail` was given */
  *wait(): Process<T> {
    const { state } = this;
    if (state === undefined) {
      const wait: Wait<T> = {
        reason: this.reason,
        begin: (resume, fail) => {
          const entry = { resume, fail };
          this.waiting.add(entry);
          return () => {
            this.waiting.delete(entry);
          };
        },
      };
      return (yield wait) as T;
    }
    if (state.ok) return state.value;
    throw state.error;
  }
}
