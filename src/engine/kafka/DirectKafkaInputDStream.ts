import { currentEnvironment } from '../ambient.js';
import { InputDStream } from '../dstream/InputDStream.js';
import { IllegalStateException } from '../errors.js';
import { currentPlace } from '../place.js';
import type { ClientConfig, CommitCallback, Consumer } from '../ports/KafkaClient.js';
import type { Process } from '../ports/Process.js';
import { RateController } from '../rate/RateController.js';
import type { StorageLevel } from '../rdd/StorageLevel.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Time } from '../time/index.js';
import type { CanCommitOffsets } from './CanCommitOffsets.js';
import type { ConsumerRecord } from './ConsumerRecord.js';
import type { ConsumerStrategy } from './ConsumerStrategies.js';
import { executorParams } from './executorParams.js';
import { KafkaRDD } from './KafkaRDD.js';
import { limitOffsets, type PartitionOffsets } from './limitOffsets.js';
import { OffsetAndMetadata } from './OffsetAndMetadata.js';
import { OffsetRange } from './OffsetRange.js';
import type { PerPartitionConfig } from './PerPartitionConfig.js';
import { rangeOrder } from './rangeOrder.js';
import { TopicPartition } from './TopicPartition.js';

type ConsumerOfDriver = Consumer<unknown, unknown>;

/**
 * A stream of Kafka's records without a receiver: when a batch is generated the driver asks for the ends of the log, and what lies between them and the ends
 * of the batch before is its ranges, which the executors read (SS-1101 ff.). Every batch has an RDD, also an empty one. Fields are as a checkpoint
 * keeps them; the consumer is not among them. Model: apache/spark 3.2.1 external/kafka-0-10/.../DirectKafkaInputDStream.scala.
 */
export class DirectKafkaInputDStream<K, V> extends InputDStream<ConsumerRecord<K, V>> implements CanCommitOffsets {
  /** Of this run only. */
  private consumer: ConsumerOfDriver | undefined;
  /** Of this run only. */
  private controller: RateController | undefined;
  private readonly executorParams: ClientConfig;
  /** Where the next batch begins, by `topic-0`. */
  private readonly currentOffsets = new Map<string, readonly [TopicPartition, number]>();
  private readonly commitQueue: OffsetRange[] = [];
  private commitCallback: CommitCallback | undefined;
  /** Of the batches that are remembered, by batch time in ms: for the checkpoint. */
  private readonly rangesOfBatches = new Map<number, readonly OffsetRange[]>();

  constructor(
    context: StreamingContext,
    private readonly strategy: ConsumerStrategy<K, V>,
    private readonly perPartition: PerPartitionConfig,
  ) {
    super(context);
    this.executorParams = executorParams(strategy.executorKafkaParams, context.environment.console);
    this.rateController?.latestRate;
  }

  override get name(): string {
    return `Kafka 0.10 direct stream [${this.id}]`;
  }

  protected override get className(): string {
    return `org.apache.spark.streaming.kafka010.${this.constructor.name}`;
  }

  /** Present when backpressure is on. */
  override get rateController(): RateController | undefined {
    const { conf, environment } = this.context;
    if (!conf.getBoolean('spark.streaming.backpressure.enabled', false)) return undefined;
    this.controller ??= new RateController(this.id, conf, this.slideDuration.millis, (recordsPerSec) =>
      environment.trace.emit({ type: 'rate.updated', stream: this.id, recordsPerSec }),
    );
    return this.controller;
  }

  override persist(level?: StorageLevel): this {
    const message = 'Kafka ConsumerRecord is not serializable. Use .map to extract fields before calling .persist or .window';
    this.log('ERROR', message);
    return super.persist(level);
  }

  override start(): void {
    this.context.sparkContext.blockOn('start of the direct stream', this.begin());
  }

  override stop(): void {
    const { consumer } = this;
    this.consumer = undefined;
    if (consumer !== undefined) this.context.sparkContext.blockOn('close of the driver’s consumer', consumer.close());
  }

  override compute(validTime: Time): KafkaRDD<K, V> {
    const { sparkContext, scheduler, environment } = this.context;
    const latest = sparkContext.blockOn('the ends of the log', this.latestOffsets());
    const ends = limitOffsets(latest, (partition) => this.current(partition), {
      config: this.perPartition,
      rate: this.rate,
      batchMs: this.slideDuration.millis,
    });
    const ranges = ends.map(
      ([partition, until]) => new OffsetRange(partition.topic, partition.partition, this.current(partition), until),
    );
    const rdd = this.rddOf(ranges, sparkContext.conf.getBoolean('spark.streaming.kafka.consumer.cache.enabled', true));
    scheduler.reportInput(validTime, this.id, rdd.countNow());
    environment.trace.emit({
      type: 'offsets.ranges',
      batchTime: validTime.millis,
      stream: this.id,
      rdd: rdd.id,
      ranges: ranges.map(({ topic, partition, fromOffset, untilOffset }) => ({ topic, partition, fromOffset, untilOffset })),
    });
    for (const end of ends) this.currentOffsets.set(end[0].toString(), end);
    this.commitAll(validTime);
    return rdd;
  }

  /** Called through the functions of a checkpoint, too: these know the stream of the run that wrote it. */
  commitAsync(ranges: readonly OffsetRange[], callback?: CommitCallback): void {
    const stream = this.ofThisRun();
    stream.commitQueue.push(...ranges);
    stream.commitCallback = callback;
    const place = currentPlace();
    stream.context.environment.trace.emit({
      type: 'offsets.queued',
      ...('batchTime' in place && place.batchTime !== undefined ? { batchTime: place.batchTime } : {}),
      stream: stream.id,
      offsets: Object.fromEntries(ranges.map((range) => [range.topicPartition().toString(), range.untilOffset])),
    });
  }

