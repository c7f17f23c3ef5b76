import { JavaHashMap } from '../../../../engine/jvm/JavaHashMap.js';
import type { TopicPartition } from '../../../../engine/kafka/TopicPartition.js';
import type { Assignment, Assignor, Subscription, UserData } from './Assignor.js';
import { constrainedAssign } from './sticky/constrainedAssign.js';
import { generalAssign } from './sticky/generalAssign.js';
import { type Claim, firstDifferentMember, inLeadersOrder, subscribedTopics, validOwnership } from './sticky/ownership.js';

/**
 * As even as possible, and everybody keeps as much as possible; all partitions are given up before each rebalance nevertheless (KA-158).
 * Model: kafka 2.8.0 clients/consumer/StickyAssignor.java.
 */
export class StickyAssignor implements Assignor {
  readonly name = 'sticky';
  readonly isCooperative = false;
  private latest: UserData | undefined;

  assign(partitionsPerTopic: ReadonlyMap<string, number>, subscriptions: ReadonlyMap<string, Subscription>): Assignment {
    const members = inLeadersOrder(subscriptions);
    const topics = subscribedTopics(partitionsPerTopic, members);
    const different = firstDifferentMember(members);
    const claims = new Map([...members].map(([member, { userData }]) => [member, claimOf(userData)]));
    if (different === undefined) return constrainedAssign(topics, validOwnership(claims, topics)).assignment;
    forgetMembersBefore(different, claims);
    return generalAssign(topics, members, claims);
  }

  onAssignment(partitions: readonly TopicPartition[], generation: number): void {
    this.latest = { partitions, generation };
  }

  userData(): UserData | undefined {
    return this.latest;
  }
}

const claimOf = (userData: UserData | undefined): Claim => ({
  partitions: groupedByTopic(userData?.partitions ?? []),
  generation: userData?.generation,
});

/**
 * While 2.8 compares subscriptions it reads the members' user data, one after the other until it finds a difference, and what was read cannot be
 * read again: in the general case these members have no claims, and their partitions are given out anew (pure-assign-sticky.json).
 */
function forgetMembersBefore(different: string, claims: Map<string, Claim>): void {
  for (const member of claims.keys()) {
    if (member === different) return;
    claims.set(member, { partitions: [], generation: undefined });
  }
}

/** The order in which the user data lists them: topics in that of a `HashMap`, the partitions of one as they came. */
function groupedByTopic(partitions: readonly TopicPartition[]): TopicPartition[] {
  const byTopic = new JavaHashMap<string, TopicPartition[]>();
  for (const partition of partitions) {
    const group = byTopic.get(partition.topic);
    if (group === undefined) byTopic.put(partition.topic, [partition]);
    else group.push(partition);
  }
  return Array.from(byTopic, ([, group]) => group).flat();
}
