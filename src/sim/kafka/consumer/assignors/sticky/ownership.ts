import { JavaHashMap } from '../../../../../engine/jvm/JavaHashMap.js';
import type { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';
import type { Subscription } from '../Assignor.js';

/** What a member claims to own; `generation` undefined: it doesn't say, or never had any. */
export interface Claim {
  readonly partitions: readonly TopicPartition[];
  readonly generation: number | undefined;
}

/** The subscriptions in the order of the Java `HashMap` in which the group's leader keeps them. */
export function inLeadersOrder(subscriptions: ReadonlyMap<string, Subscription>): Map<string, Subscription> {
  const ordered = new JavaHashMap<string, Subscription>();
  for (const [member, subscription] of subscriptions) ordered.put(member, subscription);
  return new Map(ordered);
}

/** The first member, in their order, whose topics aren't those of the members before; undefined: all subscribe to the same. */
export function firstDifferentMember(subscriptions: ReadonlyMap<string, Subscription>): string | undefined {
  let topics = new Set<string>();
  for (const [member, subscription] of subscriptions) {
    if (topics.size === 0) topics = new Set(subscription.topics);
    else if (subscription.topics.length !== topics.size || !subscription.topics.every((topic) => topics.has(topic)))
      return member;
  }
  return undefined;
}

/** The partition counts of the topics that somebody subscribes to and that exist. */
export function subscribedTopics(
  partitionsPerTopic: ReadonlyMap<string, number>,
  subscriptions: ReadonlyMap<string, Subscription>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topics } of subscriptions.values()) {
    for (const topic of topics) {
      const count = partitionsPerTopic.get(topic) ?? 0;
      if (count > 0) counts.set(topic, count);
    }
  }
  return counts;
}

/**
 * What each member may keep: claims of the highest generation count, older ones don't, and topics that are gone are left out (KA-158).
 * Members whose claim has no generation count only as long as no other has one.
 * Model: kafka 2.8.0 clients/consumer/internals/AbstractStickyAssignor.java `allSubscriptionsEqual`.
 */
export function validOwnership(
  claims: ReadonlyMap<string, Claim>,
  partitionsPerTopic: ReadonlyMap<string, number>,
): Map<string, readonly TopicPartition[]> {
  let latest = NO_GENERATION;
  let latestMembers: string[] = [];
  const owned = new Map<string, readonly TopicPartition[]>();
  for (const [member, { partitions, generation }] of claims) {
    if ((generation ?? NO_GENERATION) < latest) {
      owned.set(member, []);
      continue;
    }
    if (generation !== undefined && generation > latest) {
      for (const each of latestMembers) owned.set(each, []);
      latestMembers = [];
      latest = generation;
    }
    latestMembers.push(member);
    owned.set(
      member,
      partitions.filter(({ topic }) => partitionsPerTopic.has(topic)),
    );
  }
  return owned;
}

const NO_GENERATION = -1;
