import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /** Deals the records of each batch to `numPartitions` partitions. */
    repartition(numPartitions: number): DStream<T>;
  }
}

attachOperators({
  repartition(this: DStream<unknown>, numPartitions: number) {
    return this.transform((rdd) => rdd.repartition(numPartitions));
  },
});
