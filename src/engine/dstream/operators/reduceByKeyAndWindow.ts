import type { Pair } from '../../rdd/Pair.js';
import { Duration } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { ReducedWindowedDStream } from '../ReducedWindowedDStream.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';
import './reduceByKey.js';
import './window.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The values of each key in each window, reduced: first each batch, then the results of the batches, oldest first (SS-512).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `reduceByKeyAndWindow`.
     */
    reduceByKeyAndWindow<K, V>(
      this: DStream<Pair<K, V>>,
      f: (a: V, b: V) => V,
      windowDuration: Duration,
      slideDuration?: Duration,
      partitions?: Where,
    ): DStream<Pair<K, V>>;
    /**
     * The same from the window before: what left is taken out by `inverse`, what entered is reduced in. A key stays for ever unless `keep`
     * drops it, which it may only do when the window has no data of the key any more (SS-518, SS-519). Needs a checkpoint directory.
     */
    reduceByKeyAndWindow<K, V>(
      this: DStream<Pair<K, V>>,
      f: (a: V, b: V) => V,
      inverse: (total: V, left: V) => V,
      windowDuration: Duration,
      slideDuration?: Duration,
      partitions?: Where,
      keep?: (pair: Pair<K, V>) => boolean,
    ): DStream<Pair<K, V>>;
  }
}

type Reduce = (a: unknown, b: unknown) => unknown;
type Keep = (pair: Pair<unknown, unknown>) => boolean;

type Rest =
  | [windowDuration: Duration, slideDuration?: Duration, partitions?: Where]
  | [inverse: Reduce, windowDuration: Duration, slideDuration?: Duration, partitions?: Where, keep?: Keep];

attachOperators({
  reduceByKeyAndWindow(this: DStream<Pair<unknown, unknown>>, f: Reduce, ...rest: Rest) {
    if (rest[0] instanceof Duration) {
      const [windowDuration, slideDuration = this.slideDuration, partitions] = rest as [Duration, Duration?, Where?];
      const partitioner = partitionerFor(this, partitions);
      return this.reduceByKey(f, partitioner).window(windowDuration, slideDuration).reduceByKey(f, partitioner);
    }
    const [inverse, windowDuration, slideDuration = this.slideDuration, partitions, keep] = rest as [
      Reduce,
      Duration,
      Duration?,
      Where?,
      Keep?,
    ];
    const partitioner = partitionerFor(this, partitions);
    return new ReducedWindowedDStream(this, f, inverse, keep, windowDuration, slideDuration, partitioner);
  },
});
