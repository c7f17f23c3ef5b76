import { MapIterator } from '../iterators/MapIterator.js';
import { sizeOf } from '../iterators/sizeOf.js';
import { RDD } from '../RDD.js';
import { ZippedWithIndexRDD } from '../ZippedWithIndexRDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * Each record with its position. With more than one partition a job counts the records at once: the sizes must be known
     * (SC-107). Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `zipWithIndex`.
     */
    zipWithIndex(): RDD<readonly [T, number]>;
  }
}

attach(RDD.prototype, {
  zipWithIndex(this: RDD<unknown>) {
    const { context } = this;
    const count = this.partitions.length;
    const starts = [0];
    if (count > 1) {
      const sizes = context.blockOn(
        'zipWithIndex',
        context.runJob(this, sizeOf, { partitions: [...Array(count - 1).keys()], action: 'zipWithIndex' }),
      );
      for (const each of sizes) starts.push((starts.at(-1) as number) + each);
    }
    return new ZippedWithIndexRDD(this, (records, partition) => {
      let at = starts[partition] ?? 0;
      return new MapIterator(records, (record) => [record, context.longs.fromNumber(at++)] as const, 'zipWithIndex');
    });
  },
});
