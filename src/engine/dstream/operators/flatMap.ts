import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * All that `f` gives for each record; partitions stay (SS-404).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `flatMap`.
     */
    flatMap<U>(f: (record: T) => Iterable<U>): DStream<U>;
  }
}

/** All that `f` gives for each record. Model: apache/spark 3.2.1 streaming/.../dstream/FlatMappedDStream.scala. */
export class FlatMappedDStream<T, U> extends UnaryDStream<T, U> {
  constructor(
    parent: DStream<T>,
    private readonly f: (record: T) => Iterable<U>,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<T>) {
    return rdd.flatMap(this.f);
  }
}

attachOperators({
  flatMap(this: DStream<unknown>, f: (record: unknown) => Iterable<unknown>) {
    return new FlatMappedDStream(this, f);
  },
});
