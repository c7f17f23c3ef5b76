import { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';
import type { Assignment, Subscription } from '../Assignor.js';
import { compareText } from '../memberOrder.js';
import { Balancing } from './Balancing.js';
import type { Claim } from './ownership.js';
import { previousAssignment } from './previousAssignment.js';

/**
 * Sticky assignment when members subscribe to different topics: everybody keeps what it can, the rest goes to those who have least, then
 * partitions move until nobody could take one from somebody who has two more.
 * Model: kafka 2.8.0 clients/consumer/internals/AbstractStickyAssignor.java `generalAssign`.
 */
export function generalAssign(
  partitionsPerTopic: ReadonlyMap<string, number>,
  subscriptions: ReadonlyMap<string, Subscription>,
  claims: ReadonlyMap<string, Claim>,
): Assignment {
  const { current, earlierOwner } = previousAssignment(claims);
  const subscribers = new Map<string, string[]>();
  for (const [member, { topics }] of subscriptions) {
    for (const topic of new Set(topics)) {
      const members = subscribers.get(topic);
      if (members === undefined) subscribers.set(topic, [member]);
      else members.push(member);
    }
  }
  const partitions = sortedPartitions(partitionsPerTopic, subscribers);
  const existing = new Set(partitions.map(String));
  const kept = new Set<string>();
  let isRevocationRequired = false;
  for (const [member, owned] of current) {
    const { topics } = subscriptions.get(member) as Subscription;
    const stays = owned.filter((partition) => {
      if (!existing.has(String(partition))) return false;
      if (topics.includes(partition.topic)) return true;
      isRevocationRequired = true;
      return false;
    });
    for (const partition of stays) kept.add(String(partition));
    current.set(member, stays);
  }
  const unassigned = partitions.filter((partition) => !kept.has(String(partition)));
  new Balancing(current, earlierOwner, subscribers, partitionsPerTopic, subscriptions).run(
    partitions,
    unassigned,
    isRevocationRequired,
  );
  return current;
}

/** Those that fewest members could have come first, then by topic and number. */
function sortedPartitions(
  partitionsPerTopic: ReadonlyMap<string, number>,
  subscribers: ReadonlyMap<string, readonly string[]>,
): TopicPartition[] {
  const members = (topic: string): number => subscribers.get(topic)?.length ?? 0;
  return [...partitionsPerTopic]
    .sort(([a], [b]) => members(a) - members(b) || compareText(a, b))
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, i) => new TopicPartition(topic, i)));
}
