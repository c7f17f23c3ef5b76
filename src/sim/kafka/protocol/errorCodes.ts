import { type ApiException, InvalidMetadataException, RetriableException, TimeoutException } from './errors.js';
import * as api from './exceptions.js';

/** One error of the protocol. */
export interface ProtocolError {
  readonly code: number;
  readonly name: ErrorName;
  /** What the exception says when the broker gave no message of its own. */
  readonly message: string;
  /** Its Java class; undefined for NONE. */
  readonly exceptionClass: ExceptionClass | undefined;
  /** Clients repeat the request (KA-206). */
  readonly isRetriable: boolean;
  /** Clients ask for new metadata before they repeat it. */
  readonly refreshesMetadata: boolean;
}

type ExceptionClass = new (message?: string) => ApiException;
type Row = readonly [code: number, exceptionClass: ExceptionClass | undefined, message: string];

/** Code, class and default message of every error. Model: kafka 2.8.0 common/protocol/Errors.java (KA-206, KA-207; pure-errors.json). */
const rows = {
  UNKNOWN_SERVER_ERROR: [
    -1,
    api.UnknownServerException,
    'The server experienced an unexpected error when processing the request.',
  ],
  NONE: [0, undefined, 'NONE'],
  OFFSET_OUT_OF_RANGE: [
    1,
    api.OffsetOutOfRangeException,
    'The requested offset is not within the range of offsets maintained by the server.',
  ],
  CORRUPT_MESSAGE: [
    2,
    api.CorruptRecordException,
    'This message has failed its CRC checksum, exceeds the valid size, has a null key for a compacted topic, or is otherwise corrupt.',
  ],
  UNKNOWN_TOPIC_OR_PARTITION: [3, api.UnknownTopicOrPartitionException, 'This server does not host this topic-partition.'],
  INVALID_FETCH_SIZE: [4, api.InvalidFetchSizeException, 'The requested fetch size is invalid.'],
  LEADER_NOT_AVAILABLE: [
    5,
    api.LeaderNotAvailableException,
    'There is no leader for this topic-partition as we are in the middle of a leadership election.',
  ],
  NOT_LEADER_OR_FOLLOWER: [
    6,
    api.NotLeaderOrFollowerException,
    'For requests intended only for the leader, this error indicates that the broker is not the current leader. For requests intended for any replica, this error indicates that the broker is not a replica of the topic partition.',
  ],
  REQUEST_TIMED_OUT: [7, TimeoutException, 'The request timed out.'],
  BROKER_NOT_AVAILABLE: [8, api.BrokerNotAvailableException, 'The broker is not available.'],
  REPLICA_NOT_AVAILABLE: [
    9,
    api.ReplicaNotAvailableException,
    'The replica is not available for the requested topic-partition. Produce/Fetch requests and other requests intended only for the leader or follower return NOT_LEADER_OR_FOLLOWER if the broker is not a replica of the topic-partition.',
  ],
  MESSAGE_TOO_LARGE: [
    10,
    api.RecordTooLargeException,
    'The request included a message larger than the max message size the server will accept.',
  ],
  STALE_CONTROLLER_EPOCH: [11, api.ControllerMovedException, 'The controller moved to another broker.'],
  OFFSET_METADATA_TOO_LARGE: [12, api.OffsetMetadataTooLarge, 'The metadata field of the offset request was too large.'],
  NETWORK_EXCEPTION: [13, api.NetworkException, 'The server disconnected before a response was received.'],
  COORDINATOR_LOAD_IN_PROGRESS: [
    14,
    api.CoordinatorLoadInProgressException,
    "The coordinator is loading and hence can't process requests.",
  ],
  COORDINATOR_NOT_AVAILABLE: [15, api.CoordinatorNotAvailableException, 'The coordinator is not available.'],
  NOT_COORDINATOR: [16, api.NotCoordinatorException, 'This is not the correct coordinator.'],
  INVALID_TOPIC_EXCEPTION: [17, api.InvalidTopicException, 'The request attempted to perform an operation on an invalid topic.'],
  RECORD_LIST_TOO_LARGE: [
    18,
    api.RecordBatchTooLargeException,
    'The request included message batch larger than the configured segment size on the server.',
  ],
  NOT_ENOUGH_REPLICAS: [
    19,
    api.NotEnoughReplicasException,
    'Messages are rejected since there are fewer in-sync replicas than required.',
  ],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: [
    20,
    api.NotEnoughReplicasAfterAppendException,
    'Messages are written to the log, but to fewer in-sync replicas than required.',
  ],
  INVALID_REQUIRED_ACKS: [21, api.InvalidRequiredAcksException, 'Produce request specified an invalid value for required acks.'],
  ILLEGAL_GENERATION: [22, api.IllegalGenerationException, 'Specified group generation id is not valid.'],
  INCONSISTENT_GROUP_PROTOCOL: [
    23,
    api.InconsistentGroupProtocolException,
    "The group member's supported protocols are incompatible with those of existing members or first group member tried to join with empty protocol type or empty protocol list.",
  ],
  INVALID_GROUP_ID: [24, api.InvalidGroupIdException, 'The configured groupId is invalid.'],
  UNKNOWN_MEMBER_ID: [25, api.UnknownMemberIdException, 'The coordinator is not aware of this member.'],
  INVALID_SESSION_TIMEOUT: [
    26,
    api.InvalidSessionTimeoutException,
    'The session timeout is not within the range allowed by the broker (as configured by group.min.session.timeout.ms and group.max.session.timeout.ms).',
  ],
  REBALANCE_IN_PROGRESS: [27, api.RebalanceInProgressException, 'The group is rebalancing, so a rejoin is needed.'],
  INVALID_COMMIT_OFFSET_SIZE: [28, api.InvalidCommitOffsetSizeException, 'The committing offset data size is not valid.'],
  TOPIC_AUTHORIZATION_FAILED: [29, api.TopicAuthorizationException, 'Topic authorization failed.'],
  GROUP_AUTHORIZATION_FAILED: [30, api.GroupAuthorizationException, 'Group authorization failed.'],
  CLUSTER_AUTHORIZATION_FAILED: [31, api.ClusterAuthorizationException, 'Cluster authorization failed.'],
  INVALID_TIMESTAMP: [32, api.InvalidTimestampException, 'The timestamp of the message is out of acceptable range.'],
  UNSUPPORTED_SASL_MECHANISM: [
    33,
    api.UnsupportedSaslMechanismException,
    'The broker does not support the requested SASL mechanism.',
  ],
  ILLEGAL_SASL_STATE: [34, api.IllegalSaslStateException, 'Request is not valid given the current SASL state.'],
  UNSUPPORTED_VERSION: [35, api.UnsupportedVersionException, 'The version of API is not supported.'],
  TOPIC_ALREADY_EXISTS: [36, api.TopicExistsException, 'Topic with this name already exists.'],
  INVALID_PARTITIONS: [37, api.InvalidPartitionsException, 'Number of partitions is below 1.'],
  INVALID_REPLICATION_FACTOR: [
    38,
    api.InvalidReplicationFactorException,
    'Replication factor is below 1 or larger than the number of available brokers.',
  ],
  INVALID_REPLICA_ASSIGNMENT: [39, api.InvalidReplicaAssignmentException, 'Replica assignment is invalid.'],
  INVALID_CONFIG: [40, api.InvalidConfigurationException, 'Configuration is invalid.'],
  NOT_CONTROLLER: [41, api.NotControllerException, 'This is not the correct controller for this cluster.'],
  INVALID_REQUEST: [
    42,
    api.InvalidRequestException,
    'This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.',
  ],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: [
    43,
    api.UnsupportedForMessageFormatException,
    'The message format version on the broker does not support the request.',
  ],
  POLICY_VIOLATION: [44, api.PolicyViolationException, 'Request parameters do not satisfy the configured policy.'],
  OUT_OF_ORDER_SEQUENCE_NUMBER: [45, api.OutOfOrderSequenceException, 'The broker received an out of order sequence number.'],
  DUPLICATE_SEQUENCE_NUMBER: [46, api.DuplicateSequenceException, 'The broker received a duplicate sequence number.'],
  INVALID_PRODUCER_EPOCH: [47, api.InvalidProducerEpochException, 'Producer attempted to produce with an old epoch.'],
  INVALID_TXN_STATE: [48, api.InvalidTxnStateException, 'The producer attempted a transactional operation in an invalid state.'],
  INVALID_PRODUCER_ID_MAPPING: [
    49,
    api.InvalidPidMappingException,
    'The producer attempted to use a producer id which is not currently assigned to its transactional id.',
  ],
  INVALID_TRANSACTION_TIMEOUT: [
    50,
    api.InvalidTxnTimeoutException,
    'The transaction timeout is larger than the maximum value allowed by the broker (as configured by transaction.max.timeout.ms).',
  ],
  CONCURRENT_TRANSACTIONS: [
    51,
    api.ConcurrentTransactionsException,
    'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing.',
  ],
  TRANSACTION_COORDINATOR_FENCED: [
    52,
    api.TransactionCoordinatorFencedException,
    'Indicates that the transaction coordinator sending a WriteTxnMarker is no longer the current coordinator for a given producer.',
  ],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: [
    53,
    api.TransactionalIdAuthorizationException,
    'Transactional Id authorization failed.',
  ],
  SECURITY_DISABLED: [54, api.SecurityDisabledException, 'Security features are disabled.'],
  OPERATION_NOT_ATTEMPTED: [
    55,
    api.OperationNotAttemptedException,
    'The broker did not attempt to execute this operation. This may happen for batched RPCs where some operations in the batch failed, causing the broker to respond without trying the rest.',
  ],
  KAFKA_STORAGE_ERROR: [56, api.KafkaStorageException, 'Disk error when trying to access log file on the disk.'],
  LOG_DIR_NOT_FOUND: [57, api.LogDirNotFoundException, 'The user-specified log directory is not found in the broker config.'],
  SASL_AUTHENTICATION_FAILED: [58, api.SaslAuthenticationException, 'SASL Authentication failed.'],
  UNKNOWN_PRODUCER_ID: [
    59,
    api.UnknownProducerIdException,
    "This exception is raised by the broker if it could not locate the producer metadata associated with the producerId in question. This could happen if, for instance, the producer's records were deleted because their retention time had elapsed. Once the last records of the producerId are removed, the producer's metadata is removed from the broker, and future appends by the producer will return this exception.",
  ],
  REASSIGNMENT_IN_PROGRESS: [60, api.ReassignmentInProgressException, 'A partition reassignment is in progress.'],
  DELEGATION_TOKEN_AUTH_DISABLED: [61, api.DelegationTokenDisabledException, 'Delegation Token feature is not enabled.'],
  DELEGATION_TOKEN_NOT_FOUND: [62, api.DelegationTokenNotFoundException, 'Delegation Token is not found on server.'],
  DELEGATION_TOKEN_OWNER_MISMATCH: [
    63,
    api.DelegationTokenOwnerMismatchException,
    'Specified Principal is not valid Owner/Renewer.',
  ],
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: [
    64,
    api.UnsupportedByAuthenticationException,
    'Delegation Token requests are not allowed on PLAINTEXT/1-way SSL channels and on delegation token authenticated channels.',
  ],
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: [
    65,
    api.DelegationTokenAuthorizationException,
    'Delegation Token authorization failed.',
  ],
  DELEGATION_TOKEN_EXPIRED: [66, api.DelegationTokenExpiredException, 'Delegation Token is expired.'],
  INVALID_PRINCIPAL_TYPE: [67, api.InvalidPrincipalTypeException, 'Supplied principalType is not supported.'],
  NON_EMPTY_GROUP: [68, api.GroupNotEmptyException, 'The group is not empty.'],
  GROUP_ID_NOT_FOUND: [69, api.GroupIdNotFoundException, 'The group id does not exist.'],
  FETCH_SESSION_ID_NOT_FOUND: [70, api.FetchSessionIdNotFoundException, 'The fetch session ID was not found.'],
  INVALID_FETCH_SESSION_EPOCH: [71, api.InvalidFetchSessionEpochException, 'The fetch session epoch is invalid.'],
  LISTENER_NOT_FOUND: [
    72,
    api.ListenerNotFoundException,
    'There is no listener on the leader broker that matches the listener on which metadata request was processed.',
  ],
  TOPIC_DELETION_DISABLED: [73, api.TopicDeletionDisabledException, 'Topic deletion is disabled.'],
  FENCED_LEADER_EPOCH: [
    74,
    api.FencedLeaderEpochException,
    'The leader epoch in the request is older than the epoch on the broker.',
  ],
  UNKNOWN_LEADER_EPOCH: [
    75,
    api.UnknownLeaderEpochException,
    'The leader epoch in the request is newer than the epoch on the broker.',
  ],
  UNSUPPORTED_COMPRESSION_TYPE: [
    76,
    api.UnsupportedCompressionTypeException,
    'The requesting client does not support the compression type of given partition.',
  ],
  STALE_BROKER_EPOCH: [77, api.StaleBrokerEpochException, 'Broker epoch has changed.'],
  OFFSET_NOT_AVAILABLE: [
    78,
    api.OffsetNotAvailableException,
    'The leader high watermark has not caught up from a recent leader election so the offsets cannot be guaranteed to be monotonically increasing.',
  ],
  MEMBER_ID_REQUIRED: [
    79,
    api.MemberIdRequiredException,
    'The group member needs to have a valid member id before actually entering a consumer group.',
  ],
  PREFERRED_LEADER_NOT_AVAILABLE: [80, api.PreferredLeaderNotAvailableException, 'The preferred leader was not available.'],
  GROUP_MAX_SIZE_REACHED: [81, api.GroupMaxSizeReachedException, 'The consumer group has reached its max size.'],
  FENCED_INSTANCE_ID: [
    82,
    api.FencedInstanceIdException,
    'The broker rejected this static consumer since another consumer with the same group.instance.id has registered with a different member.id.',
  ],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: [
    83,
    api.EligibleLeadersNotAvailableException,
    'Eligible topic partition leaders are not available.',
  ],
  ELECTION_NOT_NEEDED: [84, api.ElectionNotNeededException, 'Leader election not needed for topic partition.'],
  NO_REASSIGNMENT_IN_PROGRESS: [85, api.NoReassignmentInProgressException, 'No partition reassignment is in progress.'],
  GROUP_SUBSCRIBED_TO_TOPIC: [
    86,
    api.GroupSubscribedToTopicException,
    'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.',
  ],
  INVALID_RECORD: [87, api.InvalidRecordException, 'This record has failed the validation on broker and hence will be rejected.'],
  UNSTABLE_OFFSET_COMMIT: [88, api.UnstableOffsetCommitException, 'There are unstable offsets that need to be cleared.'],
  THROTTLING_QUOTA_EXCEEDED: [89, api.ThrottlingQuotaExceededException, 'The throttling quota has been exceeded.'],
  PRODUCER_FENCED: [
    90,
    api.ProducerFencedException,
    'There is a newer producer with the same transactionalId which fences the current one.',
  ],
  RESOURCE_NOT_FOUND: [91, api.ResourceNotFoundException, 'A request illegally referred to a resource that does not exist.'],
  DUPLICATE_RESOURCE: [92, api.DuplicateResourceException, 'A request illegally referred to the same resource twice.'],
  UNACCEPTABLE_CREDENTIAL: [
    93,
    api.UnacceptableCredentialException,
    'Requested credential would not meet criteria for acceptability.',
  ],
  INCONSISTENT_VOTER_SET: [
    94,
    api.InconsistentVoterSetException,
    'Indicates that the either the sender or recipient of a voter-only request is not one of the expected voters',
  ],
  INVALID_UPDATE_VERSION: [95, api.InvalidUpdateVersionException, 'The given update version was invalid.'],
  FEATURE_UPDATE_FAILED: [
    96,
    api.FeatureUpdateFailedException,
    'Unable to update finalized features due to an unexpected server error.',
  ],
  PRINCIPAL_DESERIALIZATION_FAILURE: [
    97,
    api.PrincipalDeserializationException,
    'Request principal deserialization failed during forwarding. This indicates an internal error on the broker cluster security setup.',
  ],
  SNAPSHOT_NOT_FOUND: [98, api.SnapshotNotFoundException, 'Requested snapshot was not found'],
  POSITION_OUT_OF_RANGE: [
    99,
    api.PositionOutOfRangeException,
    'Requested position is not greater than or equal to zero, and less than the size of the snapshot.',
  ],
  UNKNOWN_TOPIC_ID: [100, api.UnknownTopicIdException, 'This server does not host this topic ID.'],
  DUPLICATE_BROKER_REGISTRATION: [101, api.DuplicateBrokerRegistrationException, 'This broker ID is already in use.'],
  BROKER_ID_NOT_REGISTERED: [102, api.BrokerIdNotRegisteredException, 'The given broker ID was not registered.'],
  INCONSISTENT_TOPIC_ID: [103, api.InconsistentTopicIdException, "The log's topic ID did not match the topic ID in the request"],
  INCONSISTENT_CLUSTER_ID: [
    104,
    api.InconsistentClusterIdException,
    'The clusterId in the request does not match that found on the server',
  ],
} as const satisfies Readonly<Record<string, Row>>;

