import { require } from '../errors.js';
import type { Console } from '../ports/Console.js';
import type { Consumer } from '../ports/KafkaClient.js';
import type { Process } from '../ports/Process.js';
import type { ConsumerRecord } from './ConsumerRecord.js';
import type { TopicPartition } from './TopicPartition.js';

const UNKNOWN = -2;

/**
 * An executor's consumer of one partition, which keeps what it has fetched from one batch to the next. Model: apache/spark 3.2.1
 * external/kafka-0-10/.../KafkaDataConsumer.scala `InternalKafkaConsumer` (SS-1152, SS-1155).
 */
export class RangeConsumer<K, V> {
  private buffer: readonly ConsumerRecord<K, V>[] = [];
  private next = 0;
  private nextOffset = UNKNOWN;

  constructor(
    private readonly consumer: Consumer<K, V>,
    private readonly group: string,
    readonly partition: TopicPartition,
    private readonly console: Console,
  ) {
    consumer.assign([partition]);
  }

  /** The record of an offset, if it is the next one and at hand: most are, and need no process. */
  buffered(offset: number): ConsumerRecord<K, V> | undefined {
    if (offset !== this.nextOffset || this.buffer[this.next]?.offset !== offset) return undefined;
    this.nextOffset = offset + 1;
    return this.take();
  }

  /**
   * The record of an offset.
   * @throws {IllegalArgumentException} none came within `timeoutMs`, or that of another offset: there is a hole
   */
  *get(offset: number, timeoutMs: number): Process<ConsumerRecord<K, V>> {
    const failed = `Failed to get records for ${this.group} ${this.partition} ${offset} after polling for ${timeoutMs}`;
    if (offset !== this.nextOffset) {
      this.log(`Initial fetch for ${this.group} ${this.partition} ${offset}`);
      yield* this.fetch(offset, timeoutMs);
    }
    if (!this.hasNext) yield* this.poll(timeoutMs);
    require(this.hasNext, failed);
    let record = this.take();
    if (record.offset !== offset) {
      this.log(`Buffer miss for ${this.group} ${this.partition} ${offset}`);
      yield* this.fetch(offset, timeoutMs);
      require(this.hasNext, failed);
      record = this.take();
      require(record.offset ===
        offset, `Got wrong record for ${this.group} ${this.partition} even after seeking to offset ${offset} got offset ${record.offset} instead. If this is a compacted topic, consider enabling spark.streaming.kafka.allowNonConsecutiveOffsets`);
    }
    this.nextOffset = offset + 1;
    return record;
  }

  /** Goes to an offset at which there need not be a record. */
  *compactedStart(offset: number, timeoutMs: number): Process<void> {
    if (offset === this.nextOffset) return;
    this.log(`Initial fetch for compacted ${this.group} ${this.partition} ${offset}`);
    yield* this.fetch(offset, timeoutMs);
  }

  /** The next record, if it is at hand. */
  compactedBuffered(): ConsumerRecord<K, V> | undefined {
    if (!this.hasNext) return undefined;
    const record = this.take();
    this.nextOffset = record.offset + 1;
    return record;
  }

  /** The next record that is there, whatever its offset. @throws {IllegalArgumentException} none came within `timeoutMs` */
  *compactedNext(timeoutMs: number): Process<ConsumerRecord<K, V>> {
    if (!this.hasNext) yield* this.poll(timeoutMs);
    require(this.hasNext, `Failed to get records for compacted ${this.group} ${this.partition} after polling for ${timeoutMs}`);
    const record = this.take();
    this.nextOffset = record.offset + 1;
    return record;
  }

  /** Puts the record back that came last. */
  compactedPrevious(): void {
    this.next--;
  }

  close(): Process<void> {
    return this.consumer.close();
  }

  private get hasNext(): boolean {
    return this.next < this.buffer.length;
  }

  private take(): ConsumerRecord<K, V> {
    return this.buffer[this.next++] as ConsumerRecord<K, V>;
  }

  private *fetch(offset: number, timeoutMs: number): Process<void> {
    this.consumer.seek(this.partition, offset);
    yield* this.poll(timeoutMs);
  }

  private *poll(timeoutMs: number): Process<void> {
    const polled = yield* this.consumer.poll(timeoutMs);
    this.buffer = [...polled];
    this.next = 0;
  }

  private log(message: string): void {
    this.console.log('INFO', 'InternalKafkaConsumer', message);
  }
}
