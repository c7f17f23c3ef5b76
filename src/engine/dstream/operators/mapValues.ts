import type { Pair } from '../../rdd/Pair.js';
import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * Each key with `f` of its value; the partitioner stays (SS-415).
     * Model: apache/spark 3.2.1 streaming/.../dstream/PairDStreamFunctions.scala `mapValues`.
     */
    mapValues<K, V, U>(this: DStream<Pair<K, V>>, f: (value: V) => U): DStream<Pair<K, U>>;
  }
}

/** `f` of each value; keys and partitioner stay. Model: apache/spark 3.2.1 streaming/.../dstream/MapValuedDStream.scala. */
export class MapValuedDStream<K, V, U> extends UnaryDStream<Pair<K, V>, Pair<K, U>> {
  constructor(
    parent: DStream<Pair<K, V>>,
    private readonly f: (value: V) => U,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<Pair<K, V>>) {
    return rdd.mapValues(this.f);
  }
}

attachOperators({
  mapValues(this: DStream<Pair<unknown, unknown>>, f: (value: unknown) => unknown) {
    return new MapValuedDStream(this, f);
  },
});
