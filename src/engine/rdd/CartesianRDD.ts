import { attributedProduct } from '../provenance/pairs.js';
import type { RecordIterator } from '../RecordIterator.js';
import { NarrowDependency } from './Dependency.js';
import { GeneratorIterator } from './iterators/GeneratorIterator.js';
import { indices, type Partition } from './Partition.js';
import { RDD } from './RDD.js';
import type { TaskContext } from './TaskContext.js';

/**
 * Each record of the left with each of the right; partition i·n + j joins left i and right j (SC-101). Model: apache/spark 3.2.1
 * core/.../rdd/CartesianRDD.scala.
 */
export class CartesianRDD<T, U> extends RDD<readonly [T, U]> {
  constructor(
    private readonly left: RDD<T>,
    private readonly right: RDD<U>,
  ) {
    const columns = right.partitions.length;
    super(left.context, [
      new NarrowDependency(left, (partition) => [Math.floor(partition / columns)]),
      new NarrowDependency(right, (partition) => [partition % columns]),
    ]);
  }
  protected getPartitions(): Partition[] {
    return indices(this.left.partitions.length * this.right.partitions.length);
  }
  compute(split: Partition, task: TaskContext): RecordIterator<readonly [T, U]> {
    const { left, right } = this;
    const columns = right.partitions.length;
    const rightSplit = right.partitions[split.index % columns] as Partition;
    const leftSplit = left.partitions[Math.floor(split.index / columns)] as Partition;
    const lefts = left.iterator(leftSplit, task);
    const rows = function* () {
      for (const a of lefts) for (const b of right.iterator(rightSplit, task)) yield [a, b] as const;
    };
    const { provenance } = this.context.environment;
    if (provenance !== undefined) return attributedProduct(lefts, () => right.iterator(rightSplit, task), provenance);
    return new GeneratorIterator(rows());
  }
}
