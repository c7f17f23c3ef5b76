import { ZippedPartitionsRDD } from './ZippedPartitionsRDD.js';

/** Two parents. Model: apache/spark 3.2.1 core/.../rdd/ZippedPartitionsRDD.scala. */
export class ZippedPartitionsRDD2<T, U, V> extends ZippedPartitionsRDD<T, U, V> {}
