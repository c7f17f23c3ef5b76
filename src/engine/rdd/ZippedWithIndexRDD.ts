import { MapPartitionsRDD } from './MapPartitionsRDD.js';

/** Each record with its position in the whole RDD (SC-107). Model: apache/spark 3.2.1 core/.../rdd/ZippedWithIndexRDD.scala. */
export class ZippedWithIndexRDD<T, U> extends MapPartitionsRDD<T, U> {}