export type ErrorName = keyof typeof rows;

/** Every error of the protocol by its name: `Errors.NOT_COORDINATOR`. */
export const Errors = Object.fromEntries(
  Object.entries(rows as Readonly<Record<string, Row>>).map(([name, [code, exceptionClass, message]]) => [
    name,
    {
      code,
      name: name as ErrorName,
      message,
      exceptionClass,
      isRetriable: exceptionClass !== undefined && exceptionClass.prototype instanceof RetriableException,
      refreshesMetadata: exceptionClass !== undefined && exceptionClass.prototype instanceof InvalidMetadataException,
    },
  ]),
) as unknown as Readonly<Record<ErrorName, ProtocolError>>;

/** The exception of an error, with its default message unless another one is given. @throws {Error} for NONE, which is no error */
export function exceptionOf(error: ProtocolError, message = error.message): ApiException {
  if (error.exceptionClass === undefined) throw new Error(`${error.name} has no exception`);
  return new error.exceptionClass(message);
}

/** The error that an exception stands for, by its class and then its base classes; UNKNOWN_SERVER_ERROR for anything else. */
export function errorOf(exception: unknown): ProtocolError {
  let prototype: unknown = Object.getPrototypeOf(exception);
  while (prototype !== null && prototype !== undefined) {
    const found = byPrototype.get(prototype);
    if (found !== undefined) return found;
    prototype = Object.getPrototypeOf(prototype);
  }
  return Errors.UNKNOWN_SERVER_ERROR;
}

const byPrototype = new Map<unknown, ProtocolError>(
  Object.values(Errors).flatMap((error) => (error.exceptionClass === undefined ? [] : [[error.exceptionClass.prototype, error]])),
);
