import { SparkException } from '../errors.js';
import type { RecordIterator } from '../RecordIterator.js';
import { ParallelCollectionRDD } from './ParallelCollectionRDD.js';
import type { Partition } from './Partition.js';
import type { SparkContext } from './SparkContext.js';

/** The blocks that a receiver stored for one batch, a partition each. Model: apache/spark 3.2.1 core/.../rdd/BlockRDD.scala. */
export class BlockRDD<T> extends ParallelCollectionRDD<T> {
  private removed = false;
  constructor(
    context: SparkContext,
    private readonly stored: readonly { readonly id: string; readonly records: readonly T[] }[],
  ) {
    super(
      context,
      stored.map((block) => block.records),
    );
  }
  /** @throws {SparkException} when the blocks are gone */
  override compute(split: Partition): RecordIterator<T> {
    if (this.removed) throw new SparkException(`Attempted to use ${this} after its blocks have been removed!`);
    return super.compute(split);
  }
  /** Called when no batch needs them any more. */
  removeBlocks(): void {
    if (this.removed) return;
    this.removed = true;
    for (const { id } of this.stored) this.context.environment.trace.emit({ type: 'block.removed', block: id });
  }
}
