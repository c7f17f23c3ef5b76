import { SparkException } from '../../errors.js';
import { attributedZip } from '../../provenance/pairs.js';
import { END, type RecordIterator } from '../../RecordIterator.js';
import { GeneratorIterator } from '../iterators/GeneratorIterator.js';
import { RDD } from '../RDD.js';
import { zippedPartitions } from '../zippedPartitions.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Pairs by position. Both must have the same number of partitions, and of records in each (SC-101). Model: apache/spark 3.2.1
     * core/.../rdd/RDD.scala `zip`.
     */
    zip<U>(other: RDD<U>): RDD<readonly [T, U]>;
  }
}

attach(RDD.prototype, {
  zip(this: RDD<unknown>, other: RDD<unknown>) {
    const pairs = function* (left: RecordIterator<unknown>, right: RecordIterator<unknown>) {
      for (;;) {
        const a = left.pull();
        const b = right.pull();
        if (a === END && b === END) return;
        if (a === END || b === END) throw new SparkException('Can only zip RDDs with same number of elements in each partition');
        yield [a, b] as const;
      }
    };
    const { provenance } = this.context.environment;
    return zippedPartitions([this, other], (parents) => {
      const [left, right] = parents as [RecordIterator<unknown>, RecordIterator<unknown>];
      if (provenance === undefined) return new GeneratorIterator(pairs(left, right));
      return attributedZip(left, right, (a, b) => new GeneratorIterator(pairs(a, b)), provenance);
    });
  },
});
