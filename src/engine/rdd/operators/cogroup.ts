import type { CompactBuffer } from '../../jvm/Seq.js';
import { CoGroupedRDD } from '../CoGroupedRDD.js';
import { defaultPartitioner, partitionerOf, type Where } from '../defaultPartitioner.js';
import type { AnyPair, Pair } from '../Pair.js';
import { RDD } from '../RDD.js';
import { attach } from './operator.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /**
     * For each key the values of this RDD and of one to three others, in the order of the arguments (SC-130).
     * Model: apache/spark 3.2.1 core/.../rdd/PairRDDFunctions.scala `cogroup`, `groupWith`.
     */
    cogroup<K, V, A>(
      this: RDD<Pair<K, V>>,
      a: RDD<Pair<K, A>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<A>]>>;
    cogroup<K, V, A, B>(
      this: RDD<Pair<K, V>>,
      a: RDD<Pair<K, A>>,
      b: RDD<Pair<K, B>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<A>, CompactBuffer<B>]>>;
    cogroup<K, V, A, B, C>(
      this: RDD<Pair<K, V>>,
      a: RDD<Pair<K, A>>,
      b: RDD<Pair<K, B>>,
      c: RDD<Pair<K, C>>,
      partitions?: Where,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<A>, CompactBuffer<B>, CompactBuffer<C>]>>;
    /** `cogroup` with the default partitioner. */
    groupWith<K, V, A>(this: RDD<Pair<K, V>>, a: RDD<Pair<K, A>>): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<A>]>>;
    groupWith<K, V, A, B>(
      this: RDD<Pair<K, V>>,
      a: RDD<Pair<K, A>>,
      b: RDD<Pair<K, B>>,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<A>, CompactBuffer<B>]>>;
    groupWith<K, V, A, B, C>(
      this: RDD<Pair<K, V>>,
      a: RDD<Pair<K, A>>,
      b: RDD<Pair<K, B>>,
      c: RDD<Pair<K, C>>,
    ): RDD<Pair<K, readonly [CompactBuffer<V>, CompactBuffer<A>, CompactBuffer<B>, CompactBuffer<C>]>>;
  }
}

const isWhere = (value: RDD<AnyPair> | Where | undefined): value is Where => value !== undefined && !(value instanceof RDD);

function cogrouped(rdds: readonly [RDD<AnyPair>, ...RDD<AnyPair>[]], partitions: Where | undefined): RDD<AnyPair> {
  const [first, ...others] = rdds;
  const part = partitionerOf(partitions, () => defaultPartitioner(first, ...others));
  return new CoGroupedRDD(rdds, part).mapValues((groups) => groups);
}

attach(RDD.prototype, {
  cogroup(this: RDD<AnyPair>, ...args: readonly (RDD<AnyPair> | Where | undefined)[]) {
    return cogrouped(
      [this, ...args.filter((each) => each instanceof RDD)],
      args.find((each) => isWhere(each)),
    );
  },
  groupWith(this: RDD<AnyPair>, ...others: readonly RDD<AnyPair>[]) {
    return cogrouped([this, ...others], undefined);
  },
});
