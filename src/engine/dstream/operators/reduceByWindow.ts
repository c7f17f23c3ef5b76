import type { Duration } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './map.js';
import './reduce.js';
import './reduceByKeyAndWindow.js';
import './window.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The records of each window, reduced: first each batch, then the results of the batches (SS-510).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `reduceByWindow`.
     */
    reduceByWindow(f: (a: T, b: T) => T, windowDuration: Duration, slideDuration: Duration): DStream<T>;
    /** The same from the window before: what left is taken out by `inverse`. Needs a checkpoint directory. */
    reduceByWindow(
      f: (a: T, b: T) => T,
      inverse: (total: T, left: T) => T,
      windowDuration: Duration,
      slideDuration: Duration,
    ): DStream<T>;
  }
}

type Reduce = (a: unknown, b: unknown) => unknown;

attachOperators({
  reduceByWindow(
    this: DStream<unknown>,
    f: Reduce,
    ...rest:
      | [windowDuration: Duration, slideDuration: Duration]
      | [inverse: Reduce, windowDuration: Duration, slideDuration: Duration]
  ) {
    if (rest.length === 3) {
      const [inverse, windowDuration, slideDuration] = rest;
      return this.map((record) => [1, record] as const)
        .reduceByKeyAndWindow(f, inverse, windowDuration, slideDuration, 1)
        .map((pair) => pair[1]);
    }
    return this.reduce(f).window(rest[0], rest[1]).reduce(f);
  },
});
