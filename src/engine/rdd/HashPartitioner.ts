import { IllegalArgumentException } from '../errors.js';
import { hashCode } from '../jvm/hashCode.js';
import type { Partitioner } from './Partitioner.js';

/** By Java's hash code; null goes to partition 0 (SC-201). */
export class HashPartitioner implements Partitioner {
  /** @throws {IllegalArgumentException} for a negative count */
  constructor(readonly numPartitions: number) {
    if (numPartitions < 0) {
      throw new IllegalArgumentException(`requirement failed: Number of partitions (${numPartitions}) cannot be negative.`);
    }
  }

  getPartition(key: unknown): number {
    if (key === null) return 0;
    const raw = hashCode(key) % this.numPartitions;
    return raw < 0 ? raw + this.numPartitions : raw === 0 ? 0 : raw;
  }

  equals(other: Partitioner): boolean {
    return other instanceof HashPartitioner && other.numPartitions === this.numPartitions;
  }
}
