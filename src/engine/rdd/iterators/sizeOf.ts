import type { RecordIterator } from '../../RecordIterator.js';

/** How many records are left. */
export const sizeOf = (records: RecordIterator<unknown>): number => {
  let count = 0;
  records.drain(() => {
    count++;
  });
  return count;
};
