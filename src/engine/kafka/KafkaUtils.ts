import { withCallSite } from '../callSite.js';
import { IllegalArgumentException } from '../errors.js';
import type { ClientConfig } from '../ports/KafkaClient.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { ConsumerStrategy } from './ConsumerStrategies.js';
import { DirectKafkaInputDStream } from './DirectKafkaInputDStream.js';
import { executorParams } from './executorParams.js';
import { KafkaRDD } from './KafkaRDD.js';
import type { LocationStrategy } from './LocationStrategies.js';
import type { OffsetRange } from './OffsetRange.js';
import { DefaultPerPartitionConfig, type PerPartitionConfig } from './PerPartitionConfig.js';

/** The entry to Kafka from Spark. Model: apache/spark 3.2.1 external/kafka-0-10/.../KafkaUtils.scala. */
export const KafkaUtils = {
  /**
   * A stream whose batches are ranges of offsets (SS-1101).
   * @param perPartitionConfig limits of each partition; else those of the settings
   */
  createDirectStream<K, V>(
    ssc: StreamingContext,
    _location: LocationStrategy,
    strategy: ConsumerStrategy<K, V>,
    perPartitionConfig: PerPartitionConfig = new DefaultPerPartitionConfig(ssc.conf),
  ): DirectKafkaInputDStream<K, V> {
    const stream = withCallSite('createDirectStream', () => new DirectKafkaInputDStream(ssc, strategy, perPartitionConfig));
    ssc.graph.announce();
    return stream;
  },

  /** An RDD of exactly these ranges, for a look back (SS-1105). @throws {IllegalArgumentException} with `PreferBrokers` */
  createRDD<K, V>(
    context: SparkContext,
    kafkaParams: ClientConfig,
    offsetRanges: readonly OffsetRange[],
    location: LocationStrategy,
  ): KafkaRDD<K, V> {
    if (location.kind === 'PreferBrokers') {
      throw new IllegalArgumentException(
        'If you want to prefer brokers, you must provide a mapping using PreferFixed A single KafkaRDD does not have a driver consumer and cannot look up brokers for you.',
      );
    }
    const params = executorParams(kafkaParams, context.environment.console);
    return withCallSite('createRDD', () => new KafkaRDD<K, V>(context, params, [...offsetRanges], true));
  },
};
