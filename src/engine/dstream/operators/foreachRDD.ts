import { runResult } from '../../process/callUser.js';
import type { RDD } from '../../rdd/RDD.js';
import type { Time } from '../../time/index.js';
import type { DStream } from '../DStream.js';
import { ForEachDStream } from '../ForEachDStream.js';
import { attachOperators } from './operator.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * `f` runs on the driver when the batch's job runs; it may be a generator function, so that it can run actions with `yield*` (SS-430).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `foreachRDD`.
     */
    foreachRDD(f: (rdd: RDD<T>, time: Time) => unknown): void;
  }
}

attachOperators({
  foreachRDD(this: DStream<unknown>, f: (rdd: RDD<unknown>, time: Time) => unknown) {
    new ForEachDStream(this, function* (rdd, time) {
      yield* runResult('foreachRDD', f(rdd, time));
    }).register();
  },
});
