import type { ByPartition } from '../ports/KafkaClient.js';

/** On which executor a partition is read, so that its consumer is used again. Model: apache/spark 3.2.1 external/kafka-0-10/.../LocationStrategy.scala. */
export type LocationStrategy =
  | { readonly kind: 'PreferConsistent' }
  | { readonly kind: 'PreferBrokers' }
  | { readonly kind: 'PreferFixed'; readonly hosts: ByPartition<string> };

/**
 * `PreferConsistent`: spread evenly, the same executor each time. `PreferBrokers`: on the leader's host, for executors beside brokers.
 * `PreferFixed`: on the hosts named (SS-1110).
 */
export const LocationStrategies = {
  PreferConsistent: { kind: 'PreferConsistent' } as LocationStrategy,
  PreferBrokers: { kind: 'PreferBrokers' } as LocationStrategy,
  PreferFixed: (hosts: ByPartition<string>): LocationStrategy => ({ kind: 'PreferFixed', hosts }),
};
