import type { DrawPartition, TopicPartitions } from './partitioner.js';

/**
 * The partition that records without key of a topic go to, until one of them needs a new batch (KA-060, KA-061).
 * Model: kafka 2.8.0 clients/producer/internals/StickyPartitionCache.java.
 */
export class StickyPartitionCache {
  private readonly current = new Map<string, number>();
  private readonly choices = new Map<string, number>();
  constructor(private readonly draw: DrawPartition) {}

  partition(topic: string, cluster: TopicPartitions): number {
    return this.current.get(topic) ?? this.choose(topic, cluster, undefined);
  }

  /** Leaves `previous`, if it is the sticky one: a record with key may have filled the batch of another partition. */
  next(topic: string, cluster: TopicPartitions, previous: number): number {
    const old = this.current.get(topic);
    return old === undefined || old === previous ? this.choose(topic, cluster, old) : old;
  }

  /** One with a leader, and never the old one where there is a choice; any, when none has a leader. */
  private choose(topic: string, cluster: TopicPartitions, old: number | undefined): number {
    const available = cluster.availablePartitions(topic);
    let chosen: number;
    if (available.length === 0) {
      chosen = Math.floor(this.drawOnce(topic) * cluster.partitionCount(topic));
    } else if (available.length === 1) {
      chosen = available[0] as number;
    } else {
      const others = available.filter((each) => each !== old);
      chosen = others[Math.floor(this.drawOnce(topic) * others.length)] as number;
    }
    this.current.set(topic, chosen);
    return chosen;
  }

  private drawOnce(topic: string): number {
    const choice = this.choices.get(topic) ?? 0;
    this.choices.set(topic, choice + 1);
    return this.draw(topic, choice);
  }
}
