import { require } from '../errors.js';
import { immutableMapOrder } from '../jvm/scalaOrder.js';
import type { Host } from '../ports/Host.js';
import type { ClientConfig } from '../ports/KafkaClient.js';
import type { Process } from '../ports/Process.js';
import { fetchedRecords } from '../provenance/inputs.js';
import { ArrayRecordIterator, type RecordIterator } from '../RecordIterator.js';
import { indices, type Partition } from '../rdd/Partition.js';
import { RDD } from '../rdd/RDD.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { StorageLevel } from '../rdd/StorageLevel.js';
import type { TaskContext } from '../rdd/TaskContext.js';
import { ConsumerCache } from './ConsumerCache.js';
import type { ConsumerRecord } from './ConsumerRecord.js';
import { requireKafka } from './clients.js';
import { FailingIterator } from './FailingIterator.js';
import { type FetchedRange, fetchRange } from './fetchRange.js';
import type { HasOffsetRanges } from './HasOffsetRanges.js';
import type { OffsetRange } from './OffsetRange.js';

/**
 * The records of one offset range for each partition, read by the executors when a task needs them, and again by each task that needs them again
 * (SS-1150 ff.). Model: apache/spark 3.2.1 external/kafka-0-10/.../KafkaRDD.scala.
 */
export class KafkaRDD<K, V> extends RDD<ConsumerRecord<K, V>> implements HasOffsetRanges {
  /** What tasks have read: whoever computes the partition in the same task need not wait again. */
  private readonly fetched = new WeakMap<TaskContext, Map<number, FetchedRange<K, V>>>();
  private readonly allowsHoles: boolean;
  private readonly pollTimeoutMs: number;
  private readonly cacheCapacity: number;

  /**
   * @param kafkaParams of the executors' consumers
   * @param useConsumerCache whether consumers are kept for the next batch
   * @throws {IllegalArgumentException} parameters with which a consumer might not read exactly its range (SS-1104)
   */
  constructor(
    context: SparkContext,
    private readonly kafkaParams: ClientConfig,
    readonly offsetRanges: readonly OffsetRange[],
    private readonly useConsumerCache: boolean,
  ) {
    super(context, []);
    require(kafkaParams['auto.offset.reset'] ===
      'none', 'auto.offset.reset must be set to none for executor kafka params, else messages may not match offsetRange');
    require(String(kafkaParams['enable.auto.commit']) ===
      'false', 'enable.auto.commit must be set to false for executor kafka params, else offsets may commit before processing');
    const { conf } = context;
    this.allowsHoles = conf.getBoolean('spark.streaming.kafka.allowNonConsecutiveOffsets', false);
    this.pollTimeoutMs = conf.getMillis(
      'spark.streaming.kafka.consumer.poll.ms',
      `${conf.getMillis('spark.network.timeout', '120s')}ms`,
    );
    this.cacheCapacity = conf.getNumber('spark.streaming.kafka.consumer.cache.maxCapacity', 64);
    context.readsOverNetwork = true;
  }

  override get className(): string {
    return `org.apache.spark.streaming.kafka010.${this.kind}`;
  }

  override persist(level?: StorageLevel): this {
    const message = 'Kafka ConsumerRecord is not serializable. Use .map to extract fields before calling .persist or .window';
    this.context.environment.console.log('ERROR', 'KafkaRDD', message);
    return super.persist(level);
  }

  protected getPartitions(): Partition[] {
    return indices(this.offsetRanges.length);
  }

