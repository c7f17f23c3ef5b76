import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
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
