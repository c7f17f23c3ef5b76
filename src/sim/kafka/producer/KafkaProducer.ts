import { IllegalStateException } from '../../../engine/errors.js';
import type { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import { type ProducerRecord, RecordMetadata } from '../../../engine/kafka/ProducerRecord.js';
import type {
  ByPartition,
  ClientConfig,
  ConsumerGroupMetadata,
  Producer,
  RecordFuture,
  SendCallback,
} from '../../../engine/ports/KafkaClient.js';
import type { Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { KafkaCluster } from '../broker/KafkaCluster.js';
import type { KafkaEventInput } from '../events.js';
import { batchSizeUpperBound } from '../log/batchSize.js';
import { ClientMetadata } from '../net/ClientMetadata.js';
import { ClientRequests } from '../net/ClientRequests.js';
import { NetworkClient } from '../net/NetworkClient.js';
import { ApiException, KafkaException, TimeoutException } from '../protocol/errors.js';
import { InvalidTopicException, RecordTooLargeException } from '../protocol/exceptions.js';
import { partitionName } from '../topics.js';
import { FailedRecord } from './ProducerBatch.js';
import { ProducerSettings } from './ProducerSettings.js';
import { DefaultPartitioner, type Partitioner, RoundRobinPartitioner, UniformStickyPartitioner } from './partitioner.js';
import { RecordAccumulator, sizesOf } from './RecordAccumulator.js';
import { Sender } from './Sender.js';
import type { Serializer } from './serializers.js';
import { TransactionManager } from './TransactionManager.js';

/** The producer of 2.8 on a simulated host. Model: kafka 2.8.0 clients/producer/KafkaProducer.java (KA-048 to KA-091). */
export class KafkaProducer<K, V> implements Producer<K, V> {
  readonly clientId: string;
  private readonly settings: ProducerSettings;
  private readonly metadata: ClientMetadata;
  private readonly client: NetworkClient;
  private readonly accumulator: RecordAccumulator;
  private readonly sender: Sender;
  private readonly transactions: TransactionManager | undefined;
  private readonly partitioner: Partitioner;
  private readonly keys: Serializer;
  private readonly values: Serializer;
  private readonly topics = new Set<string>();
  private closed = false;

  /** @param number of this producer among those of its cluster, from 1. @throws {ConfigException | KafkaException} as Kafka's constructor */
  constructor(
    private readonly cluster: KafkaCluster,
    private readonly host: SimHost,
    config: ClientConfig,
    number: number,
  ) {
    const settings = new ProducerSettings(config, number);
    this.settings = settings;
    this.clientId = settings.clientId;
    this.keys = settings.keySerializer;
    this.values = settings.valueSerializer;
    this.client = new NetworkClient(
      cluster.network,
      host,
      this.clientId,
      (address) => cluster.endpointAt(address),
      settings.network,
    );
    this.metadata = new ClientMetadata(this.client, host.clock, {
      bootstrap: settings.bootstrap.length > 0 ? settings.bootstrap : cluster.bootstrapServers,
      maxAgeMs: settings.number('metadata.max.age.ms'),
      retryBackoffMs: settings.number('retry.backoff.ms'),
      allowAutoTopicCreation: true,
    });
    this.metadata.want(() => [...this.topics]);
    this.accumulator = new RecordAccumulator(host.clock, settings.accumulator);
    const requests = new ClientRequests(this.client, this.metadata, host.clock, settings.number('retry.backoff.ms'));
    this.transactions = settings.idempotent
      ? new TransactionManager(host, requests, {
          transactionalId: settings.transactionalId,
          transactionTimeoutMs: settings.number('transaction.timeout.ms'),
          maxBlockMs: settings.number('max.block.ms'),
          retryBackoffMs: settings.number('retry.backoff.ms'),
        })
      : undefined;
    this.sender = new Sender(host, this.client, this.metadata, this.accumulator, this.transactions, settings.sender, {
      sent: (batch) =>
        this.emit({
          type: 'record.produced',
          topic: batch.topic,
          partition: batch.partition,
          client: this.clientId,
          records: batch.count,
          bytes: batch.sizeInBytes,
        }),
      failed: (batch, error) =>
        this.emit({
          type: 'produce.failed',
          topic: batch.topic,
          partition: batch.partition,
          client: this.clientId,
          records: batch.count,
          error: error.message,
        }),
    });
    this.metadata.onUpdate = () => this.sender.wakeup();
    this.partitioner = this.choosePartitioner();
  }

  *send(record: ProducerRecord<K, V>, callback?: SendCallback): Process<RecordFuture> {
    this.checkOpen();
    try {
      const { topic } = record;
      const end = this.host.clock.now() + this.settings.number('max.block.ms');
      if (!this.knows(topic, record.partition)) yield* this.awaitMetadata(topic, record.partition, end);
      const key = this.keys.serialize(topic, record.key);
      const value = this.values.serialize(topic, record.value);
      let partition = record.partition ?? this.partitioner.partition(topic, key, this.metadata);
      const sizes = sizesOf(key, value, record.headers);
      const bytes = batchSizeUpperBound(sizes);
      if (bytes > this.settings.number('max.request.size')) throw this.tooLarge(bytes, 'max.request.size');
      if (bytes > this.settings.number('buffer.memory')) throw this.tooLarge(bytes, 'buffer.memory');
      this.transactions?.checkSend();
      const timestamp = record.timestamp ?? this.host.clock.now();
      let name = partitionName(topic, partition);
      let future = this.accumulator.tryAppend(name, sizes, key, value, timestamp, record.headers, callback);
      let opened = false;
      if (future === undefined) {
        if (record.partition === undefined) {
          this.partitioner.onNewBatch(topic, this.metadata, partition);
          partition = this.partitioner.partition(topic, key, this.metadata);
          name = partitionName(topic, partition);
          future = this.accumulator.tryAppend(name, sizes, key, value, timestamp, record.headers, callback);
        }
        if (future === undefined) {
          // Waiting for memory must not keep the sender from freeing some.
          this.sender.wakeup();
          const reserved = yield* this.accumulator.allocate(sizes, end);
          this.checkOpen();
          future = this.accumulator.tryAppend(name, sizes, key, value, timestamp, record.headers, callback);
          if (future === undefined) {
            const batch = this.accumulator.open(name, reserved, sizes);
            future = batch.tryAppend(sizes, key, value, timestamp, record.headers, callback);
            opened = true;
          } else this.accumulator.release(reserved);
        }
      }
      this.transactions?.wrote(name);
      if (opened) this.sender.wakeup();
      return future as RecordFuture;
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      callback?.(new RecordMetadata(record.topic, record.partition ?? -1, -1, -1, -1, -1), error);
      return new FailedRecord(error);
    }
  }

  *flush(): Process<void> {
    yield* this.accumulator.flush(() => this.sender.wakeup());
  }

  *partitionsFor(topic: string): Process<readonly number[]> {
    this.checkOpen();
    if (!this.knows(topic, undefined))
      yield* this.awaitMetadata(topic, undefined, this.host.clock.now() + this.settings.number('max.block.ms'));
    return Array.from({ length: this.metadata.partitionCount(topic) }, (_, i) => i);
  }

  *initTransactions(): Process<void> {
    yield* this.transactional().initTransactions();
  }

  beginTransaction(): void {
    this.transactional().begin();
  }

  *sendOffsetsToTransaction(offsets: ByPartition<OffsetAndMetadata>, group: ConsumerGroupMetadata | string): Process<void> {
    const member = typeof group === 'string' ? { groupId: group, generationId: -1, memberId: '' } : group;
    yield* this.transactional().sendOffsets(offsets, member);
  }

  *commitTransaction(): Process<void> {
    yield* this.transactional().commit(() => this.flush());
  }

  *abortTransaction(): Process<void> {
    yield* this.transactional().abort(
      () => this.sender.abortUnsent(new KafkaException('Failing batch since transaction was aborted')),
      () => this.flush(),
    );
  }

  *close(timeoutMs = Number.POSITIVE_INFINITY): Process<void> {
    if (this.closed) return;
    this.closed = true;
    if (timeoutMs > 0) {
      if (this.transactions?.isTransactional && this.transactions.isOpen) {
        try {
          yield* this.abortTransaction();
        } catch {
          // A producer that is fenced or cannot reach the coordinator closes all the same.
        }
      }
      yield* this.flush();
    }
    this.sender.forceClose(new KafkaException('Producer is closed forcefully.'));
    this.metadata.close();
    this.client.close();
  }

  private transactional(): TransactionManager {
    this.checkOpen();
    if (this.transactions === undefined || !this.transactions.isTransactional) {
      throw new IllegalStateException(
        'Cannot use transactional methods without enabling transactions by setting the transactional.id configuration property',
      );
    }
    return this.transactions;
  }

  private checkOpen(): void {
    if (this.closed) throw new IllegalStateException('Cannot perform operation after producer has been closed');
  }

  private knows(topic: string, partition: number | undefined): boolean {
    const count = this.metadata.partitionCount(topic);
    return this.topics.has(topic) && count > 0 && (partition === undefined || partition < count);
  }

  /** @throws {TimeoutException | InvalidTopicException} (KA-050) */
  private *awaitMetadata(topic: string, partition: number | undefined, end: number): Process<void> {
    this.topics.add(topic);
    while (!this.knows(topic, partition)) {
      const came = yield* this.metadata.awaitUpdate(end);
      if (this.metadata.topics.get(topic)?.error === 'INVALID_TOPIC_EXCEPTION')
        throw new InvalidTopicException(`Invalid topics: [${topic}]`);
      if (came || this.knows(topic, partition)) continue;
      const ms = this.settings.number('max.block.ms');
      const count = this.metadata.partitionCount(topic);
      throw new TimeoutException(
        partition === undefined || count === 0
          ? `Topic ${topic} not present in metadata after ${ms} ms.`
          : `Partition ${partition} of topic ${topic} with partition count ${count} is not present in metadata after ${ms} ms.`,
      );
    }
  }

  private tooLarge(bytes: number, setting: string): RecordTooLargeException {
    const limit = this.settings.number(setting);
    return new RecordTooLargeException(
      setting === 'max.request.size'
        ? `The message is ${bytes} bytes when serialized which is larger than ${limit}, which is the value of the max.request.size configuration.`
        : `The message is ${bytes} bytes when serialized which is larger than the total memory buffer you have configured with the buffer.memory configuration.`,
    );
  }

  private choosePartitioner(): Partitioner {
    const draw = (topic: string, choice: number): number => this.cluster.draw('sticky', this.clientId, topic, choice);
    const name = this.settings.partitioner;
    if (name.endsWith('RoundRobinPartitioner')) return new RoundRobinPartitioner();
    return name.endsWith('UniformStickyPartitioner') ? new UniformStickyPartitioner(draw) : new DefaultPartitioner(draw);
  }

  private emit(event: KafkaEventInput): number {
    return this.cluster.kernel.emitOn(this.host.name, event);
  }
}
