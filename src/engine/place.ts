import type { Place } from './events.js';
import type { Process } from './ports/Process.js';

const application: Place = { kind: 'application' };
let current: Place = application;

/** Where the user code that runs now was called from. */
export function currentPlace(): Place {
  return current;
}

/** Runs plain code with `place` as the current one. */
export function inPlace<T>(place: Place, body: () => T): T {
  const outer = current;
  current = place;
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** The same process; whenever it runs, `place` is the current one. */
export function* processInPlace<T>(place: Place, process: Process<T>): Process<T> {
  let step = inPlace(place, () => process.next(undefined as never));
  try {
    while (step.done !== true) {
      const wait = step.value;
      let sent: unknown;
      let failed = false;
      try {
        sent = yield wait;
      } catch (error) {
        failed = true;
        sent = error;
      }
      step = inPlace(place, () => (failed ? process.throw(sent) : process.next(sent as never)));
    }
    return step.value;
  } finally {
    if (step.done !== true) inPlace(place, () => process.return(undefined as never));
  }
}
