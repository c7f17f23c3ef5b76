import type { Duration } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './map.js';
import './reduceByWindow.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * How many records each window has: no record until the first data came, then one for ever (SS-523). Needs a checkpoint directory.
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `countByWindow`.
     */
    countByWindow(windowDuration: Duration, slideDuration: Duration): DStream<number>;
  }
}

attachOperators({
  countByWindow(this: DStream<unknown>, windowDuration: Duration, slideDuration: Duration) {
    const { longs } = this.context.sparkContext;
    const one = longs.fromNumber(1);
    return this.map(() => one).reduceByWindow(
      (a, b) => longs.add(a, b),
      (a, b) => longs.subtract(a, b),
      windowDuration,
      slideDuration,
    );
  },
});
