import { opaqueOf } from '../../provenance/records.js';
import type { RecordIterator } from '../../RecordIterator.js';
import { RDD } from '../RDD.js';
import { zippedPartitions } from '../zippedPartitions.js';
import { attach } from './operator.js';
import { sequenceOf } from './sequenceOf.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * `f` of the records of partition i of this RDD and of one to three others; it need not read all of them.
     * Model: apache/spark 3.2.1 core/.../rdd/RDD.scala `zipPartitions`.
     * @throws {IllegalArgumentException} the numbers of partitions differ
     */
    zipPartitions<A, V>(
      a: RDD<A>,
      f: (own: RecordIterator<T>, a: RecordIterator<A>) => Iterable<V>,
      preservesPartitioning?: boolean,
    ): RDD<V>;
    zipPartitions<A, B, V>(
      a: RDD<A>,
      b: RDD<B>,
      f: (own: RecordIterator<T>, a: RecordIterator<A>, b: RecordIterator<B>) => Iterable<V>,
      preservesPartitioning?: boolean,
    ): RDD<V>;
    zipPartitions<A, B, C, V>(
      a: RDD<A>,
      b: RDD<B>,
      c: RDD<C>,
      f: (own: RecordIterator<T>, a: RecordIterator<A>, b: RecordIterator<B>, c: RecordIterator<C>) => Iterable<V>,
      preservesPartitioning?: boolean,
    ): RDD<V>;
  }
}

type Zip = (...parents: readonly RecordIterator<unknown>[]) => Iterable<unknown>;

attach(RDD.prototype, {
  zipPartitions(this: RDD<unknown>, ...args: readonly (RDD<unknown> | Zip | boolean)[]) {
    const others = args.filter((each) => each instanceof RDD);
    const f = args[others.length] as Zip;
    const preserves = args[others.length + 1] === true;
    const { provenance } = this.context.environment;
    return zippedPartitions(
      [this, ...others],
      (parents) => opaqueOf(parents, 'zipPartitions', provenance, (pulled) => sequenceOf('zipPartitions', f(...pulled))),
      preserves,
    );
  },
});
