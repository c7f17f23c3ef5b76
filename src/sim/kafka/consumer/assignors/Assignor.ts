import type { TopicPartition } from '../../../../engine/kafka/TopicPartition.js';

/** What a member tells the group's leader when it joins. */
export interface Subscription {
  readonly topics: readonly string[];
  /** What it owns, in its order; the eager protocol sends none. */
  readonly ownedPartitions: readonly TopicPartition[];
  /** What the member's assignor adds of its own. */
  readonly userData?: UserData;
  readonly groupInstanceId?: string;
}

/** What a sticky assignor remembers: what its member got last, and in which generation. */
export interface UserData {
  readonly partitions: readonly TopicPartition[];
  readonly generation: number;
}

/** Partitions of each member, in the assignor's order; every member has an entry. */
export type Assignment = Map<string, TopicPartition[]>;

/**
 * Divides the partitions of a group's topics among its members (KA-153); it runs in the client that leads the group.
 * Model: kafka 2.8.0 clients/consumer/ConsumerPartitionAssignor.java.
 */
export interface Assignor {
  /** As members and coordinator know it: `range`, `cooperative-sticky`. */
  readonly name: string;
  /** Members keep their partitions while they rejoin, and give up only those that move (KA-152). */
  readonly isCooperative: boolean;
  /**
   * @param partitionsPerTopic of the topics that exist; without an entry, or with 0, a topic has none
   * @param subscriptions by member id, in the order in which the coordinator lists them
   */
  assign(partitionsPerTopic: ReadonlyMap<string, number>, subscriptions: ReadonlyMap<string, Subscription>): Assignment;
  /** What its member sends along at the next join. */
  userData?(): UserData | undefined;
  /** Its member has got these partitions. */
  onAssignment?(partitions: readonly TopicPartition[], generation: number): void;
}
