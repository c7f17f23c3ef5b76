import type { Pair } from '../../rdd/Pair.js';
import type { Duration } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './map.js';
import './reduceByKeyAndWindow.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * How often each value occurs in each window; values leave when their count is 0. Needs a checkpoint directory (SS-524).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `countByValueAndWindow`.
     */
    countByValueAndWindow(windowDuration: Duration, slideDuration: Duration, numPartitions?: number): DStream<Pair<T, number>>;
  }
}

attachOperators({
  countByValueAndWindow(this: DStream<unknown>, windowDuration: Duration, slideDuration: Duration, numPartitions?: number) {
    const { longs } = this.context.sparkContext;
    const one = longs.fromNumber(1);
    return this.map((record) => [record, one] as const).reduceByKeyAndWindow(
      (a, b) => longs.add(a, b),
      (a, b) => longs.subtract(a, b),
      windowDuration,
      slideDuration,
      numPartitions,
      (pair) => !longs.isZero(pair[1]),
    );
  },
});
