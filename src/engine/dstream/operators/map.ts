import type { Pair } from '../../rdd/Pair.js';
import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * A function that returns `[key, value]` makes pairs (SS-404).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `map`.
     */
    map<K, V>(f: (record: T) => readonly [K, V]): DStream<Pair<K, V>>;
    map<U>(f: (record: T) => U): DStream<U>;
  }
}

/** `f` of each record. Model: apache/spark 3.2.1 streaming/.../dstream/MappedDStream.scala. */
export class MappedDStream<T, U> extends UnaryDStream<T, U> {
  constructor(
    parent: DStream<T>,
    private readonly f: (record: T) => U,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<T>) {
    return rdd.map(this.f);
  }
}

attachOperators({
  map(this: DStream<unknown>, f: (record: unknown) => unknown) {
    return new MappedDStream(this, f);
  },
});
