import { JavaHashMap } from '../../../../engine/jvm/JavaHashMap.js';
import { TopicPartition } from '../../../../engine/kafka/TopicPartition.js';
import type { Assignment, Assignor, Subscription } from './Assignor.js';
import { memberOrder } from './memberOrder.js';
import { inLeadersOrder } from './sticky/ownership.js';

/**
 * Each topic by itself, in consecutive blocks: surplus partitions of every topic go to the same first members (KA-155). Topics come in the
 * order of a Java `HashMap`. Model: kafka 2.8.0 clients/consumer/RangeAssignor.java.
 */
export class RangeAssignor implements Assignor {
  readonly name = 'range';
  readonly isCooperative = false;

  assign(partitionsPerTopic: ReadonlyMap<string, number>, subscriptions: ReadonlyMap<string, Subscription>): Assignment {
    const assignment: Assignment = new Map();
    for (const member of subscriptions.keys()) assignment.set(member, []);
    for (const [topic, members] of subscribersPerTopic(subscriptions)) {
      const partitionCount = partitionsPerTopic.get(topic) ?? 0;
      const perMember = Math.floor(partitionCount / members.length);
      const surplus = partitionCount % members.length;
      let partition = 0;
      members.forEach((member, i) => {
        const until = partition + perMember + (i < surplus ? 1 : 0);
        while (partition < until) assignment.get(member)?.push(new TopicPartition(topic, partition++));
      });
    }
    return assignment;
  }
}

function subscribersPerTopic(subscriptions: ReadonlyMap<string, Subscription>): JavaHashMap<string, string[]> {
  const ordered = memberOrder(subscriptions);
  // The order of insertion decides where two topics share a slot: members come as a HashMap has them, topics as they subscribed.
  const topics = new JavaHashMap<string, string[]>();
  for (const subscription of inLeadersOrder(subscriptions).values()) {
    for (const topic of subscription.topics) if (!topics.has(topic)) topics.put(topic, []);
  }
  for (const member of ordered) for (const topic of new Set(subscriptions.get(member)?.topics)) topics.get(topic)?.push(member);
  return topics;
}