  override updateCheckpointData(time: Time): void {
    super.updateCheckpointData(time);
    this.rangesOfBatches.clear();
    for (const [millis, rdd] of this.generatedRDDs) this.rangesOfBatches.set(millis, (rdd as KafkaRDD<K, V>).offsetRanges);
  }

  protected override restoreRDDs(): void {
    this.context.environment.statics.set(this.recoveredKey, this);
    for (const [millis, ranges] of [...this.rangesOfBatches].sort(([a], [b]) => a - b)) {
      this.log('INFO', `Restoring KafkaRDD for time ${millis} ms [${ranges.join(', ')}]`);
      this.generatedRDDs.set(millis, this.rddOf(ranges, false));
    }
  }

  private get recoveredKey(): string {
    return `recovered direct stream ${this.id}`;
  }

  private ofThisRun(): DirectKafkaInputDStream<K, V> {
    const environment = currentEnvironment();
    if (this.context.environment === environment && this.context.getState() !== 'STOPPED') return this;
    return (environment.statics.get(this.recoveredKey) as DirectKafkaInputDStream<K, V> | undefined) ?? this;
  }

  private rddOf(ranges: readonly OffsetRange[], useConsumerCache: boolean): KafkaRDD<K, V> {
    return new KafkaRDD<K, V>(this.context.sparkContext, this.executorParams, ranges, useConsumerCache);
  }

  /** Records a second for the whole stream: the estimator's, until it has one the initial one; undefined without backpressure. */
  private get rate(): number | undefined {
    const latest = this.rateController?.latestRate;
    if (latest === undefined || latest > 0) return latest;
    return this.context.conf.getNumber('spark.streaming.backpressure.initialRate', 0);
  }

  private current(partition: TopicPartition): number {
    return (this.currentOffsets.get(partition.toString()) as readonly [TopicPartition, number])[1];
  }

  private *begin(): Process<void> {
    const consumer = yield* this.consumerOfDriver();
    yield* this.pollNothing(consumer);
    if (this.currentOffsets.size > 0) return;
    for (const partition of consumer.assignment())
      this.currentOffsets.set(partition.toString(), [partition, yield* consumer.position(partition)]);
  }

  private *consumerOfDriver(): Process<ConsumerOfDriver> {
    if (this.consumer === undefined) {
      // It may already have a member in its group when what follows fails: then `stop` has to find it.
      this.consumer = (yield* this.strategy.onStart(new Map(this.currentOffsets.values()))) as ConsumerOfDriver;
    }
    return this.consumer;
  }

  /** Keeps the consumer in its group and has callbacks called; what it fetches is not wanted (SS-1121). */
  private *pollNothing(consumer: ConsumerOfDriver): Process<void> {
    consumer.pause(consumer.assignment());
    const polled = yield* consumer.pollUntilAssigned(0);
    const least = new Map<string, ConsumerRecord<unknown, unknown>>();
    for (const record of polled) {
      const key = `${record.topic}-${record.partition}`;
      if (record.offset < (least.get(key)?.offset ?? Number.POSITIVE_INFINITY)) least.set(key, record);
    }
    for (const [key, { topic, partition, offset }] of least) {
      this.log('INFO', `poll(0) returned messages, seeking ${key} to ${offset} to compensate`);
      consumer.seek(new TopicPartition(topic, partition), offset);
    }
  }

  /** The ends of the log, in the order of the ranges. @throws {IllegalStateException} a partition was taken away (SS-1122) */
  private *latestOffsets(): Process<PartitionOffsets> {
    const consumer = yield* this.consumerOfDriver();
    yield* this.pollNothing(consumer);
    const assigned = consumer.assignment();
    const names = new Set(assigned.map(String));
    const revoked = [...this.currentOffsets.keys()].filter((name) => !names.has(name));
    if (revoked.length > 0) {
      throw new IllegalStateException(
        `Previously tracked partitions [${revoked.join(',')}] been revoked by Kafka because of consumer rebalance. This is mostly due to another stream with same group id joined, please check if there're different streaming application misconfigure to use same group id. Fundamentally different stream should use different group id`,
      );
    }
    for (const partition of assigned) {
      if (this.currentOffsets.has(partition.toString())) continue;
      this.currentOffsets.set(partition.toString(), [partition, yield* consumer.position(partition)]);
    }
    consumer.seekToEnd(assigned);
    const ends: [TopicPartition, number][] = [];
    for (const partition of assigned) ends.push([partition, yield* consumer.position(partition)]);
    return rangeOrder(ends);
  }

  /** Sends what was queued since the batch before: of each partition the largest end (SS-1141). */
  private commitAll(batch: Time): void {
    if (this.commitQueue.length === 0) return;
    const offsets = new Map<string, readonly [TopicPartition, OffsetAndMetadata]>();
    for (const range of this.commitQueue.splice(0)) {
      const partition = range.topicPartition();
      const known = offsets.get(partition.toString())?.[1].offset ?? 0;
      offsets.set(partition.toString(), [partition, new OffsetAndMetadata(Math.max(known, range.untilOffset))]);
    }
    this.consumer?.commitAsync(new Map(offsets.values()), this.commitCallback);
    this.context.environment.trace.emit({
      type: 'offsets.commitSent',
      batchTime: batch.millis,
      stream: this.id,
      offsets: Object.fromEntries([...offsets].map(([name, [, { offset }]]) => [name, offset])),
    });
  }
}
