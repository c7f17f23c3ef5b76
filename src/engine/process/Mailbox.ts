import { awaiting, type Process } from '../ports/Process.js';

/** A queue between processes, unlimited, first in first out. One reader. */
export class Mailbox<T> {
  private readonly items: T[] = [];
  private wake: (() => void) | undefined;

  constructor(private readonly reason: string) {}

  get size(): number {
    return this.items.length;
  }

  put(item: T): void {
    this.items.push(item);
    const wake = this.wake;
    this.wake = undefined;
    wake?.();
  }

  *take(): Process<T> {
    while (this.items.length === 0) {
      yield* awaiting<void>({
        reason: this.reason,
        begin: (resume) => {
          this.wake = () => resume(undefined);
          return () => {
            this.wake = undefined;
          };
        },
      });
    }
    return this.items.shift() as T;
  }
}
