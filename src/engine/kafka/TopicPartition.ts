import { stringHash } from '../jvm/hashCode.js';

/** One partition of a topic. Model: kafka 2.8.0 common/TopicPartition.java, whose hash decides orders that are seen. */
export class TopicPartition {
  private hash: number | undefined;
  private text: string | undefined;
  constructor(
    readonly topic: string,
    readonly partition: number,
  ) {}

  hashCode(): number {
    this.hash ??= (Math.imul(31, 31 + this.partition) + stringHash(this.topic)) | 0;
    return this.hash;
  }

  equals(other: unknown): boolean {
    return other instanceof TopicPartition && other.partition === this.partition && other.topic === this.topic;
  }

  /** `topic-0`, as Kafka prints it. */
  toString(): string {
    this.text ??= `${this.topic}-${this.partition}`;
    return this.text;
  }

  /** The partition that `topic-0` names; the topic may have dashes. @throws {RangeError} there is no number behind a dash */
  static parse(text: string): TopicPartition {
    const [, topic, partition] = /^(.*)-(\d+)$/.exec(text) ?? [];
    if (topic === undefined || partition === undefined) throw new RangeError(`not a partition: ${text}`);
    return new TopicPartition(topic, Number(partition));
  }
}
