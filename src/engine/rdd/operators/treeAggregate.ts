import type { Process } from '../../ports/Process.js';
import { RDD } from '../RDD.js';
import { action } from './action.js';
import { attach } from './operator.js';
import { treeAggregated } from './treeAggregated.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * As `aggregate`, but partial results are combined on the executors first, in `depth` levels. With few partitions (up to five for
     * depth 2) there is no level between, and `zero` enters as in `aggregate`; each level adds it once for each of its keys (SC-145).
     * Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `treeAggregate`.
     * @throws {IllegalArgumentException} `depth` is below 1
     */
    treeAggregate<U>(zero: U, seqOp: (combined: U, record: T) => U, combOp: (a: U, b: U) => U, depth?: number): Process<U>;
  }
}

attach(RDD.prototype, {
  treeAggregate: action(
    'treeAggregate',
    (
      rdd,
      zero: unknown,
      seqOp: (combined: unknown, record: unknown) => unknown,
      combOp: (a: unknown, b: unknown) => unknown,
      depth = 2,
    ) => treeAggregated(rdd, zero, seqOp, combOp, depth, 'treeAggregate'),
  ),
});
