import type { BrokerAddress, RequestOf, TopicMetadata } from '../protocol/api.js';
import { splitName } from '../topics.js';

/** What a broker was told of the cluster. Model: kafka 2.8.0 core server/MetadataCache.scala. */
export class MetadataCache {
  brokers: readonly BrokerAddress[] = [];
  controllerId = -1;
  readonly topics = new Map<string, TopicMetadata>();

  /** @returns topics that are gone */
  update({ brokers, controllerId, topics, deleted }: RequestOf<'updateMetadata'>): readonly string[] {
    this.brokers = brokers;
    this.controllerId = controllerId;
    for (const topic of topics) this.topics.set(topic.topic, topic);
    return deleted.filter((topic) => this.topics.delete(topic));
  }

  has(partition: string): boolean {
    return this.leaderOf(partition) !== undefined;
  }

  /** -1: none; undefined: there is no such partition. */
  leaderOf(name: string): number | undefined {
    const { topic, partition } = splitName(name);
    return this.topics.get(topic)?.partitions[partition]?.leader;
  }

  broker(id: number): BrokerAddress | undefined {
    return this.brokers.find((each) => each.id === id);
  }

  addressOf(id: number): string | undefined {
    const broker = this.broker(id);
    return broker === undefined ? undefined : `${broker.host}:${broker.port}`;
  }
}
