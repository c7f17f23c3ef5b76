import { JavaHashMap } from '../../../../../engine/jvm/JavaHashMap.js';
import type { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';

interface Movement {
  readonly from: string;
  readonly to: string;
}

/**
 * Who gave which partition to whom during one assignment. When a partition of a topic is to go from B to A although another one of that topic
 * went from A to B, that one goes back instead, so that fewer partitions change hands.
 * Model: kafka 2.8.0 clients/consumer/internals/AbstractStickyAssignor.java `PartitionMovements`.
 */
export class PartitionMovements {
  private readonly movements = new Map<string, Movement>();
  /** By topic, source and destination; in the order of a Java `HashSet`. */
  private readonly moved = new Map<string, JavaHashMap<TopicPartition, null>>();

  /** The partition that should really go from `from` to `to` instead of `partition`. */
  actualPartition(partition: TopicPartition, from: string, to: string): TopicPartition {
    const origin = this.movements.get(String(partition))?.from ?? from;
    const reverse = this.moved.get(keyOf(partition.topic, to, origin));
    if (reverse === undefined) return partition;
    for (const [first] of reverse) return first;
    return partition;
  }

  move(partition: TopicPartition, from: string, to: string): void {
    const earlier = this.movements.get(String(partition));
    if (earlier === undefined) this.add(partition, { from, to });
    else {
      this.remove(partition, earlier);
      // Back where it came from: then it hasn't moved at all.
      if (earlier.from !== to) this.add(partition, { from: earlier.from, to });
    }
  }

  private add(partition: TopicPartition, movement: Movement): void {
    this.movements.set(String(partition), movement);
    const key = keyOf(partition.topic, movement.from, movement.to);
    let moved = this.moved.get(key);
    if (moved === undefined) {
      moved = new JavaHashMap();
      this.moved.set(key, moved);
    }
    moved.put(partition, null);
  }

  private remove(partition: TopicPartition, movement: Movement): void {
    this.movements.delete(String(partition));
    const key = keyOf(partition.topic, movement.from, movement.to);
    const moved = this.moved.get(key);
    moved?.remove(partition);
    if (moved?.size === 0) this.moved.delete(key);
  }
}

const keyOf = (topic: string, from: string, to: string): string => JSON.stringify([topic, from, to]);
