import type { Process } from '../../ports/Process.js';
import { combinedValue } from '../../process/combinedValue.js';
import type { RDD } from '../RDD.js';
import { copyOf } from './copyOf.js';

/** `zero` begins every partition and the merge, which goes in the order in which tasks finish (SC-144). `name`: of the action. */
export function* aggregated(
  rdd: RDD<unknown>,
  zero: unknown,
  seqOp: (a: unknown, b: unknown) => unknown,
  combOp: (a: unknown, b: unknown) => unknown,
  name: string,
): Process<unknown> {
  let total = copyOf(zero);
  yield* rdd.context.runJob(
    rdd,
    (records) => {
      let sum = copyOf(zero);
      records.drain((record) => {
        sum = combinedValue(name, seqOp(sum, record));
      });
      return sum;
    },
    {
      action: name,
      onResult: (_, sum) => {
        total = combinedValue(name, combOp(total, sum));
      },
    },
  );
  return total;
}
