/** One part of an RDD. Subclasses of RDD extend it with what `compute` needs; `index` is its position, from 0. */
export interface Partition {
  readonly index: number;
}

/** Partitions that are nothing but their index. */
export const indices = (count: number): Partition[] => Array.from({ length: count }, (_, index) => ({ index }));
