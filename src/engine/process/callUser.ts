import { BatchwiseError } from '../errors.js';
import { isProcess, isThenable, type Process } from '../ports/Process.js';

/** What user code returned, when it is a value: never a promise, never a process that nobody would run. */
export function plainResult<T>(operator: string, result: T): T {
  if (typeof result === 'object' && result !== null) {
    if (isThenable(result)) throw promiseReturned(operator, result);
    if (isProcess(result)) {
      throw new BatchwiseError({
        message: `The function given to ${operator} is a generator; ${operator} takes a plain function.`,
        hint: 'Time may pass only in foreach, foreachPartition, foreachRDD, receivers and main.',
      });
    }
  }
  return result;
}

/** Runs what user code returned, when it is a process. */
export function* runResult<T>(operator: string, result: T | Process<T>): Process<T> {
  if (isThenable(result)) throw promiseReturned(operator, result);
  return isProcess(result) ? yield* result as Process<T> : (result as T);
}

function promiseReturned(operator: string, result: PromiseLike<unknown>): BatchwiseError {
  // An async function that throws would otherwise also end the whole thread.
  result.then(undefined, () => {});
  return new BatchwiseError({
    message: `The function given to ${operator} returned a promise.`,
    hint: 'Time is simulated here: use a plain function, or function* with yield* where an operator takes one.',
  });
}
