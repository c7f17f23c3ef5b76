import type { Pair } from '../../rdd/Pair.js';
import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Each key with all that `f` gives for its value; the partitioner stays (SS-415).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `flatMapValues`.
     */
    flatMapValues<K, V, U>(this: DStream<Pair<K, V>>, f: (value: V) => Iterable<U>): DStream<Pair<K, U>>;
  }
}

/** All that `f` gives for each value; keys and partitioner stay. Model: apache/spark 3.2.1 streaming/.../dstream/FlatMapValuedDStream.scala. */
export class FlatMapValuedDStream<K, V, U> extends UnaryDStream<Pair<K, V>, Pair<K, U>> {
  constructor(
    parent: DStream<Pair<K, V>>,
    private readonly f: (value: V) => Iterable<U>,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<Pair<K, V>>) {
    return rdd.flatMapValues(this.f);
  }
}

attachOperators({
  flatMapValues(this: DStream<Pair<unknown, unknown>>, f: (value: unknown) => Iterable<unknown>) {
    return new FlatMapValuedDStream(this, f);
  },
});
