import type { Process } from '../../ports/Process.js';
import { combinedValue } from '../../process/combinedValue.js';
import type { RDD } from '../RDD.js';
import { emptyCollection } from './emptyCollection.js';

/** `f` over the records of each partition, then over the results as tasks finish (SC-143). `name`: of the action. */
export function* reduced(rdd: RDD<unknown>, f: (a: unknown, b: unknown) => unknown, name: string): Process<unknown> {
  let has = false;
  let total: unknown;
  const merge = (value: unknown) => {
    total = has ? combinedValue(name, f(total, value)) : value;
    has = true;
  };
  yield* rdd.context.runJob(
    rdd,
    (records) => {
      let any = false;
      let sum: unknown;
      records.drain((record) => {
        sum = any ? combinedValue(name, f(sum, record)) : record;
        any = true;
      });
      return { any, sum };
    },
    { action: name, onResult: (_, { any, sum }) => any && merge(sum) },
  );
  if (!has) throw emptyCollection();
  return total;
}
