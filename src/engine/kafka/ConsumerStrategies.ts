import { currentEnvironment } from '../ambient.js';
import { JavaError } from '../errors.js';
import type { ByPartition, ClientConfig, Consumer } from '../ports/KafkaClient.js';
import type { Process } from '../ports/Process.js';
import { KafkaConsumer } from './clients.js';
import type { TopicPartition } from './TopicPartition.js';

/**
 * How the consumer of a direct stream's driver comes to its partitions, and where it begins. Model: apache/spark 3.2.1
 * external/kafka-0-10/.../ConsumerStrategy.scala.
 */
export abstract class ConsumerStrategy<K, V> {
  /**
   * @param executorKafkaParams as given; executors get a copy with what they must not do
   * @param offsets where to begin, whatever the group committed; other partitions begin at its commit, else by `auto.offset.reset` (SS-1113)
   */
  constructor(
    readonly executorKafkaParams: ClientConfig,
    protected readonly offsets: ByPartition<number>,
  ) {}

  /** A consumer that is ready to be polled. @param current positions of a recovered stream, which count instead of `offsets` (SS-1111) */
  *onStart(current: ByPartition<number>): Process<Consumer<K, V>> {
    const consumer = new KafkaConsumer<K, V>(this.executorKafkaParams);
    yield* this.begin(consumer, current.size > 0 ? current : this.offsets);
    return consumer;
  }

  protected abstract begin(consumer: Consumer<K, V>, seeks: ByPartition<number>): Process<void>;
}

/** A consumer that its group gives partitions: it must be polled before it can seek (SS-1112). */
class SubscribingStrategy<K, V> extends ConsumerStrategy<K, V> {
  constructor(
    private readonly topics: readonly string[] | RegExp,
    params: ClientConfig,
    offsets: ByPartition<number>,
  ) {
    super(params, offsets);
  }

  protected *begin(consumer: Consumer<K, V>, seeks: ByPartition<number>): Process<void> {
    consumer.subscribe(this.topics);
    if (seeks.size === 0) return;
    try {
      yield* consumer.pollUntilAssigned(0);
    } catch (error) {
      if (!this.isWithoutPolicy || !isNoOffset(error)) throw error;
      const text = 'Catching NoOffsetForPartitionException since auto.offset.reset is none.  See KAFKA-3370';
      currentEnvironment().console.log('WARN', this.constructor.name, text);
    }
    for (const [partition, offset] of seeks) consumer.seek(partition, offset);
    // The poll may have fetched: no record is wanted here.
    consumer.pause(consumer.assignment());
  }

  private get isWithoutPolicy(): boolean {
    return String(this.executorKafkaParams['auto.offset.reset']).toUpperCase() === 'NONE';
  }
}

class Subscribe<K, V> extends SubscribingStrategy<K, V> {}
class SubscribePattern<K, V> extends SubscribingStrategy<K, V> {}

class Assign<K, V> extends ConsumerStrategy<K, V> {
  constructor(
    private readonly partitions: readonly TopicPartition[],
    params: ClientConfig,
    offsets: ByPartition<number>,
  ) {
    super(params, offsets);
  }

  // biome-ignore lint/correctness/useYield: nothing has to be waited for
  protected *begin(consumer: Consumer<K, V>, seeks: ByPartition<number>): Process<void> {
    consumer.assign(this.partitions);
    for (const [partition, offset] of seeks) consumer.seek(partition, offset);
  }
}

const isNoOffset = (error: unknown): boolean =>
  error instanceof JavaError && error.javaClass === 'org.apache.kafka.clients.consumer.NoOffsetForPartitionException';

const none: ByPartition<number> = new Map();

/**
 * The strategies of Spark, with consumers' configuration keys in `params`: topics by name, by pattern (of the whole name), or fixed partitions
 * without a group. Model: apache/spark 3.2.1 external/kafka-0-10/.../ConsumerStrategy.scala.
 */
export const ConsumerStrategies = {
  Subscribe: <K, V>(topics: Iterable<string>, params: ClientConfig, offsets = none): ConsumerStrategy<K, V> =>
    new Subscribe([...topics], params, offsets),
  SubscribePattern: <K, V>(pattern: RegExp, params: ClientConfig, offsets = none): ConsumerStrategy<K, V> =>
    new SubscribePattern(pattern, params, offsets),
  Assign: <K, V>(partitions: Iterable<TopicPartition>, params: ClientConfig, offsets = none): ConsumerStrategy<K, V> =>
    new Assign([...partitions], params, offsets),
};
