import { kept } from '../provenance/records.js';
import type { RecordIterator } from '../RecordIterator.js';
import { indices, type Partition } from './Partition.js';
import type { Partitioner } from './Partitioner.js';
import { partFile } from './partFile.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';

/**
 * What a checkpoint of an RDD left in the checkpoint directory (SC-014). Model: apache/spark 3.2.1
 * core/.../rdd/ReliableCheckpointRDD.scala.
 */
export class ReliableCheckpointRDD<T> extends RDD<T> {
  constructor(
    context: SparkContext,
    readonly path: string,
    private readonly size: number,
    private readonly kept: Partitioner | undefined,
  ) {
    super(context, []);
  }
  override get partitioner(): Partitioner | undefined {
    return this.kept;
  }
  protected getPartitions(): Partition[] {
    return indices(this.size);
  }
  compute(split: Partition): RecordIterator<T> {
    const { storage, provenance } = this.context.environment;
    return kept(storage.read(`${this.path}/${partFile(split.index)}`) as readonly T[], provenance);
  }
}
