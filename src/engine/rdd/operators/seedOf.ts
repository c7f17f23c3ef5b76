import type { RDD } from '../RDD.js';

/** The seed of a sample: the given one, else one that depends on the scenario's seed and the RDD. */
export const seedOf = (rdd: RDD<unknown>, given: number | bigint | undefined): number | bigint =>
  given ?? Math.floor(rdd.context.environment.draw('sample', rdd.id) * 2 ** 53);
