import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';

interface Waiter {
  readonly connection: number;
  readonly grant: () => void;
}

/** The lock that a transaction holds from its first write to its end: one writer at a time, the others wait in line. */
export class WriteLock {
  /** The connection that has it. */
  holder: number | undefined;
  private waiters: Waiter[] = [];

  /** @returns whether `connection` has the lock; false after `timeoutMs` */
  *acquire(connection: number, host: SimHost, timeoutMs: number): Process<boolean> {
    if (this.holder === undefined || this.holder === connection) {
      this.holder = connection;
      return true;
    }
    return yield* awaiting<boolean>({
      reason: `the lock of connection ${this.holder}`,
      begin: (resume) => {
        const waiter = {
          connection,
          grant: () => {
            forget();
            resume(true);
          },
        };
        this.waiters.push(waiter);
        const leave = () => {
          this.waiters = this.waiters.filter((each) => each !== waiter);
        };
        const forget = host.clock.schedule(host.clock.now() + timeoutMs, 'lock wait timeout', () => {
          leave();
          resume(false);
        });
        return () => {
          forget();
          leave();
        };
      },
    });
  }

  release(connection: number): void {
    if (this.holder !== connection) return;
    const next = this.waiters.shift();
    this.holder = next?.connection;
    next?.grant();
  }

  /** The server crashed: nobody has it and nobody waits. */
  reset(): void {
    this.holder = undefined;
    this.waiters = [];
  }
}
