import { stringHash } from '../../../engine/jvm/hashCode.js';

/**
 * The partition of `__consumer_offsets` whose leader coordinates a group; of `__transaction_state` for a transactional id (KA-135, KA-081).
 * Model: kafka 2.8.0 core coordinator/group/GroupMetadataManager.scala `partitionFor`, common/utils/Utils.java `abs`.
 */
export function coordinatorPartition(id: string, partitionCount: number): number {
  const hash = stringHash(id);
  // Java's abs of the smallest int is negative, so Kafka takes 0 for it.
  return hash === -(2 ** 31) ? 0 : Math.abs(hash) % partitionCount;
}
