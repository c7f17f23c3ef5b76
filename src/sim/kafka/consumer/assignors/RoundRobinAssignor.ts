import { TopicPartition } from '../../../../engine/kafka/TopicPartition.js';
import type { Assignment, Assignor, Subscription } from './Assignor.js';
import { compareText, memberOrder } from './memberOrder.js';

/**
 * All partitions of all topics, by topic and number, to one member after the other; who isn't subscribed to the topic is passed over
 * (KA-156). Model: kafka 2.8.0 clients/consumer/RoundRobinAssignor.java.
 */
export class RoundRobinAssignor implements Assignor {
  readonly name = 'roundrobin';
  readonly isCooperative = false;

  assign(partitionsPerTopic: ReadonlyMap<string, number>, subscriptions: ReadonlyMap<string, Subscription>): Assignment {
    const assignment: Assignment = new Map();
    const topics = new Set<string>();
    for (const [member, subscription] of subscriptions) {
      assignment.set(member, []);
      for (const topic of subscription.topics) topics.add(topic);
    }
    const members = memberOrder(subscriptions);
    let next = 0;
    for (const topic of [...topics].sort(compareText)) {
      for (let partition = 0; partition < (partitionsPerTopic.get(topic) ?? 0); partition++) {
        while (!subscriptions.get(members[next % members.length] as string)?.topics.includes(topic)) next++;
        assignment.get(members[next++ % members.length] as string)?.push(new TopicPartition(topic, partition));
      }
    }
    return assignment;
  }
}
