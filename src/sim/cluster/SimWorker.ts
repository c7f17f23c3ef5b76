import type { SimExecutor } from './SimExecutor.js';

/** A machine of the cluster: it runs one executor of the application, and starts a new one when that has died. */
export class SimWorker {
  /** Off: nothing runs here, and nothing is started. */
  isLost = false;
  executor: SimExecutor | undefined;

  constructor(readonly number: number) {}

  get name(): string {
    return `worker-${this.number}`;
  }
}
