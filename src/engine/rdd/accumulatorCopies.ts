import { JavaError } from '../errors.js';
import type { Place } from '../events.js';
import { currentPlace } from '../place.js';
import type { AccumulatorV2 } from './AccumulatorV2.js';

// biome-ignore lint/suspicious/noExplicitAny: accumulators of all kinds are kept together
type AnyAccumulator = AccumulatorV2<any, any>;

/** By task attempt: the place in which its code runs is one object from its first step to its last. */
const copies = new WeakMap<Place, Map<AnyAccumulator, AnyAccumulator>>();
const own = new Set([
  'constructor',
  'copy',
  'copyAndReset',
  'merge',
  'register',
  'toString',
  'shownValue',
  'id',
  'name',
  'isRegistered',
  'cannotMerge',
]);

/** The copy that the running task adds to; the accumulator itself outside of tasks. */
function current(accumulator: AnyAccumulator): AnyAccumulator {
  const place = currentPlace();
  if (place.kind !== 'task') return accumulator;
  let ofTask = copies.get(place);
  if (ofTask === undefined) {
    ofTask = new Map();
    copies.set(place, ofTask);
  }
  let copy = ofTask.get(accumulator);
  if (copy === undefined) {
    // While it is copied it is itself: its copy() may call methods of its own, which would ask for the copy again.
    ofTask.set(accumulator, accumulator);
    copy = accumulator.copyAndReset();
    if (!copy.isZero)
      throw new JavaError('java.lang.AssertionError', 'assertion failed: copyAndReset must return a zero value copy');
    ofTask.set(accumulator, copy);
  }
  return copy;
}

/** From now on, whatever a task calls on `accumulator` happens to the copy of that task. */
export function redirectInTasks(accumulator: AnyAccumulator): void {
  const seen = new Set(own);
  for (let type = Object.getPrototypeOf(accumulator); type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(type as object))) {
      if (seen.has(name)) continue;
      seen.add(name);
      redirect(accumulator, name, member);
    }
  }
}

function redirect(accumulator: AnyAccumulator, name: string, member: PropertyDescriptor): void {
  const { get, value } = member;
  if (get !== undefined) {
    Object.defineProperty(accumulator, name, { configurable: true, get: () => get.call(current(accumulator)) });
  } else if (typeof value === 'function') {
    const method = (...args: unknown[]): unknown => value.apply(current(accumulator), args);
    Object.defineProperty(accumulator, name, { configurable: true, value: method });
  }
}

/** Merges what the task attempt that ran in `place` added. Called on the driver when it has succeeded. */
export function mergeCopies(place: Place | undefined): void {
  if (place === undefined) return;
  copies.get(place)?.forEach((copy, accumulator) => {
    accumulator.merge(copy);
  });
  copies.delete(place);
}
