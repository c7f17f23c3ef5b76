import type { Partitioner } from './Partitioner.js';
import type { RDD } from './RDD.js';

/** Each partition of the child reads the listed partitions of the parent, in this order, without a shuffle. */
export class NarrowDependency<T = unknown> {
  readonly kind = 'narrow';
  constructor(
    readonly rdd: RDD<T>,
    readonly parentsOf: (partition: number) => readonly number[],
  ) {}
}

export const oneToOne = (partition: number): readonly number[] => [partition];

/** The three functions of a by-key aggregation (SC-120). */
export interface Aggregator<V, C> {
  readonly create: (value: V) => C;
  readonly mergeValue: (combined: C, value: V) => C;
  readonly mergeCombiners: (a: C, b: C) => C;
}

/** The stage boundary. `id` is drawn when the child's dependencies are first asked for (SC-003). */
export class ShuffleDependency<K = unknown, V = unknown, C = unknown> {
  readonly kind = 'shuffle';
  /** What the `ShuffleManager` knows of the map outputs; kept here, so that it goes when the shuffle does. */
  mapOutputs: unknown;
  /** What each executor was told of them. */
  knownStatuses: unknown;
  constructor(
    readonly rdd: RDD<readonly [K, V]>,
    readonly partitioner: Partitioner,
    readonly id: number,
    readonly options: {
      readonly aggregator?: Aggregator<V, C>;
      readonly mapSideCombine?: boolean;
      /** Sorts each reduce partition by key, stably. */
      readonly keyOrdering?: (a: K, b: K) => number;
    } = {},
  ) {}
}

// biome-ignore lint/suspicious/noExplicitAny: a lineage mixes element types
export type Dependency = NarrowDependency<any> | ShuffleDependency<any, any, any>;
