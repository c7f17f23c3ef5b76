/** Decides to which of `numPartitions` partitions a key belongs. Equality of partitioners is what removes shuffles (SC-007). */
export interface Partitioner {
  readonly numPartitions: number;
  /** From 0 to `numPartitions - 1`. */
  getPartition(key: unknown): number;
  /** Same class and same decisions. A custom partitioner without it equals only itself (SC-205). */
  equals?(other: Partitioner): boolean;
}

export function samePartitioner(a: Partitioner | undefined, b: Partitioner | undefined): boolean {
  return a !== undefined && b !== undefined && (a === b || (a.equals?.(b) ?? false));
}
