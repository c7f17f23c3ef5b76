import type { PerPartitionConfig } from './PerPartitionConfig.js';
import type { TopicPartition } from './TopicPartition.js';

/** Partitions with an offset each, in an order that is seen. */
export type PartitionOffsets = readonly (readonly [TopicPartition, number])[];

export interface OffsetLimits {
  readonly config: PerPartitionConfig;
  /** Records a second for all partitions together; 0 or undefined: only the limits of `config` count. */
  readonly rate: number | undefined;
  readonly batchMs: number;
}

/**
 * Where a batch ends: at `latest`, or before, when there is a limit. The rate is shared by lag; a share is at most the partition's own limit, times the
 * seconds of a batch, cut to a whole number, at least the least number of records (SS-1130).
 * Model: apache/spark 3.2.1 external/kafka-0-10/.../DirectKafkaInputDStream.scala `clamp`, `maxMessagesPerPartition`.
 * @param current where it begins
 */
export function limitOffsets(
  latest: PartitionOffsets,
  current: (partition: TopicPartition) => number,
  { config, rate, batchMs }: OffsetLimits,
): PartitionOffsets {
  const perSecond = recordsPerSecond(latest, current, config, rate ?? 0);
  // No lag at all divides by zero, and is no limit.
  if (!(perSecond.reduce((sum, each) => sum + each, 0) > 0)) return latest;
  return latest.map(([partition, end], i) => {
    const records = Math.trunc((batchMs / 1000) * (perSecond[i] as number));
    const least = config.minRatePerPartition?.(partition) ?? 1;
    return [partition, Math.min(current(partition) + Math.max(records, least), end)];
  });
}

function recordsPerSecond(
  latest: PartitionOffsets,
  current: (partition: TopicPartition) => number,
  config: PerPartitionConfig,
  rate: number,
): number[] {
  if (!(rate > 0)) return latest.map(([partition]) => config.maxRatePerPartition(partition));
  const lags = latest.map(([partition, end]) => Math.max(end - current(partition), 0));
  const total = lags.reduce((sum, lag) => sum + lag, 0);
  return latest.map(([partition], i) => {
    const most = config.maxRatePerPartition(partition);
    const share = ((lags[i] as number) / total) * rate;
    return most > 0 ? Math.min(share, most) : share;
  });
}
