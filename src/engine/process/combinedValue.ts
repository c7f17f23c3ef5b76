import { BatchwiseError } from '../errors.js';
import { plainResult } from './callUser.js';

/**
 * What a function that combines two values returned. Where the JVM's compiler would have refused, this does.
 * @throws {BatchwiseError} it returned undefined, a promise or a process
 */
export function combinedValue<T>(operator: string, result: T): T {
  if (result === undefined) {
    throw new BatchwiseError({
      message: `The function given to ${operator} returned undefined.`,
      hint: 'Return the combined value: (a, b) => a + b. A function body in braces needs the word return.',
    });
  }
  return plainResult(operator, result);
}
