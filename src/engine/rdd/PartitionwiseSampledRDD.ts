import { MapPartitionsRDD } from './MapPartitionsRDD.js';

/**
 * A sample of each partition, by a random sequence of its own (SC-171). Model: apache/spark 3.2.1
 * core/.../rdd/PartitionwiseSampledRDD.scala.
 */
export class PartitionwiseSampledRDD<T, U> extends MapPartitionsRDD<T, U> {}
