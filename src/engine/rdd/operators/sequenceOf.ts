import { plainResult } from '../../process/callUser.js';
import { ArrayRecordIterator, IterableRecordIterator, RecordIterator } from '../../RecordIterator.js';

/** What a function that makes many records returned, as an iterator. @throws {TypeError} when it is no sequence */
export const sequenceOf = <U>(operator: string, result: Iterable<U>): RecordIterator<U> => {
  if (typeof result !== 'object' || result === null || !(Symbol.iterator in result)) {
    plainResult(operator, result);
    throw new TypeError(
      `The function given to ${operator} must return a sequence, such as an array; it returned ${String(result)}.`,
    );
  }
  if (Array.isArray(result)) return new ArrayRecordIterator<U>(result);
  return result instanceof RecordIterator ? result : new IterableRecordIterator<U>(result);
};
