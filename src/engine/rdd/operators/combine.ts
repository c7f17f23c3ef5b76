import { combineInPlace } from '../combineInPlace.js';
import type { Aggregator } from '../Dependency.js';
import { MapPartitionsRDD } from '../MapPartitionsRDD.js';
import type { Pair } from '../Pair.js';
import { type Partitioner, samePartitioner } from '../Partitioner.js';
import type { RDD } from '../RDD.js';
import { ShuffledRDD } from '../ShuffledRDD.js';

/** Scala's arrays have no hash of their own; ours are tuples or sequences, which have (SC-203 does not arise). */
export function combine<K, V, C>(
  rdd: RDD<Pair<K, V>>,
  aggregator: Aggregator<V, C>,
  part: Partitioner,
  mapSideCombine: boolean,
): RDD<Pair<K, C>> {
  if (samePartitioner(rdd.partitioner, part)) {
    const { provenance } = rdd.context.environment;
    return new MapPartitionsRDD(rdd, (records) => combineInPlace(records, aggregator, provenance), true);
  }
  return new ShuffledRDD<K, V, C>(rdd, part, { aggregator, mapSideCombine });
}
