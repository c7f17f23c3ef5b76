import { murmur2 } from './murmur2.js';
import { StickyPartitionCache } from './StickyPartitionCache.js';

/** What a partitioner knows of the cluster: the producer's metadata. */
export interface TopicPartitions {
  /** How many partitions the topic has, with or without leader. */
  partitionCount(topic: string): number;
  /** Those that have a leader, in the order of the metadata. */
  availablePartitions(topic: string): readonly number[];
}

/** A number in [0, 1) that decides about this choice: the `choice`-th of a topic. */
export type DrawPartition = (topic: string, choice: number) => number;

/** Chooses the partition of a record that names none. Model: kafka 2.8.0 clients/producer/Partitioner.java. */
export interface Partitioner {
  /** @param key serialised; undefined for a record without key */
  partition(topic: string, key: Uint8Array | undefined, cluster: TopicPartitions): number;
  /** A record needs a new batch in `previous`; `partition` is asked again afterwards, and the record opens a batch there or joins one. */
  onNewBatch(topic: string, cluster: TopicPartitions, previous: number): void;
}

/** Partition of a record with key: by its hash over all partitions, with leader or not; an empty key is one (KA-055). */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return toPositive(murmur2(key)) % partitionCount;
}

/** Records with key by its hash, the others to one partition until a record needs a new batch (KA-060). Model: DefaultPartitioner.java. */
export class DefaultPartitioner implements Partitioner {
  private readonly sticky: StickyPartitionCache;
  constructor(draw: DrawPartition) {
    this.sticky = new StickyPartitionCache(draw);
  }

  partition(topic: string, key: Uint8Array | undefined, cluster: TopicPartitions): number {
    return key === undefined ? this.sticky.partition(topic, cluster) : partitionForKey(key, cluster.partitionCount(topic));
  }

  onNewBatch(topic: string, cluster: TopicPartitions, previous: number): void {
    this.sticky.next(topic, cluster, previous);
  }
}

/** Like the default one, but it ignores keys. Model: UniformStickyPartitioner.java. */
export class UniformStickyPartitioner implements Partitioner {
  private readonly sticky: StickyPartitionCache;
  constructor(draw: DrawPartition) {
    this.sticky = new StickyPartitionCache(draw);
  }

  partition(topic: string, _: Uint8Array | undefined, cluster: TopicPartitions): number {
    return this.sticky.partition(topic, cluster);
  }

  onNewBatch(topic: string, cluster: TopicPartitions, previous: number): void {
    this.sticky.next(topic, cluster, previous);
  }
}

/**
 * One partition after the other, keys ignored. It steps on twice for a record that opens a batch, so unbatched records use every second
 * partition of an even number (KA-065). Model: RoundRobinPartitioner.java.
 */
export class RoundRobinPartitioner implements Partitioner {
  private readonly counters = new Map<string, number>();

  partition(topic: string, _: Uint8Array | undefined, cluster: TopicPartitions): number {
    const counter = this.counters.get(topic) ?? 0;
    this.counters.set(topic, (counter + 1) | 0);
    const available = cluster.availablePartitions(topic);
    if (available.length === 0) return toPositive(counter) % cluster.partitionCount(topic);
    return available[toPositive(counter) % available.length] as number;
  }

  onNewBatch(): void {}
}

/** Java's `Utils.toPositive`: without the sign bit, which is not the absolute value. */
const toPositive = (hash: number): number => hash & 0x7fffffff;
