import { IllegalArgumentException } from '../errors.js';
import type { Header } from './ConsumerRecord.js';

/** What may be left open of a record: then the producer decides. */
export interface ProducerRecordOptions {
  readonly partition?: number;
  /** Milliseconds since the epoch; else the time of `send`. */
  readonly timestamp?: number;
  readonly headers?: readonly Header[];
}

/** A record to be sent. Model: kafka 2.8.0 clients/producer/ProducerRecord.java. */
export class ProducerRecord<K, V> {
  readonly partition: number | undefined;
  readonly timestamp: number | undefined;
  readonly headers: readonly Header[];

  /** @throws {IllegalArgumentException} negative timestamp or partition */
  constructor(
    readonly topic: string,
    readonly key: K | undefined,
    readonly value: V | undefined,
    { partition, timestamp, headers = [] }: ProducerRecordOptions = {},
  ) {
    if (timestamp !== undefined && timestamp < 0)
      throw new IllegalArgumentException(`Invalid timestamp: ${timestamp}. Timestamp should always be non-negative or null.`);
    if (partition !== undefined && partition < 0)
      throw new IllegalArgumentException(
        `Invalid partition: ${partition}. Partition number should always be non-negative or null.`,
      );
    this.partition = partition;
    this.timestamp = timestamp;
    this.headers = headers;
  }
}

/** Where a record went. Offset -1: the broker did not say (`acks=0`). Model: kafka 2.8.0 clients/producer/RecordMetadata.java. */
export class RecordMetadata {
  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly offset: number,
    readonly timestamp: number,
    readonly serializedKeySize: number,
    readonly serializedValueSize: number,
  ) {}

  toString(): string {
    return `${this.topic}-${this.partition}@${this.offset}`;
  }
}
