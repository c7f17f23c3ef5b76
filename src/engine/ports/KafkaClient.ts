import type { ConsumerRecords } from '../kafka/ConsumerRecords.js';
import type { OffsetAndMetadata } from '../kafka/OffsetAndMetadata.js';
import type { ProducerRecord, RecordMetadata } from '../kafka/ProducerRecord.js';
import type { TopicPartition } from '../kafka/TopicPartition.js';
import type { Host } from './Host.js';
import type { Process } from './Process.js';

/** Kafka's configuration keys with values as text, number or flag. */
export type ClientConfig = Readonly<Record<string, unknown>>;

/** Partitions with something each, in the order in which they were put in. */
export type ByPartition<T> = ReadonlyMap<TopicPartition, T>;

/** Called inside `poll`, `unsubscribe` and `close`; each may take time. */
export interface RebalanceListener {
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): void | Process<void>;
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): void | Process<void>;
  /** Absent: `onPartitionsRevoked` is called. */
  onPartitionsLost?(partitions: readonly TopicPartition[]): void | Process<void>;
}

export type CommitCallback = (offsets: ByPartition<OffsetAndMetadata>, error: Error | undefined) => void;

/** What identifies a member towards a transaction. */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId?: string;
}

export interface OffsetAndTimestamp {
  readonly offset: number;
  readonly timestamp: number;
}

/**
 * A consumer, with the methods of Kafka 2.8's `KafkaConsumer`; what takes time is a process. One caller at a time.
 * Errors are Kafka's, by class and text (spec KA-092 to KA-133).
 */
export interface Consumer<K, V> {
  subscribe(topics: readonly string[] | RegExp, listener?: RebalanceListener): void;
  assign(partitions: readonly TopicPartition[]): void;
  unsubscribe(): Process<void>;
  subscription(): readonly string[];
  assignment(): readonly TopicPartition[];
  paused(): readonly TopicPartition[];
  poll(timeoutMs: number): Process<ConsumerRecords<K, V>>;
  /** The deprecated `poll(long)`: waits for the assignment, whatever the timeout (KA-094). */
  pollUntilAssigned(timeoutMs: number): Process<ConsumerRecords<K, V>>;
  position(partition: TopicPartition): Process<number>;
  committed(partitions: readonly TopicPartition[]): Process<ByPartition<OffsetAndMetadata | undefined>>;
  commitSync(offsets?: ByPartition<OffsetAndMetadata>): Process<void>;
  /** Sends and goes on; the callback runs in a later call (KA-121). */
  commitAsync(callback?: CommitCallback): void;
  commitAsync(offsets: ByPartition<OffsetAndMetadata>, callback?: CommitCallback): void;
  seek(partition: TopicPartition, offset: number | OffsetAndMetadata): void;
  seekToBeginning(partitions: readonly TopicPartition[]): void;
  seekToEnd(partitions: readonly TopicPartition[]): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  beginningOffsets(partitions: readonly TopicPartition[]): Process<ByPartition<number>>;
  endOffsets(partitions: readonly TopicPartition[]): Process<ByPartition<number>>;
  offsetsForTimes(times: ByPartition<number>): Process<ByPartition<OffsetAndTimestamp | undefined>>;
  /** Numbers of the topic's partitions; none when it does not exist. */
  partitionsFor(topic: string): Process<readonly number[]>;
  groupMetadata(): ConsumerGroupMetadata;
  wakeup(): void;
  close(timeoutMs?: number): Process<void>;
}

/** What becomes of a record that was given to `send`. */
export interface RecordFuture {
  readonly isDone: boolean;
  /** Waits. @throws what the send failed with */
  get(): Process<RecordMetadata>;
}

export type SendCallback = (metadata: RecordMetadata, error: Error | undefined) => void;

/** A producer, with the methods of Kafka 2.8's `KafkaProducer` (spec KA-048 to KA-090). */
export interface Producer<K, V> {
  /** Takes time only while metadata or memory is missing, at most `max.block.ms`. */
  send(record: ProducerRecord<K, V>, callback?: SendCallback): Process<RecordFuture>;
  flush(): Process<void>;
  partitionsFor(topic: string): Process<readonly number[]>;
  initTransactions(): Process<void>;
  beginTransaction(): void;
  sendOffsetsToTransaction(offsets: ByPartition<OffsetAndMetadata>, group: ConsumerGroupMetadata | string): Process<void>;
  commitTransaction(): Process<void>;
  abortTransaction(): Process<void>;
  close(timeoutMs?: number): Process<void>;
}

/** Kafka as a program sees it: it makes clients on a host, and they end with that host. */
export interface KafkaClient {
  createConsumer<K, V>(host: Host, config: ClientConfig): Consumer<K, V>;
  createProducer<K, V>(host: Host, config: ClientConfig): Producer<K, V>;
}
