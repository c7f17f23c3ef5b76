import type { RecordBatch } from '../log/RecordBatch.js';
import type { ErrorName } from './errorCodes.js';

/** A partition as requests name it: `topic-0`. */
export type PartitionName = string;
export type IsolationLevel = 'read_uncommitted' | 'read_committed';

interface Rpc<Request, Response> {
  readonly request: Request;
  readonly response: Response;
}

/** What most answers consist of. `message` replaces the error's default text. */
export interface Result {
  readonly error: ErrorName;
  readonly message?: string;
}

export interface BrokerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export interface TopicMetadata extends Result {
  readonly topic: string;
  readonly topicId: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

export interface ProducerEpoch {
  readonly producerId: number;
  readonly epoch: number;
}

export interface ProduceResult extends Result {
  readonly baseOffset: number;
  /** -1 unless the topic has `LogAppendTime`. */
  readonly logAppendTime: number;
  readonly logStartOffset: number;
}

export interface FetchPartition {
  readonly offset: number;
  readonly maxBytes: number;
  /** Leader epoch that the fetcher believes in; -1: unknown. */
  readonly currentLeaderEpoch: number;
  /** Epoch of the follower's last record; -1 for consumers. */
  readonly lastFetchedEpoch: number;
  readonly logStartOffset: number;
}

export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

export interface FetchResult extends Result {
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly batches: readonly RecordBatch[];
  /** Transactions that were aborted within `batches`, by their first offset. */
  readonly aborted: readonly { readonly producerId: number; readonly firstOffset: number }[];
  readonly diverging?: EpochEnd;
}

export interface ListedOffset extends Result {
  /** -1: not found. */
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

export interface GroupProtocol {
  readonly name: string;
  readonly metadata: MemberMetadata;
}

/** What a member tells the leader of its group, for one assignor. */
export interface MemberMetadata {
  readonly topics: readonly string[];
  readonly owned: readonly PartitionName[];
  /** Of the sticky assignor: what was owned, and in which generation. */
  readonly userData?: { readonly partitions: readonly PartitionName[]; readonly generation: number };
}

export interface JoinGroupRequest {
  readonly group: string;
  readonly memberId: string;
  readonly instanceId?: string;
  readonly clientId: string;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly GroupProtocol[];
}

export interface JoinedMember {
  readonly memberId: string;
  readonly instanceId?: string;
  readonly metadata: MemberMetadata;
}

export interface JoinGroupResponse extends Result {
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  /** Only the leader is told. */
  readonly members: readonly JoinedMember[];
}

export interface MemberIdentity {
  readonly group: string;
  /** -1: not a member. */
  readonly generation: number;
  readonly memberId: string;
  readonly instanceId?: string;
}

export interface CommittedOffset {
  readonly offset: number;
  readonly leaderEpoch: number | undefined;
  readonly metadata: string;
}

export interface DescribedMember {
  readonly memberId: string;
  readonly instanceId?: string;
  readonly clientId: string;
  readonly clientHost: string;
  readonly assignment: readonly PartitionName[];
}

export interface DescribedGroup extends Result {
  readonly group: string;
  readonly state: string;
  readonly protocolType: string;
  readonly protocol: string;
  readonly members: readonly DescribedMember[];
}

export interface NewTopic {
  readonly topic: string;
  /** -1: the broker's default. */
  readonly partitions: number;
  /** -1: the broker's default. */
  readonly replication: number;
  /** Replicas of each partition; then `partitions` and `replication` are -1. */
  readonly assignment?: readonly (readonly number[])[];
  readonly configs?: Readonly<Record<string, string>>;
}

export interface PartitionState extends PartitionMetadata {
  readonly topic: string;
}

interface Transactional extends ProducerEpoch {
  readonly transactionalId: string;
}

type PerPartition<T> = ReadonlyMap<PartitionName, T>;

/**
 * The requests of the protocol that the simulation knows, with their answers. They travel as values, not as bytes.
 * Model: kafka 2.8.0 clients/src/main/resources/common/message.
 */
export interface Apis {
  readonly metadata: Rpc<
    { readonly topics: readonly string[] | undefined; readonly allowAutoTopicCreation: boolean },
    { readonly brokers: readonly BrokerAddress[]; readonly controllerId: number; readonly topics: readonly TopicMetadata[] }
  >;
  readonly produce: Rpc<
    {
      readonly acks: number;
      readonly timeoutMs: number;
      readonly transactionalId?: string;
      readonly batches: PerPartition<RecordBatch>;
    },
    { readonly partitions: PerPartition<ProduceResult> }
  >;
  readonly fetch: Rpc<
    {
      /** -1: a consumer. */
      readonly replicaId: number;
      readonly maxWaitMs: number;
      readonly minBytes: number;
      readonly maxBytes: number;
      readonly isolation: IsolationLevel;
      readonly partitions: PerPartition<FetchPartition>;
    },
    { readonly partitions: PerPartition<FetchResult> }
  >;
  readonly listOffsets: Rpc<
    { readonly isolation: IsolationLevel; readonly times: PerPartition<number> },
    { readonly partitions: PerPartition<ListedOffset> }
  >;
  readonly offsetForLeaderEpoch: Rpc<
    { readonly partitions: PerPartition<{ readonly epoch: number; readonly currentLeaderEpoch: number }> },
    { readonly partitions: PerPartition<Result & EpochEnd> }
  >;
  readonly findCoordinator: Rpc<
    { readonly kind: 'group' | 'transaction'; readonly key: string },
    Result & { readonly node: BrokerAddress | undefined }
  >;
  readonly joinGroup: Rpc<JoinGroupRequest, JoinGroupResponse>;
  readonly syncGroup: Rpc<
    MemberIdentity & { readonly assignments: ReadonlyMap<string, readonly PartitionName[]> },
    Result & { readonly assignment: readonly PartitionName[] }
  >;
  readonly heartbeat: Rpc<MemberIdentity, Result>;
  readonly leaveGroup: Rpc<{ readonly group: string; readonly memberId: string; readonly instanceId?: string }, Result>;
  readonly offsetCommit: Rpc<
    MemberIdentity & { readonly offsets: PerPartition<CommittedOffset> },
    { readonly partitions: PerPartition<Result> }
  >;
  readonly offsetFetch: Rpc<
    { readonly group: string; readonly partitions: readonly PartitionName[] | undefined; readonly requireStable: boolean },
    Result & { readonly offsets: PerPartition<CommittedOffset & Result> }
  >;
  readonly initProducerId: Rpc<
    { readonly transactionalId: string | undefined; readonly transactionTimeoutMs: number } & ProducerEpoch,
    Result & ProducerEpoch
  >;
  readonly addPartitionsToTxn: Rpc<
    Transactional & { readonly partitions: readonly PartitionName[] },
    { readonly partitions: PerPartition<Result> }
  >;
  readonly addOffsetsToTxn: Rpc<Transactional & { readonly group: string }, Result>;
  readonly txnOffsetCommit: Rpc<
    Transactional & MemberIdentity & { readonly offsets: PerPartition<CommittedOffset> },
    { readonly partitions: PerPartition<Result> }
  >;
  readonly endTxn: Rpc<Transactional & { readonly commit: boolean }, Result>;
  readonly writeTxnMarkers: Rpc<
    ProducerEpoch & { readonly commit: boolean; readonly partitions: readonly PartitionName[] },
    { readonly partitions: PerPartition<Result> }
  >;
  readonly createTopics: Rpc<{ readonly topics: readonly NewTopic[] }, { readonly topics: ReadonlyMap<string, Result> }>;
  readonly deleteTopics: Rpc<{ readonly topics: readonly string[] }, { readonly topics: ReadonlyMap<string, Result> }>;
  readonly createPartitions: Rpc<{ readonly topic: string; readonly total: number }, Result>;
  readonly deleteRecords: Rpc<
    { readonly offsets: PerPartition<number> },
    { readonly partitions: PerPartition<Result & { readonly lowWatermark: number }> }
  >;
  readonly electLeaders: Rpc<
    { readonly kind: 'PREFERRED' | 'UNCLEAN'; readonly partitions: readonly PartitionName[] },
    { readonly partitions: PerPartition<Result> }
  >;
  readonly describeGroups: Rpc<{ readonly groups: readonly string[] }, { readonly groups: readonly DescribedGroup[] }>;
  readonly listGroups: Rpc<
    Readonly<Record<never, never>>,
    Result & { readonly groups: readonly { readonly group: string; readonly protocolType: string; readonly state: string }[] }
  >;
  readonly deleteGroups: Rpc<{ readonly groups: readonly string[] }, { readonly groups: ReadonlyMap<string, Result> }>;
  readonly offsetDelete: Rpc<
    { readonly group: string; readonly partitions: readonly PartitionName[] },
    Result & { readonly partitions: PerPartition<Result> }
  >;
  readonly describeConfigs: Rpc<
    { readonly topic: string },
    Result & { readonly configs: ReadonlyMap<string, { readonly value: string; readonly isDefault: boolean }> }
  >;
  // Between brokers.
  readonly leaderAndIsr: Rpc<
    { readonly controllerEpoch: number; readonly partitions: readonly PartitionState[] },
    Readonly<Record<never, never>>
  >;
  readonly stopReplica: Rpc<
    { readonly partitions: readonly PartitionName[]; readonly deletes: boolean },
    Readonly<Record<never, never>>
  >;
  readonly updateMetadata: Rpc<
    {
      readonly brokers: readonly BrokerAddress[];
      readonly controllerId: number;
      readonly topics: readonly TopicMetadata[];
      readonly deleted: readonly string[];
    },
    Readonly<Record<never, never>>
  >;
  readonly alterIsr: Rpc<
    {
      readonly brokerId: number;
      readonly partition: PartitionName;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
    },
    Result & { readonly isr: readonly number[] }
  >;
  readonly controlledShutdown: Rpc<{ readonly brokerId: number }, Result>;
}

export type ApiName = keyof Apis;
export type RequestOf<K extends ApiName> = Apis[K]['request'];
export type ResponseOf<K extends ApiName> = Apis[K]['response'];

/** How a broker answers each request: `respond` is called once, at once or later. */
export type Handlers = {
  readonly [K in ApiName]: (request: RequestOf<K>, respond: (response: ResponseOf<K>) => void) => void;
};
