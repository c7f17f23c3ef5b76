import type { Pair } from '../../rdd/Pair.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './map.js';
import './reduceByKey.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * How often each value occurs in a batch (SS-411).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `countByValue`.
     */
    countByValue(numPartitions?: number): DStream<Pair<T, number>>;
  }
}

attachOperators({
  countByValue(this: DStream<unknown>, numPartitions?: number) {
    const { longs } = this.context.sparkContext;
    const one = longs.fromNumber(1);
    return this.map((record) => [record, one] as const).reduceByKey((a, b) => longs.add(a, b), numPartitions);
  },
});
