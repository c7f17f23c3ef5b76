import type { RDD } from '../../rdd/RDD.js';
import type { DStream } from '../DStream.js';
import { attachOperators } from './operator.js';
import { UnaryDStream } from './UnaryDStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /**
     * The records for which `keep` holds; partitions and partitioner stay (SS-405).
     * Model: apache/spark 3.2.1 streaming/.../dstream/DStream.scala `filter`.
     */
    filter(keep: (record: T) => boolean): DStream<T>;
  }
}

/** The records for which `keep` holds. Model: apache/spark 3.2.1 streaming/.../dstream/FilteredDStream.scala. */
export class FilteredDStream<T> extends UnaryDStream<T, T> {
  constructor(
    parent: DStream<T>,
    private readonly keep: (record: T) => boolean,
  ) {
    super(parent);
  }
  protected override derive(rdd: RDD<T>) {
    return rdd.filter(this.keep);
  }
}

attachOperators({
  filter(this: DStream<unknown>, keep: (record: unknown) => boolean) {
    return new FilteredDStream(this, keep);
  },
});
