import type { Process } from '../../../engine/ports/Process.js';
import type { TopicPartition } from '../TopicPartition.js';

/** A topic as `describeTopics` tells it. */
export interface TopicDescription {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly PartitionDescription[];
}

export interface PartitionDescription {
  readonly partition: number;
  /** Id of the broker; undefined: none. */
  readonly leader: number | undefined;
  readonly replicas: readonly number[];
  /** In the controller's order. */
  readonly isr: readonly number[];
}

export type GroupState = 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead' | 'Empty';

export interface GroupDescription {
  readonly state: GroupState;
  /** `localhost:9092 (1)`. */
  readonly coordinator: string;
  /** `range`; '' while nobody is there. */
  readonly assignor: string;
  readonly members: readonly MemberDescription[];
}

export interface MemberDescription {
  readonly memberId: string;
  readonly groupInstanceId: string | undefined;
  readonly clientId: string;
  /** `/127.0.0.1`. */
  readonly host: string;
  readonly assignment: readonly TopicPartition[];
}

/** Which offset of a partition is asked for: the log's start, its end, or the first with a timestamp not before this one. */
export type OffsetSpec = 'earliest' | 'latest' | { readonly timestamp: number };

/**
 * What the tools ask of the cluster: the admin client's requests, in its words. Every method throws the exception that the client's future fails
 * with. Model: kafka 2.8.0 clients/admin/Admin.java.
 */
export interface ToolAdmin {
  listTopics(): Process<readonly string[]>;
  describeTopics(names: readonly string[]): Process<readonly TopicDescription[]>;
  /** Settings of a topic that differ from the broker's defaults. */
  topicConfigs(topic: string): Process<ReadonlyMap<string, string>>;
  /** What `min.insync.replicas` of the topic is. */
  minInsyncReplicas(topic: string): Process<number>;
  createTopic(topic: NewTopic): Process<void>;
  createPartitions(topic: string, total: number): Process<void>;
  deleteTopic(topic: string): Process<void>;
  /** Ids of all groups with their states, in the order of the brokers' answers. */
  listGroups(): Process<readonly (readonly [group: string, state: GroupState])[]>;
  /** A group that isn't there is Dead. */
  describeGroup(group: string): Process<GroupDescription>;
  committedOffsets(group: string): Process<ReadonlyMap<TopicPartition, number>>;
  alterOffsets(group: string, offsets: ReadonlyMap<TopicPartition, number>): Process<void>;
  deleteGroup(group: string): Process<void>;
  /** By the partition's text what was wrong with it, or undefined. */
  deleteOffsets(group: string, partitions: readonly TopicPartition[]): Process<ReadonlyMap<string, Error | undefined>>;
  /** By the partition's text; undefined: no record has such a timestamp. */
  listOffsets(partitions: readonly TopicPartition[], spec: OffsetSpec): Process<ReadonlyMap<string, number | undefined>>;
}

export interface NewTopic {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  /** Replicas of each partition, instead of the two numbers. */
  readonly assignment: readonly (readonly number[])[] | undefined;
  readonly configs: ReadonlyMap<string, string>;
}

/** A record as the console tools see it: texts, or nothing. */
export interface ToolRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'NoTimestampType';
  readonly headers: readonly (readonly [name: string, value: string | null])[];
  readonly key: string | null;
  readonly value: string | null;
}

/** A producer with texts as keys and values. */
export interface ToolProducer {
  /** Sends; `wait`: and waits for the answer. A failure without waiting is logged and forgotten. */
  send(topic: string, key: string | null, value: string | null, wait: boolean): Process<void>;
  /** Waits for what was sent. */
  close(): Process<void>;
}

/** A consumer with texts as keys and values. */
export interface ToolConsumer {
  subscribe(topics: readonly string[] | RegExp): Process<void>;
  assign(partition: TopicPartition): Process<void>;
  seek(partition: TopicPartition, to: number | 'earliest' | 'latest'): Process<void>;
  poll(timeoutMs: number): Process<readonly ToolRecord[]>;
  /** The record was polled but not printed: the position goes back to it. */
  resetTo(records: readonly ToolRecord[]): Process<void>;
  close(): Process<void>;
}

/** The cluster as a tool on some machine reaches it. */
export interface ToolCluster {
  /** Virtual ms since the epoch. */
  nowMs(): number;
  /** A whole number below `limit`, drawn for this purpose. */
  drawInt(purpose: string, limit: number): number;
  /** Told of everything that the tool writes, as it writes it. */
  readonly wrote?: ((text: string) => void) | undefined;
  /** @throws what the client throws when no broker answers */
  admin(bootstrapServers: string): Process<ToolAdmin>;
  producer(config: Readonly<Record<string, string>>): Process<ToolProducer>;
  consumer(config: Readonly<Record<string, string>>): Process<ToolConsumer>;
}
