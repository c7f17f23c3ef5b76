import { BatchwiseError } from '../errors.js';
import type { Process } from '../ports/Process.js';

/** Something to be run with `yield*`. */
export interface PendingAction {
  readonly name: string;
  hasStarted: boolean;
}

/** Actions that were made and not run yet. */
export class PendingActions {
  /** The last one has not started. */
  private readonly made: PendingAction[] = [];

  /** The same process, remembered until it is run. */
  track<T>(name: string, body: Process<T>): Process<T> {
    const action = { name, hasStarted: false };
    this.add(action);
    return this.run(action, body);
  }

  /** Remembers `action` until `started` is called for it. */
  add(action: PendingAction): void {
    this.made.push(action);
  }

  started(action: PendingAction): void {
    action.hasStarted = true;
    const { made } = this;
    while (made.length > 0 && (made[made.length - 1] as PendingAction).hasStarted) made.pop();
  }

  /** Forgets them. @throws when there were any */
  check(): void {
    const first = this.made.find(({ hasStarted }) => !hasStarted);
    this.made.length = 0;
    if (first === undefined) return;
    throw new BatchwiseError({
      message: `${first.name}() was called and never run.`,
      hint: `An action takes time: write \`yield* rdd.${first.name}()\` inside a function*.`,
    });
  }

  private *run<T>(action: PendingAction, body: Process<T>): Process<T> {
    this.started(action);
    return yield* body;
  }
}
