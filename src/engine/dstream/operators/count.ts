import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './map.js';
import './reduceByKey.js';
import './transform.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * One record for each batch: how many there are; 0 for an empty one (SS-410).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `count`.
     */
    count(): DStream<number>;
  }
}

attachOperators({
  count(this: DStream<unknown>) {
    const { sparkContext } = this.context;
    const { longs } = sparkContext;
    const one = longs.fromNumber(1);
    // A pair with 0 that is always there makes the empty batch count.
    return this.map(() => [null, one] as const)
      .transform((rdd) => rdd.union(rdd.context.makeRDD([[null, longs.fromNumber(0)] as const], 1)))
      .reduceByKey((a, b) => longs.add(a, b))
      .map((pair) => pair[1]);
  },
});
