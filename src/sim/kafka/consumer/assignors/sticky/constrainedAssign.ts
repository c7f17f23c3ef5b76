import { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';
import type { Assignment } from '../Assignor.js';
import { compareText } from '../memberOrder.js';

/** An assignment, and which of its partitions another member has to give up first. */
export interface ConstrainedAssignment {
  readonly assignment: Assignment;
  /** By the partition's text; the member that gets it. */
  readonly transferred: ReadonlyMap<string, string>;
}

/**
 * Sticky assignment when all members subscribe to the same topics (KA-158): every member ends with the smaller or the larger quota, which
 * differ by at most one. Model: kafka 2.8.0 clients/consumer/internals/AbstractStickyAssignor.java `constrainedAssign`.
 * @param owned what each member may keep, in the leader's order
 */
export function constrainedAssign(
  partitionsPerTopic: ReadonlyMap<string, number>,
  owned: ReadonlyMap<string, readonly TopicPartition[]>,
): ConstrainedAssignment {
  const unassigned = allPartitions(partitionsPerTopic);
  const minQuota = Math.floor(unassigned.size / owned.size);
  const maxQuota = Math.ceil(unassigned.size / owned.size);
  const assignment: Assignment = new Map();
  const transferred = new Map<string, string>();
  const revoked = new Set<string>();
  // Members that have the smaller or the larger quota, which may be the same, first come first served.
  const atMin: string[] = [];
  const atMax: string[] = [];
  let unfilled: string[] = [];

  for (const [member, partitions] of owned) {
    const kept = partitions.slice(0, maxQuota);
    for (const each of kept) unassigned.delete(String(each));
    for (const each of partitions.slice(maxQuota)) revoked.add(String(each));
    assignment.set(member, kept);
    if (partitions.length < minQuota) unfilled.push(member);
    else {
      if (kept.length === minQuota) atMin.push(member);
      if (kept.length === maxQuota) atMax.push(member);
    }
  }

  const give = (member: string, partition: TopicPartition): void => {
    assignment.get(member)?.push(partition);
    if (revoked.has(String(partition))) transferred.set(String(partition), member);
  };
  const rest = [...unassigned.values()];
  let next = 0;
  unfilled.sort(compareText);
  while (unfilled.length > 0 && next < rest.length) {
    unfilled = unfilled.filter((member) => {
      if (next >= rest.length) return true;
      give(member, rest[next++] as TopicPartition);
      if (assignment.get(member)?.length !== minQuota) return true;
      atMin.push(member);
      return false;
    });
  }

  // No partition is left: those who kept more than the smaller quota give their first one.
  for (const member of unfilled) {
    const partitions = assignment.get(member) as TopicPartition[];
    while (partitions.length < minQuota) {
      const taken = assignment.get(atMax.shift() as string)?.shift() as TopicPartition;
      partitions.push(taken);
      transferred.set(String(taken), member);
    }
    atMin.push(member);
  }
  // Partitions are left: one more each.
  while (next < rest.length) give(atMin.shift() as string, rest[next++] as TopicPartition);
  return { assignment, transferred };
}

/** All partitions by topic and number, by their text. */
function allPartitions(partitionsPerTopic: ReadonlyMap<string, number>): Map<string, TopicPartition> {
  const partitions = new Map<string, TopicPartition>();
  for (const topic of [...partitionsPerTopic.keys()].sort(compareText)) {
    for (let i = 0; i < (partitionsPerTopic.get(topic) as number); i++) {
      const partition = new TopicPartition(topic, i);
      partitions.set(String(partition), partition);
    }
  }
  return partitions;
}
