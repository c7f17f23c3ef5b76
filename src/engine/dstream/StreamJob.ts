import { processInPlace } from '../place.js';
import type { Process } from '../ports/Process.js';
import type { PendingActions } from '../process/action.js';
import type { Job } from '../scheduler/Job.js';
import type { Time } from '../time/index.js';

/** A job made by an output stream; its body runs in place `job` of its batch. The graph and the scheduler set the numbers. */
export class StreamJob implements Job {
  output = 0;

  constructor(
    readonly time: Time,
    readonly name: string,
    private readonly pending: PendingActions,
    private readonly body: () => Process<void>,
  ) {}

  /** @throws what the body throws; {ActionNotRunError} an action that it, or a task of its batch, called and did not run */
  run(): Process<void> {
    return processInPlace({ kind: 'job', batchTime: this.time.millis, output: this.output }, this.checked());
  }

  private *checked(): Process<void> {
    yield* this.body();
    this.pending.check(this.time.millis);
  }
}
