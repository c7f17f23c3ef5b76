import { immutableMapOrder } from '../../jvm/scalaOrder.js';
import type { Process } from '../../ports/Process.js';
import type { AnyPair } from '../Pair.js';
import type { RDD } from '../RDD.js';

/** How often each key occurs, in the order of a Scala map (SC-147). */
export function* counted(rdd: RDD<AnyPair>): Process<Map<unknown, unknown>> {
  const { longs } = rdd.context;
  const one = longs.fromNumber(1);
  const sums = rdd.mapValues(() => one).reduceByKey((a, b) => longs.add(a, b));
  const parts = yield* rdd.context.runJob(sums, (records) => records.toArray(), { action: 'countByKey' });
  return new Map(immutableMapOrder(parts.flat(1)));
}
