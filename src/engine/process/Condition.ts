import type { Clock } from '../ports/Clock.js';
import { awaiting, type Cancel, type Process } from '../ports/Process.js';

/** Something that processes wait for and that may become true whenever `changed` is called. */
export class Condition {
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly reason: string,
    private readonly clock: Clock,
  ) {}

  /** To be called after what the waiting processes ask about has changed. */
  changed(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }

  /** Waits until `holds`, or until the clock shows `end`, in ms. @returns whether it holds */
  *until(holds: () => boolean, end = Number.POSITIVE_INFINITY): Process<boolean> {
    while (!holds()) {
      if (this.clock.now() >= end) return false;
      yield* awaiting<void>({
        reason: this.reason,
        begin: (resume) => {
          const wake = (): void => resume(undefined);
          this.waiting.add(wake);
          let cancel: Cancel = () => {};
          if (end < Number.POSITIVE_INFINITY) cancel = this.clock.schedule(end, this.reason, wake);
          return () => {
            this.waiting.delete(wake);
            cancel();
          };
        },
      });
    }
    return true;
  }
}
