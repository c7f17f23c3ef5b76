/** One part of an RDD. Subclasses of RDD extend it with what `compute` needs; `index` is its position, from 0. */
export interface Partition {
  readonly index: number;
}
