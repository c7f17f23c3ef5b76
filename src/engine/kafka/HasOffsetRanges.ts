import { Trait } from '../jvm/Trait.js';
import type { OffsetRange } from './OffsetRange.js';

/** What the RDD of a direct stream has, and no RDD that was made of it. Model: apache/spark 3.2.1 external/kafka-0-10/.../OffsetRange.scala. */
export interface HasOffsetRanges {
  /** Of each partition, by its index. */
  readonly offsetRanges: readonly OffsetRange[];
}

/** `rdd.asInstanceOf(HasOffsetRanges).offsetRanges` (SS-1140). */
export const HasOffsetRanges = new Trait<HasOffsetRanges>(
  'org.apache.spark.streaming.kafka010.HasOffsetRanges',
  'offsetRanges',
  'Only the RDD of the stream that createDirectStream gave has them: take them in its foreachRDD or transform, before map, filter or window.',
);
