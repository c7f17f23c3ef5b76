import type { SparkConf } from '../rdd/SparkConf.js';
import type { TopicPartition } from './TopicPartition.js';

/** Limits that may differ from partition to partition. Model: apache/spark 3.2.1 external/kafka-0-10/.../PerPartitionConfig.scala (SS-1131). */
export interface PerPartitionConfig {
  /** Records a second; 0: no limit. */
  maxRatePerPartition(partition: TopicPartition): number;
  /** Records a batch, at least, where there is a limit at all (SS-1132). */
  minRatePerPartition?(partition: TopicPartition): number;
}

/** The limits of the settings, the same for every partition. */
export class DefaultPerPartitionConfig implements PerPartitionConfig {
  private readonly max: number;
  private readonly min: number;
  constructor(conf: SparkConf) {
    this.max = conf.getNumber('spark.streaming.kafka.maxRatePerPartition', 0);
    this.min = conf.getNumber('spark.streaming.kafka.minRatePerPartition', 1);
  }
  maxRatePerPartition(): number {
    return this.max;
  }
  minRatePerPartition(): number {
    return this.min;
  }
}
