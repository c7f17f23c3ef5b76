import { BatchwiseError } from '../../errors.js';
import { type Compare, compareValues } from '../../jvm/compareValues.js';

/**
 * The order that a program gave, or the natural one.
 * @throws {BatchwiseError} when it is used: the program's function returned something other than a number
 */
export function userOrder<T>(operator: string, compare: Compare<T> | undefined): Compare<T> {
  if (compare === undefined) return compareValues;
  return (a, b) => {
    const order: unknown = compare(a, b);
    if (typeof order === 'number' && !Number.isNaN(order)) return order;
    throw new BatchwiseError({
      message: `The function by which ${operator} compares returned ${String(order)}.`,
      hint: 'Return a negative number when the first comes first, a positive one when the second does, else 0: (a, b) => a - b.',
    });
  };
}
