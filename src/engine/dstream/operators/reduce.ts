import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import './map.js';
import './reduceByKey.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * One record for each batch; none for an empty one (SS-412).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `reduce`.
     */
    reduce(f: (a: T, b: T) => T): DStream<T>;
  }
}

attachOperators({
  reduce(this: DStream<unknown>, f: (a: unknown, b: unknown) => unknown) {
    return this.map((record) => [null, record] as const)
      .reduceByKey(f, 1)
      .map((pair) => pair[1]);
  },
});
