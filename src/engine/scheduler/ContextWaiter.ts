import type { Clock } from '../ports/Clock.js';
import { awaiting, type Cancel, type Process } from '../ports/Process.js';

/** Lets `awaitTermination` wait until the context was stopped or an error was reported. Model: apache/spark 3.2.1 streaming/.../ContextWaiter.scala. */
export class ContextWaiter {
  private error: { readonly value: unknown } | undefined;
  private stopped = false;
  private readonly waiting = new Set<() => void>();

  /** The last error wins (SS-121). */
  notifyError(error: unknown): void {
    this.error = { value: error };
    this.wake();
  }

  notifyStop(): void {
    this.stopped = true;
    this.wake();
  }

  /** @returns whether it was stopped; false after `timeoutMs`. @throws the error that was reported */
  *waitForStopOrError(clock: Clock, timeoutMs = -1): Process<boolean> {
    const end = timeoutMs < 0 ? undefined : clock.now() + timeoutMs;
    while (!this.stopped && this.error === undefined) {
      if (end !== undefined && clock.now() >= end) return false;
      yield* awaiting<void>({
        reason: 'the streaming context to stop',
        begin: (resume) => {
          const wake = (): void => resume(undefined);
          this.waiting.add(wake);
          let cancel: Cancel = () => {};
          if (end !== undefined) cancel = clock.schedule(end, 'awaitTerminationOrTimeout', wake);
          return () => {
            this.waiting.delete(wake);
            cancel();
          };
        },
      });
    }
    if (this.error !== undefined) throw this.error.value;
    return true;
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}
