import type { RecordIterator } from '../RecordIterator.js';
import type { Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';

/** No partitions at all (SC-017). Model: apache/spark 3.2.1 core/.../rdd/EmptyRDD.scala. */
export class EmptyRDD<T> extends RDD<T> {
  constructor(context: SparkContext) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return [];
  }
  compute(): RecordIterator<T> {
    throw new Error('empty RDD');
  }
}
