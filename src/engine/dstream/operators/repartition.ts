import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Deals the records of each batch to `numPartitions` partitions (SS-408).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `repartition`.
     */
    repartition(numPartitions: number): DStream<T>;
  }
}

attachOperators({
  repartition(this: DStream<unknown>, numPartitions: number) {
    return this.transform((rdd) => rdd.repartition(numPartitions));
  },
});
