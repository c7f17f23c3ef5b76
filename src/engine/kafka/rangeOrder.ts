import { immutableMapOrder, mutableMapOrder } from '../jvm/scalaOrder.js';
import type { Pair } from '../rdd/Pair.js';
import type { PartitionOffsets } from './limitOffsets.js';
import type { TopicPartition } from './TopicPartition.js';

/**
 * The order of a batch's ranges, so of the partitions of its RDD: that of a `mutable.HashSet[(TopicPartition, Long)]` put into an immutable `Map`. Up to
 * four partitions it depends on the offsets and changes as they grow; from five on on the partitions alone (recorded: conformance/kafka
 * `direct-range-order`). Model: scala 2.13.5 collection/mutable/HashSet.scala, collection/immutable/HashMap.scala.
 * @param ends partitions with their log ends
 */
export function rangeOrder(ends: PartitionOffsets): PartitionOffsets {
  const pairs = ends.map(
    ([partition, offset]): Pair<Pair<TopicPartition, bigint>, number> => [[partition, BigInt(offset)], offset],
  );
  const inSet = mutableMapOrder(pairs).map(([[partition], offset]): Pair<TopicPartition, number> => [partition, offset]);
  return immutableMapOrder(inSet);
}
