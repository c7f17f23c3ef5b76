import type { BrokerAddress, PartitionState, TopicMetadata } from '../protocol/api.js';
import { OFFSETS_TOPIC, TRANSACTION_TOPIC } from '../topics.js';

/** One partition as ZooKeeper keeps it. */
export interface PartitionRegistration {
  readonly replicas: readonly number[];
  /** -1: none. */
  leader: number;
  leaderEpoch: number;
  isr: readonly number[];
}

export interface TopicRegistration {
  readonly topic: string;
  readonly topicId: string;
  readonly configs: Readonly<Record<string, string>>;
  readonly partitions: PartitionRegistration[];
}

/**
 * What Kafka 2.8 keeps in ZooKeeper: registered brokers, the controller, topics with their leaders and in-sync replicas, blocks of producer ids.
 * It outlives every broker. Model: kafka 2.8.0 core zk/ZkData.scala.
 */
export class ClusterMetadata {
  readonly brokers = new Map<number, BrokerAddress>();
  readonly topics = new Map<string, TopicRegistration>();
  controllerId = -1;
  controllerEpoch = 0;
  private nextProducerId = 0;

  /** The next block of a thousand ids, for one broker. @returns its first id */
  takeProducerIds(): number {
    const first = this.nextProducerId;
    this.nextProducerId += PRODUCER_ID_BLOCK;
    return first;
  }

  isAlive(broker: number): boolean {
    return this.brokers.has(broker);
  }

  partition(topic: string, partition: number): PartitionRegistration | undefined {
    return this.topics.get(topic)?.partitions[partition];
  }

  /** A topic as metadata requests show it. */
  describe(topic: TopicRegistration): TopicMetadata {
    return {
      error: 'NONE',
      topic: topic.topic,
      topicId: topic.topicId,
      internal: topic.topic === OFFSETS_TOPIC || topic.topic === TRANSACTION_TOPIC,
      partitions: topic.partitions.map((each, partition) => ({ partition, ...each })),
    };
  }

  /** State of one partition for the brokers that hold it. */
  stateOf(topic: string, partition: number): PartitionState {
    const { leader, leaderEpoch, replicas, isr } = this.partition(topic, partition) as PartitionRegistration;
    return { topic, partition, leader, leaderEpoch, replicas, isr };
  }
}

export const PRODUCER_ID_BLOCK = 1000;