  override *prepare({ index }: Partition, task: TaskContext): Process<void> {
    const range = this.offsetRanges[index] as OffsetRange;
    const { topic, partition, fromOffset, untilOffset } = range;
    require(fromOffset <=
      untilOffset, `Beginning offset ${fromOffset} is after the ending offset ${untilOffset} for topic ${topic} partition ${partition}. You either provided an invalid fromOffset, or the Kafka topic has been damaged`);
    let known = this.fetched.get(task);
    if (known === undefined) {
      known = new Map();
      this.fetched.set(task, known);
    }
    if (known.has(index)) return;
    if (fromOffset === untilOffset) {
      this.log(`Beginning offset ${fromOffset} is the same as ending offset skipping ${topic} ${partition}`);
      known.set(index, { records: [] });
      return;
    }
    this.log(`Computing topic ${topic}, partition ${partition} offsets ${fromOffset} -> ${untilOffset}`);
    const cache = ConsumerCache.on(this.hostOf(task), this.context.environment, requireKafka(this.context.environment));
    const lent = yield* cache.acquire<K, V>(range.topicPartition(), this.kafkaParams, {
      attempt: task.attemptNumber,
      useCache: this.useConsumerCache,
      capacity: this.cacheCapacity,
    });
    try {
      known.set(index, yield* fetchRange(lent.consumer, range, this.pollTimeoutMs, this.allowsHoles));
    } finally {
      yield* lent.release();
    }
  }

  compute({ index }: Partition, task: TaskContext): RecordIterator<ConsumerRecord<K, V>> {
    const { records, failure } = (this.fetched.get(task) as Map<number, FetchedRange<K, V>>).get(index) as FetchedRange<K, V>;
    const { provenance } = this.context.environment;
    const all = provenance === undefined ? new ArrayRecordIterator(records) : fetchedRecords(records, provenance);
    return failure === undefined ? all : new FailingIterator(all, failure.error);
  }

  /** The sum of the ranges, without a job; with `allowNonConsecutiveOffsets` a job counts (SS-1153). */
  override count(): Process<number> {
    if (this.allowsHoles) return super.count();
    return this.known('count', this.rangesCount());
  }

  override isEmpty(): Process<boolean> {
    if (this.allowsHoles) return super.isEmpty();
    return this.known('isEmpty', this.rangesCount() === 0);
  }

  /** How many records the ranges have, or an error: with `allowNonConsecutiveOffsets` only a job can tell. */
  countNow(): number {
    return this.allowsHoles ? this.context.blockOn('count', super.count()) : this.rangesCount();
  }

  /** One job on just the partitions that it needs: how many records each of them gives is known from the ranges (SS-1153). */
  override take(num: number): Process<ConsumerRecord<K, V>[]> {
    if (this.allowsHoles) return super.take(num);
    return this.context.pending.track('take', this.takeByRanges(num));
  }

  private *takeByRanges(num: number): Process<ConsumerRecord<K, V>[]> {
    const wanted: [number, number][] = [];
    let left = num;
    for (const [index, range] of this.offsetRanges.entries()) {
      const records = Math.min(left, range.count());
      if (records <= 0) continue;
      wanted.push([index, records]);
      left -= records;
    }
    if (wanted.length === 0) return [];
    const most = new Map(immutableMapOrder(wanted));
    const parts = yield* this.context.runJob(
      this as RDD<ConsumerRecord<K, V>>,
      (records, { partitionId }) => firstOf(records, most.get(partitionId) as number),
      { partitions: [...most.keys()], action: 'take' },
    );
    return parts.flat(1);
  }

  private rangesCount(): number {
    return this.offsetRanges.reduce((sum, range) => sum + range.count(), 0);
  }

  private known<T>(action: string, value: T): Process<T> {
    return this.context.pending.track(action, settled(value));
  }

  private hostOf({ executorId }: TaskContext): Host {
    const { cluster, driver } = this.context.environment;
    return cluster.executors().find(({ id }) => id === executorId)?.host ?? driver;
  }

  private log(message: string): void {
    this.context.environment.console.log('INFO', 'KafkaRDD', message);
  }
}

// biome-ignore lint/correctness/useYield: what is known takes no time
function* settled<T>(value: T): Process<T> {
  return value;
}

function firstOf<T>(records: RecordIterator<T>, count: number): T[] {
  const first: T[] = [];
  for (const record of records) if (first.push(record) >= count) break;
  return first;
}
