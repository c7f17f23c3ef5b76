import { JavaHashMap } from '../jvm/JavaHashMap.js';
import type { ConsumerRecord } from './ConsumerRecord.js';
import type { TopicPartition } from './TopicPartition.js';

/**
 * What one poll gave, partition by partition in the order of Java's HashMap (KA-107), each in the order of offsets.
 * Model: kafka 2.8.0 clients/consumer/ConsumerRecords.java.
 */
export class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {
  private readonly byPartition = new JavaHashMap<TopicPartition, readonly ConsumerRecord<K, V>[]>();

  /** @param fetched in the order in which the partitions were drained */
  constructor(fetched: Iterable<readonly [TopicPartition, readonly ConsumerRecord<K, V>[]]> = []) {
    for (const [partition, records] of fetched) this.byPartition.put(partition, records);
  }

  get count(): number {
    let count = 0;
    for (const [, records] of this.byPartition) count += records.length;
    return count;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  partitions(): TopicPartition[] {
    return [...this.byPartition.keys()];
  }

  /** Records of a partition, or of all partitions of a topic. */
  records(of: TopicPartition | string): readonly ConsumerRecord<K, V>[] {
    if (typeof of !== 'string') return this.byPartition.get(of) ?? [];
    return [...this].filter(({ topic }) => topic === of);
  }

  *[Symbol.iterator](): Generator<ConsumerRecord<K, V>, void, undefined> {
    for (const [, records] of this.byPartition) yield* records;
  }
}
