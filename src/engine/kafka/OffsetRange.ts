import { TopicPartition } from './TopicPartition.js';

/**
 * Offsets of one partition, the first inclusive, the last exclusive. Markers of transactions and holes of compacted topics count (SS-1148).
 * Model: apache/spark 3.2.1 external/kafka-0-10/.../OffsetRange.scala.
 */
export class OffsetRange {
  constructor(
    readonly topic: string,
    readonly partition: number,
    /** Inclusive. */
    readonly fromOffset: number,
    /** Exclusive. */
    readonly untilOffset: number,
  ) {}

  static create(topic: string, partition: number, fromOffset: number, untilOffset: number): OffsetRange;
  static create(partition: TopicPartition, fromOffset: number, untilOffset: number): OffsetRange;
  static create(...given: [string, number, number, number] | [TopicPartition, number, number]): OffsetRange {
    if (given.length === 4) return new OffsetRange(...given);
    const [{ topic, partition }, fromOffset, untilOffset] = given;
    return new OffsetRange(topic, partition, fromOffset, untilOffset);
  }

  topicPartition(): TopicPartition {
    return new TopicPartition(this.topic, this.partition);
  }

  /** How many offsets it has, which may be more than records. */
  count(): number {
    return this.untilOffset - this.fromOffset;
  }

  equals(other: unknown): boolean {
    return (
      other instanceof OffsetRange &&
      other.topic === this.topic &&
      other.partition === this.partition &&
      other.fromOffset === this.fromOffset &&
      other.untilOffset === this.untilOffset
    );
  }

  toString(): string {
    return `OffsetRange(topic: '${this.topic}', partition: ${this.partition}, range: [${this.fromOffset} -> ${this.untilOffset}])`;
  }
}
