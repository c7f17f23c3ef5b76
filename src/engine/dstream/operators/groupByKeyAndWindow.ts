import { ArrayBufferSeq } from '../../jvm/Seq.js';
import type { Pair } from '../../rdd/Pair.js';
import type { Duration } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { concatenated } from './groupByKey.js';
import { attachOperators } from './operator.js';
import { partitionerFor, type Where } from './partitionerFor.js';
import './combineByKey.js';
import './window.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The values of each key in each window, those of the oldest batch first (SS-511).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `groupByKeyAndWindow`.
     */
    groupByKeyAndWindow<K, V>(
      this: DStream<Pair<K, V>>,
      windowDuration: Duration,
      slideDuration?: Duration,
      partitions?: Where,
    ): DStream<Pair<K, ArrayBufferSeq<V>>>;
  }
}

attachOperators({
  groupByKeyAndWindow(
    this: DStream<Pair<unknown, unknown>>,
    windowDuration: Duration,
    slideDuration: Duration = this.slideDuration,
    partitions?: Where,
  ) {
    const partitioner = partitionerFor(this, partitions);
    return this.groupByKey(partitioner)
      .window(windowDuration, slideDuration)
      .combineByKey(
        (values) => ArrayBufferSeq.from(values) as ArrayBufferSeq<unknown>,
        (all, values) => {
          for (const value of values) all.push(value);
          return all;
        },
        concatenated,
        partitioner,
      );
  },
});
