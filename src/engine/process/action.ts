import { BatchwiseError } from '../errors.js';
import type { Place } from '../events.js';
import { currentPlace, placeText } from '../place.js';
import type { Process } from '../ports/Process.js';

/** Something to be run with `yield*`. */
export interface PendingAction {
  readonly name: string;
  hasStarted: boolean;
  /** What the method was called on: `rdd`; `this` where it is not said. */
  readonly owner?: string;
  /** Where it was called, if that matters. */
  readonly place?: Place;
}

/** Actions that were made and not run yet, with the place of the program that made them. */
export class PendingActions {
  /** The last one has not started. */
  private readonly made: PendingAction[] = [];

  /** The same process, remembered until it is run. */
  track<T>(name: string, body: Process<T>, owner = 'rdd'): Process<T> {
    const action = { name, owner, place: currentPlace(), hasStarted: false };
    this.add(action);
    return this.run(action, body);
  }

  /** Remembers `action` until `started` is called for it. */
  add(action: PendingAction): void {
    this.made.push(action);
  }

  started(action: PendingAction): void {
    action.hasStarted = true;
    this.forgetStarted();
  }

  /**
   * Forgets those made in the batch at `batchTime`, or all.
   * @throws {ActionNotRunError} when there were any
   */
  check(batchTime?: number): void {
    let first: PendingAction | undefined;
    for (const action of this.made) {
      if (action.hasStarted || (batchTime !== undefined && batchOf(action) !== batchTime)) continue;
      first ??= action;
      action.hasStarted = true;
    }
    this.forgetStarted();
    if (first !== undefined) throw new ActionNotRunError(`${first.owner ?? 'this'}.${first.name}()`, first.place);
  }

  private forgetStarted(): void {
    const { made } = this;
    while (made.length > 0 && (made[made.length - 1] as PendingAction).hasStarted) made.pop();
  }

  private *run<T>(action: PendingAction, body: Process<T>): Process<T> {
    this.started(action);
    return yield* body;
  }
}

const batchOf = ({ place }: PendingAction): number | undefined =>
  place !== undefined && 'batchTime' in place ? place.batchTime : undefined;

/** An action takes time and is a process; it was called, and nobody ran it: it certainly had no effect. */
export class ActionNotRunError extends BatchwiseError {
  override readonly code = 'ACTION_NOT_RUN';
  constructor(
    /** As it is written: `rdd.count()`. */
    readonly call: string,
    readonly place: Place | undefined,
  ) {
    super({
      message: `${call.slice(call.indexOf('.') + 1)} was called and never run.`,
      ...(place === undefined ? {} : { where: placeText(place) }),
      hint: `An action takes time: write \`yield* ${call}\` inside a function*.`,
    });
  }
}
