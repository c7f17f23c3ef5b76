import { BatchwiseError } from '../errors.js';
import type { Process } from '../ports/Process.js';

/** Actions that were made and not run yet. */
export class PendingActions {
  private readonly names = new Set<{ readonly name: string }>();

  /** The same process, remembered until it is run. */
  track<T>(name: string, body: Process<T>): Process<T> {
    const entry = { name };
    const { names } = this;
    names.add(entry);
    return (function* () {
      names.delete(entry);
      return yield* body;
    })();
  }

  /** Forgets them. @throws when there were any */
  check(): void {
    const [first] = this.names;
    this.names.clear();
    if (first === undefined) return;
    throw new BatchwiseError({
      message: `${first.name}() was called and never run.`,
      hint: `An action takes time: write \`yield* rdd.${first.name}()\` inside a function*.`,
    });
  }
}
