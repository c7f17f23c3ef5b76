import { capturing } from './closure.js';
import { deepCopy } from './deepCopy.js';
import type { Place } from './events.js';
import { currentPlace } from './place.js';

// biome-ignore lint/suspicious/noExplicitAny: a function of any type
type AnyFunction = (...args: any[]) => unknown;

/**
 * A function that captures variables as Spark's do: they go to a task as they are when it begins, and each task has its own. What a task changes in
 * them the driver never sees. `make` gets the variables and gives the function:
 * `withCaptured({ total: 0 }, (own) => (x: number) => { own.total += x; })`. JavaScript's own captured variables are shared by all, which no cluster can do.
 */
export function withCaptured<V extends Readonly<Record<string, unknown>>, F extends AnyFunction>(
  variables: V,
  make: (own: V) => F,
): F {
  let place: Place | undefined;
  let own: F | undefined;
  const atHome = make(variables);
  const call = (...args: unknown[]): unknown => {
    const here = currentPlace();
    if (here.kind !== 'task') return atHome(...args);
    if (own === undefined || place !== here) {
      own = functionOf(here, call, () => make(deepCopy(variables)));
      place = here;
    }
    return own(...args);
  };
  return capturing(variables, call as F);
}

/** Key under which the place of a task keeps its own functions; events don't show it. */
const functions = Symbol('functions');

function functionOf<F extends AnyFunction>(place: Place, key: AnyFunction, make: () => F): F {
  const holder = place as Place & { [functions]?: Map<AnyFunction, AnyFunction> };
  holder[functions] ??= new Map();
  let found = holder[functions].get(key);
  if (found === undefined) {
    found = make();
    holder[functions].set(key, found);
  }
  return found as F;
}
