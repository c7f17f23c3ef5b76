interface Of<Type extends string> {
  readonly type: Type;
  readonly cause?: number;
}

interface OfPartition<Type extends string> extends Of<Type> {
  readonly topic: string;
  readonly partition: number;
}

export interface BrokerStarted extends Of<'broker.started'> {
  readonly broker: number;
  readonly incarnation: number;
}
/** `controlled`: it gave up its leaderships first; `crashed`: nobody was told. */
export interface BrokerStopped extends Of<'broker.stopped'> {
  readonly broker: number;
  readonly how: 'controlled' | 'stopped' | 'crashed';
}
export interface TopicCreated extends Of<'topic.created'> {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
}
export interface TopicDeleted extends Of<'topic.deleted'> {
  readonly topic: string;
}
/** Also the first leader of a new partition. `leader` -1: none of the replicas may lead. `unclean`: it was not in sync, so records are lost (KA-039). */
export interface LeaderElected extends OfPartition<'leader.elected'> {
  readonly leader: number;
  readonly leaderEpoch: number;
  /** Ids of the brokers that hold the partition, in the order of the assignment. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly unclean: boolean;
}
export interface IsrChanged extends OfPartition<'isr.changed'> {
  readonly isr: readonly number[];
}
/** A producer took records for a partition into one batch; nothing has left it yet. */
export interface RecordProduced extends OfPartition<'record.produced'> {
  readonly client: string;
  readonly records: number;
  readonly bytes: number;
}
/** One batch is in the leader's log at these offsets, the end exclusive. `marker`: the end of a transaction. */
export interface RecordAppended extends OfPartition<'record.appended'> {
  readonly fromOffset: number;
  readonly untilOffset: number;
  readonly bytes: number;
  readonly producerId?: number;
  readonly marker?: 'COMMIT' | 'ABORT';
  /** With `trace: 'detail'`: each record as text, `key=value`, or the value alone where there is no key. */
  readonly contents?: readonly string[];
}
export interface HighWatermarkMoved extends OfPartition<'highWatermark.moved'> {
  readonly offset: number;
}
export interface LogStartMoved extends OfPartition<'logStart.moved'> {
  readonly offset: number;
}
/** A follower cut off what its leader does not have. */
export interface LogTruncated extends OfPartition<'log.truncated'> {
  readonly offset: number;
}
/** A poll handed out records of a partition; offsets of the first and behind the last. */
export interface RecordFetched extends OfPartition<'record.fetched'> {
  readonly client: string;
  readonly group?: string;
  readonly fromOffset: number;
  readonly untilOffset: number;
  readonly records: number;
}
/** The next offset that a consumer reads is not the one behind what its last poll handed out: it looked one up, sought, or passed over records. */
export interface PositionMoved extends OfPartition<'position.moved'> {
  readonly client: string;
  readonly group?: string;
  readonly offset: number;
}
/** Stored by the coordinator; from now on this is what a restart begins with. Offsets by `topic-0`. */
export interface OffsetsCommitted extends Of<'offsets.committed'> {
  readonly group: string;
  readonly member?: string;
  readonly offsets: Readonly<Record<string, number>>;
  readonly transactional: boolean;
}
/** The group's offsets of these partitions were deleted, or have expired. */
export interface OffsetsRemoved extends Of<'offsets.removed'> {
  readonly group: string;
  readonly partitions: readonly string[];
}
export interface GroupChanged extends Of<'group.changed'> {
  readonly group: string;
  readonly state: string;
  readonly generation: number;
  readonly reason: string;
  /** Assigned partitions by member id, once the group is stable. */
  readonly assignment?: Readonly<Record<string, readonly string[]>>;
}
export interface TransactionChanged extends Of<'transaction.changed'> {
  readonly transactionalId: string;
  readonly state: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly partitions: readonly string[];
}
/** A batch came back with an error for good: its records may or may not be in the log. */
export interface ProduceFailed extends OfPartition<'produce.failed'> {
  readonly client: string;
  readonly records: number;
  readonly error: string;
}

/** What happens in the simulated Kafka. */
export type KafkaEventInput =
  | BrokerStarted
  | BrokerStopped
  | TopicCreated
  | TopicDeleted
  | LeaderElected
  | IsrChanged
  | RecordProduced
  | RecordAppended
  | HighWatermarkMoved
  | LogStartMoved
  | LogTruncated
  | RecordFetched
  | PositionMoved
  | OffsetsCommitted
  | OffsetsRemoved
  | GroupChanged
  | TransactionChanged
  | ProduceFailed;
