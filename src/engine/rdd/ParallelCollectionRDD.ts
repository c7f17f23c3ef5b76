import { elements } from '../provenance/inputs.js';
import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';

/**
 * Records that are there: slices of a collection, blocks of an input, rows of a test. Model: apache/spark 3.2.1
 * core/.../rdd/ParallelCollectionRDD.scala.
 */
export class ParallelCollectionRDD<T> extends RDD<T> {
  constructor(
    context: SparkContext,
    private readonly slices: readonly (readonly T[])[],
  ) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return indices(this.slices.length);
  }
  override get shipped(): unknown {
    return this.slices;
  }
  compute(split: Partition): RecordIterator<T> {
    const slice = this.slices[split.index] as readonly T[];
    const { provenance } = this.context.environment;
    return provenance === undefined ? new ArrayRecordIterator(slice) : elements(slice, this.id, split.index, provenance);
  }
}
