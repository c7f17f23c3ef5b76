import { JavaError, SparkException } from '../errors.js';
import { elements } from '../provenance/inputs.js';
import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import type { TaskLocation } from '../scheduler/TaskSet.js';
import type { StoredBlock } from '../storage/StoredBlock.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { SparkContext } from './SparkContext.js';
import type { TaskContext } from './TaskContext.js';

/** A block of a batch, as far as reading it goes. */
export interface BatchBlock<T> {
  readonly id: string;
  readonly records: readonly T[];
  readonly stored?: StoredBlock | undefined;
  readonly isLogged?: boolean;
}

/**
 * The blocks that a receiver stored for one batch, a partition each. A block that no executor has any more is read from the write-ahead log, if it
 * is there. Models: apache/spark 3.2.1 core/.../rdd/BlockRDD.scala, streaming/.../rdd/WriteAheadLogBackedBlockRDD.scala.
 */
export class BlockRDD<T> extends RDD<T> {
  private removed = false;
  /** Where the blocks were when a task first asked. */
  private locations: readonly (readonly TaskLocation[])[] | undefined;
  constructor(
    context: SparkContext,
    private readonly batch: readonly BatchBlock<T>[],
  ) {
    super(context, []);
  }
  protected getPartitions(): Partition[] {
    return indices(this.batch.length);
  }
  override preferredLocations(index: number): readonly TaskLocation[] {
    this.locations ??= this.batch.map(({ stored }) =>
      (stored?.holders ?? []).map(({ executor }) => ({ hostName: executor.hostName, executor: executor.id })),
    );
    return this.locations[index] ?? [];
  }
  /** @throws {SparkException} when the blocks were removed; {JavaError} `java.lang.Exception`: nobody has the block any more */
  compute({ index }: Partition, task: TaskContext): RecordIterator<T> {
    if (this.removed) throw new SparkException(`Attempted to use ${this} after its blocks have been removed!`);
    const { id, records, stored, isLogged } = this.batch[index] as BatchBlock<T>;
    const isThere = stored === undefined || this.context.blocks.holderFor(stored, task.executor) !== undefined;
    if (!isThere && isLogged !== true) {
      throw new JavaError('java.lang.Exception', `Could not compute split, block ${id} of RDD ${this.id} not found`);
    }
    const { provenance } = this.context.environment;
    return provenance === undefined ? new ArrayRecordIterator(records) : elements(records, this.id, index, provenance);
  }
  /** Called when no batch needs them any more. */
  removeBlocks(): void {
    if (this.removed) return;
    this.removed = true;
    for (const { id, stored } of this.batch) {
      if (stored !== undefined) this.context.blocks.remove(stored);
      this.context.environment.trace.emit({ type: 'block.removed', block: id });
    }
  }
}
