import type { Assignment, Assignor, Subscription } from './Assignor.js';
import { constrainedAssign } from './sticky/constrainedAssign.js';
import { generalAssign } from './sticky/generalAssign.js';
import { firstDifferentMember, inLeadersOrder, subscribedTopics, validOwnership } from './sticky/ownership.js';

/**
 * Sticky, but members keep their partitions while they rejoin: a partition that changes hands is given to nobody until its owner has revoked
 * it, in a second rebalance (KA-152, KA-159). Its claims have no generation. Model: kafka 2.8.0 clients/consumer/CooperativeStickyAssignor.java.
 */
export class CooperativeStickyAssignor implements Assignor {
  readonly name = 'cooperative-sticky';
  readonly isCooperative = true;

  assign(partitionsPerTopic: ReadonlyMap<string, number>, subscriptions: ReadonlyMap<string, Subscription>): Assignment {
    const members = inLeadersOrder(subscriptions);
    const topics = subscribedTopics(partitionsPerTopic, members);
    const claims = new Map(
      [...members].map(([member, { ownedPartitions }]) => [member, { partitions: ownedPartitions, generation: undefined }]),
    );
    if (firstDifferentMember(members) === undefined) {
      const { assignment, transferred } = constrainedAssign(topics, validOwnership(claims, topics));
      return withhold(assignment, transferred);
    }
    const assignment = generalAssign(topics, members, claims);
    return withhold(assignment, transferredPartitions(assignment, members));
  }
}

/** Partitions that one member gets and another has to give up, with the member that gets them. */
function transferredPartitions(assignment: Assignment, subscriptions: ReadonlyMap<string, Subscription>): Map<string, string> {
  const added = new Map<string, string>();
  const revoked = new Set<string>();
  for (const [member, partitions] of assignment) {
    const owned = new Set(subscriptions.get(member)?.ownedPartitions.map(String));
    for (const partition of partitions.map(String)) if (!owned.delete(partition)) added.set(partition, member);
    for (const partition of owned) revoked.add(partition);
  }
  for (const partition of added.keys()) if (!revoked.has(partition)) added.delete(partition);
  return added;
}

function withhold(assignment: Assignment, transferred: ReadonlyMap<string, string>): Assignment {
  for (const [member, partitions] of assignment) {
    assignment.set(
      member,
      partitions.filter((partition) => transferred.get(String(partition)) !== member),
    );
  }
  return assignment;
}
