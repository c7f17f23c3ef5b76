import { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import type { ByPartition, CommitCallback } from '../../../engine/ports/KafkaClient.js';
import { awaiting, isProcess, type Process } from '../../../engine/ports/Process.js';
import type { Condition } from '../../../engine/process/Condition.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { ClientMetadata } from '../net/ClientMetadata.js';
import type { ClientRequests } from '../net/ClientRequests.js';
import type { CommittedOffset, GroupProtocol, JoinedMember, ResponseOf } from '../protocol/api.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';
import { KafkaException, RetriableException } from '../protocol/errors.js';
import { RebalanceInProgressException } from '../protocol/exceptions.js';
import { isInternalTopic } from '../topics.js';
import type { Assignor, Subscription } from './assignors/Assignor.js';
import { CommitFailedException, RetriableCommitFailedException } from './exceptions.js';
import { type Generation, GroupMember, type GroupMemberOptions, NO_GENERATION } from './GroupMember.js';
import type { SubscriptionState } from './SubscriptionState.js';

export interface CoordinatorOptions extends GroupMemberOptions {
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly excludeInternalTopics: boolean;
  readonly defaultApiTimeoutMs: number;
}

type Offsets = ByPartition<OffsetAndMetadata>;

/** Rebalances and commits of one consumer (KA-114 to KA-132). Model: kafka 2.8.0 clients/consumer/internals/ConsumerCoordinator.java. */
export class ConsumerCoordinator {
  readonly member: GroupMember;
  private needsPrepare = true;
  private nextAutoCommitMs: number;
  /** Commits that wait until the coordinator is known. */
  private pendingLookups = 0;
  private commitsInFlight = 0;
  /** Callbacks of `commitAsync` that are due, in the order in which the answers came. */
  private completions: (() => void)[] = [];
  /** Partition counts when the leader last assigned. */
  private assignmentSnapshot: string | undefined;
  private joinedSubscription: readonly string[] | undefined;

  constructor(
    private readonly host: SimHost,
    private readonly requests: ClientRequests,
    private readonly metadata: ClientMetadata,
    private readonly subscriptions: SubscriptionState,
    private readonly assignors: readonly Assignor[],
    private readonly options: CoordinatorOptions,
    private readonly activity: Condition,
    log: (message: string) => void,
  ) {
    this.nextAutoCommitMs = host.clock.now() + options.autoCommitIntervalMs;
    this.member = new GroupMember(
      host,
      requests,
      options,
      {
        protocols: () => this.protocols(),
        assign: (protocol, members) => this.assign(protocol, members),
        log,
      },
      () => activity.changed(),
    );
  }

  private get isCooperative(): boolean {
    return this.assignors.every((each) => each.isCooperative);
  }

  /** The coordinator's part of a poll, until `end` in ms. @throws what the background found */
  *poll(end: number, waitForJoin: boolean): Process<void> {
    this.runCallbacks();
    const { member } = this;
    if (this.subscriptions.isAutoAssigned) {
      if (member.failure !== undefined) {
        const { failure } = member;
        member.failure = undefined;
        throw failure;
      }
      member.polled();
      if (!member.coordinatorKnown && !(yield* this.awaitCoordinator(end))) return;
      if (this.rejoinNeededOrPending()) {
        // A leader without metadata would assign nothing.
        const unknown = this.subscriptions.subscription.some((topic) => !this.metadata.topics.has(topic));
        if (this.metadata.version === 0 || unknown) yield* this.metadata.awaitUpdate(end);
        if (!(yield* this.ensureActive(waitForJoin ? Number.POSITIVE_INFINITY : end))) return;
      }
    } else if (this.options.autoCommit && !member.coordinatorKnown) member.lookUp();
    this.maybeAutoCommitAsync();
  }

  /** Takes the committed offsets of partitions without position. @returns false when there was no time */
  *refreshCommitted(end: number): Process<boolean> {
    const partitions = this.subscriptions.inState('initializing');
    if (partitions.length === 0) return true;
    const offsets = yield* this.fetchCommitted(partitions, end);
    if (offsets === undefined) return false;
    for (const [partition, committed] of offsets) {
      if (committed === undefined || !this.subscriptions.isAssigned(partition.toString())) continue;
      this.subscriptions.seek(partition, {
        offset: committed.offset,
        offsetEpoch: committed.leaderEpoch,
        currentLeader: this.metadata.leaderOf(partition.toString()),
      });
    }
    return true;
  }

  /** undefined: `end` came first. @throws {KafkaException} */
  *fetchCommitted(
    partitions: readonly TopicPartition[],
    end: number,
  ): Process<Map<TopicPartition, OffsetAndMetadata | undefined> | undefined> {
    const names = partitions.map(String);
    for (;;) {
      if (!(yield* this.awaitCoordinator(end))) return undefined;
      const response = yield* this.askOffsets(names);
      const error = response === undefined ? 'NETWORK_EXCEPTION' : (firstError(response.offsets) ?? response.error);
      if (error === 'NONE') return committedOf(partitions, response as ResponseOf<'offsetFetch'>);
      if (!Errors[error].isRetriable) throw exceptionOf(Errors[error]);
      if (lostCoordinator.has(error)) this.member.coordinatorUnknown();
      if (this.host.clock.now() >= end) return undefined;
      yield* this.pause();
    }
  }

  /** @throws {CommitFailedException | RebalanceInProgressException | KafkaException}; @returns false when the time was over */
  *commitSync(offsets: Offsets, end: number): Process<boolean> {
    this.runCallbacks();
    if (offsets.size === 0) return true;
    for (;;) {
      if (!(yield* this.awaitCoordinator(end))) return false;
      const error = yield* this.commit(offsets);
      // Those that were sent before come before.
      this.runCallbacks();
      if (error === undefined) return true;
      if (!(error instanceof RetriableException)) throw error;
      if (this.host.clock.now() >= end) return false;
      yield* this.pause();
    }
  }

  /** Sent at once when the coordinator is known, so that commits keep their order. */
  commitAsync(offsets: Offsets, callback: CommitCallback | undefined): void {
    this.runCallbacks();
    const completed = (error: Error | undefined): void => {
      const told = error instanceof RetriableException ? new RetriableCommitFailedException(error) : error;
      this.completions.push(() => callback?.(offsets, told));
      this.activity.changed();
    };
    if (this.member.coordinatorKnown) {
      this.sendCommit(offsets, completed);
      return;
    }
    this.pendingLookups++;
    const end = this.host.clock.now() + this.options.defaultApiTimeoutMs;
    this.host.spawn('commitAsync', this.awaitCoordinator(end), () => {
      this.pendingLookups--;
      this.sendCommit(offsets, completed);
    });
  }

  runCallbacks(): void {
    for (let next = this.completions.shift(); next !== undefined; next = this.completions.shift()) next();
  }

  /** In `assign`, `poll` and rebalances (KA-117). */
  maybeAutoCommitAsync(): void {
    if (!this.options.autoCommit) return;
    const now = this.host.clock.now();
    if (now < this.nextAutoCommitMs) return;
    this.nextAutoCommitMs = now + this.options.autoCommitIntervalMs;
    const offsets = this.subscriptions.allConsumed();
    if (offsets.size === 0) return;
    this.commitAsync(offsets, (_, error) => {
      if (error instanceof RetriableException)
        this.nextAutoCommitMs = Math.min(this.nextAutoCommitMs, this.host.clock.now() + this.options.retryBackoffMs);
    });
  }

  /** New metadata: a pattern may match other topics now. */
  metadataUpdated(): void {
    const { pattern } = this.subscriptions;
    if (pattern === undefined) return;
    const topics = [...this.metadata.topics.values()].filter(
      ({ topic, error }) =>
        error === 'NONE' && pattern.test(topic) && !(this.options.excludeInternalTopics && isInternalTopic(topic)),
    );
    if (this.subscriptions.changeTopics(topics.map(({ topic }) => topic))) this.metadata.requestUpdate();
  }

  /** Gives up partitions and membership, as `unsubscribe` and `close` do. */
  *leave(): Process<void> {
    yield* this.prepareLeave();
    const { member } = this;
    let answered = false;
    member.leave(() => {
      answered = true;
      this.activity.changed();
    });
    this.needsPrepare = true;
    yield* this.activity.until(() => answered, this.host.clock.now() + 5000);
  }

  /** Commits if it does so by itself, and waits for commits under way (KA-129). */
  *close(end: number): Process<void> {
    if (this.options.autoCommit) yield* this.autoCommitSync(end);
    // Callbacks of commits that were already sent are not run any more.
    if (this.pendingLookups > 0) {
      yield* this.activity.until(() => this.pendingLookups === 0, end);
      yield* this.activity.until(() => this.commitsInFlight === 0, end);
      this.runCallbacks();
    }
    yield* this.activity.until(() => this.commitsInFlight === 0, end);
  }

  private rejoinNeededOrPending(): boolean {
    const { member } = this;
    if (this.assignmentSnapshot !== undefined && this.assignmentSnapshot !== this.snapshot()) member.requestRejoin();
    else if (
      this.joinedSubscription !== undefined &&
      this.joinedSubscription.join('\n') !== this.subscriptions.subscription.join('\n')
    )
      member.requestRejoin();
    return member.rejoinNeededOrPending;
  }

  /** Joins, or goes on with a join. @returns false when it is not over at `end` */
  private *ensureActive(end: number): Process<boolean> {
    const { member } = this;
    while (this.rejoinNeededOrPending()) {
      if (!member.coordinatorKnown && !(yield* this.awaitCoordinator(end))) return false;
      if (this.needsPrepare) {
        this.needsPrepare = false;
        yield* this.prepareJoin();
      }
      if (member.joining === undefined) {
        this.joinedSubscription = this.subscriptions.subscription;
        member.beginJoin();
      }
      const { joining } = member;
      if (!(yield* this.activity.until(() => joining?.result !== undefined, end))) return false;
      const result = joining?.result as { readonly error: ErrorName; readonly assignment: readonly string[] };
      member.joining = undefined;
      if (result.error === 'NONE') {
        if (member.state !== 'stable') continue;
        this.needsPrepare = true;
        yield* this.completeJoin(result.assignment);
        continue;
      }
      if (rejoinAtOnce.has(result.error)) continue;
      if (!Errors[result.error].isRetriable && result.error !== 'NETWORK_EXCEPTION') {
        member.state = 'unjoined';
        throw exceptionOf(Errors[result.error]);
      }
      member.state = member.generation.memberId === '' ? 'unjoined' : member.state;
      yield* this.pause();
      if (this.host.clock.now() >= end) return false;
    }
    return true;
  }

  private *prepareJoin(): Process<void> {
    const { member, subscriptions } = this;
    if (this.options.autoCommit) yield* this.autoCommitSync(this.host.clock.now() + this.options.maxPollIntervalMs);
    const owned = sorted(subscriptions.assigned);
    try {
      if (member.generation.id === NO_GENERATION.id && member.generation.memberId === '') {
        if (owned.length > 0) yield* this.lost(owned);
        subscriptions.assignFromGroup([]);
      } else if (this.isCooperative) {
        const gone = owned.filter((partition) => !subscriptions.subscription.includes(partition.topic));
        if (gone.length > 0) {
          yield* this.revoked(gone);
          subscriptions.assignFromGroup(owned.filter((partition) => !gone.includes(partition)));
        }
      } else {
        yield* this.revoked(owned);
        subscriptions.assignFromGroup([]);
      }
    } finally {
      member.isLeader = false;
      subscriptions.resetGroupTopics();
    }
  }

  private *completeJoin(assignment: readonly string[]): Process<void> {
    const { member, subscriptions } = this;
    if (!member.isLeader) this.assignmentSnapshot = undefined;
    const assigned = assignment.map((name) => TopicPartition.parse(name));
    const owned = subscriptions.assigned;
    if (assigned.some((partition) => !subscriptions.matches(partition))) {
      member.requestRejoin();
      return;
    }
    const has = (list: readonly TopicPartition[], partition: TopicPartition): boolean =>
      list.some((each) => each.equals(partition));
    const assignor = this.assignors.find(({ name }) => name === member.generation.protocol);
    assignor?.onAssignment?.(assigned, member.generation.id);
    let failure: unknown;
    if (this.isCooperative) {
      const gone = owned.filter((partition) => !has(assigned, partition));
      if (gone.length > 0) {
        try {
          yield* this.revoked(sorted(gone));
        } catch (error) {
          failure = error;
        }
        member.requestRejoin();
      }
    }
    const added = assigned.filter((partition) => !has(owned, partition));
    this.nextAutoCommitMs = this.host.clock.now() + this.options.autoCommitIntervalMs;
    subscriptions.assignFromGroup(assigned);
    yield* this.call((listener) => listener.onPartitionsAssigned?.(sorted(added)));
    if (failure !== undefined) throw failure;
  }

  private *prepareLeave(): Process<void> {
    const { member, subscriptions } = this;
    const owned = sorted(subscriptions.assigned);
    if (!subscriptions.isAutoAssigned || owned.length === 0) return;
    try {
      if (member.generation.id === NO_GENERATION.id || member.isRebalancing) yield* this.lost(owned);
      else yield* this.revoked(owned);
    } finally {
      subscriptions.assignFromGroup([]);
    }
  }

  private *revoked(partitions: readonly TopicPartition[]): Process<void> {
    yield* this.call((listener) => listener.onPartitionsRevoked?.(partitions));
  }

  private *lost(partitions: readonly TopicPartition[]): Process<void> {
    yield* this.call((listener) =>
      listener.onPartitionsLost === undefined
        ? listener.onPartitionsRevoked?.(partitions)
        : listener.onPartitionsLost(partitions),
    );
  }

  /** @throws {KafkaException} what the listener threw (KA-132) */
  private *call(use: (listener: NonNullable<SubscriptionState['listener']>) => unknown): Process<void> {
    const { listener } = this.subscriptions;
    if (listener === undefined) return;
    try {
      const result = use(listener);
      if (isProcess(result)) yield* result;
    } catch (error) {
      if (error instanceof KafkaException) throw error;
      throw new KafkaException('User rebalance callback throws an error', error);
    }
  }

  private *autoCommitSync(end: number): Process<void> {
    const offsets = this.subscriptions.allConsumed();
    try {
      yield* this.commitSync(offsets, end);
    } catch (error) {
      // Failures of automatic commits are logged, never thrown (KA-119).
      if (!(error instanceof KafkaException)) throw error;
    }
  }

  /** One attempt. @returns the error, if there is one */
  private *commit(offsets: Offsets): Process<Error | undefined> {
    return yield* awaiting<Error | undefined>({
      reason: `commit of ${this.options.group}`,
      begin: (resume) => {
        this.sendCommit(offsets, resume);
        return () => {};
      },
    });
  }

  /** `done` gets the error, if there is one. */
  private sendCommit(offsets: Offsets, done: (error: Error | undefined) => void): void {
    if (offsets.size === 0) {
      done(undefined);
      return;
    }
    const { member } = this;
    const address = member.coordinatorAddress;
    if (address === undefined) {
      done(exceptionOf(Errors.COORDINATOR_NOT_AVAILABLE));
      return;
    }
    const generation = this.subscriptions.isAutoAssigned ? member.stableGeneration : NO_GENERATION;
    if (generation === undefined) {
      done(
        member.isRebalancing ? new RebalanceInProgressException(UNDERGOING_REBALANCE) : new CommitFailedException(NOT_A_MEMBER),
      );
      return;
    }
    const values = new Map<string, CommittedOffset>();
    for (const [partition, { offset, leaderEpoch, metadata }] of offsets)
      values.set(partition.toString(), { offset, leaderEpoch, metadata });
    this.commitsInFlight++;
    const request = { ...member.identity(generation), offsets: values };
    this.requests.client.send(
      address,
      'offsetCommit',
      request,
      (response) => {
        this.commitsInFlight--;
        if (response === undefined) member.coordinatorUnknown();
        done(response === undefined ? exceptionOf(Errors.NETWORK_EXCEPTION) : this.problemIn(response, generation));
        this.activity.changed();
      },
      undefined,
      ' coordinator',
    );
  }

  private problemIn({ partitions }: ResponseOf<'offsetCommit'>, generation: Generation): Error | undefined {
    const hasChanged = generation !== this.member.generation && generation !== NO_GENERATION;
    for (const { error } of partitions.values()) {
      const problem = this.commitProblem(error, hasChanged);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private commitProblem(error: ErrorName, generationChanged: boolean): Error | undefined {
    const { member } = this;
    switch (error) {
      case 'NONE':
        return undefined;
      case 'COORDINATOR_NOT_AVAILABLE':
      case 'NOT_COORDINATOR':
      case 'REQUEST_TIMED_OUT':
        member.coordinatorUnknown();
        return exceptionOf(Errors[error]);
      case 'FENCED_INSTANCE_ID':
        return exceptionOf(Errors[error]);
      case 'REBALANCE_IN_PROGRESS':
        member.requestRejoin();
        return new RebalanceInProgressException(
          'Offset commit cannot be completed since the consumer group is executing a rebalance at the moment. You can try completing the rebalance by calling poll() and then retry commit again',
        );
      case 'UNKNOWN_MEMBER_ID':
      case 'ILLEGAL_GENERATION':
        if (generationChanged)
          return new RebalanceInProgressException(
            "Offset commit cannot be completed since the consumer member's old generation is fenced by its group instance id, it is possible that this consumer has already participated another rebalance and got a new generation",
          );
        if (this.subscriptions.isAutoAssigned) member.reset(`a commit was answered with ${error}`);
        return new CommitFailedException();
      default:
        return Errors[error].isRetriable || error === 'OFFSET_METADATA_TOO_LARGE' || error === 'INVALID_COMMIT_OFFSET_SIZE'
          ? exceptionOf(Errors[error])
          : new KafkaException(`Unexpected error in commit: ${Errors[error].message}`);
    }
  }

  private *askOffsets(partitions: readonly string[]): Process<ResponseOf<'offsetFetch'> | undefined> {
    const address = this.member.coordinatorAddress;
    if (address === undefined) return undefined;
    const request = { group: this.options.group, partitions, requireStable: true };
    const response = yield* this.requests.to(address, 'offsetFetch', request, ' coordinator');
    if (response === undefined) this.member.coordinatorUnknown();
    return response;
  }

  *awaitCoordinator(end: number): Process<boolean> {
    const { member } = this;
    while (!member.coordinatorKnown) {
      member.lookUp();
      if (!(yield* this.activity.until(() => member.coordinatorKnown, end))) return false;
    }
    return true;
  }

  private protocols(): GroupProtocol[] {
    const { subscription, assigned } = this.subscriptions;
    return this.assignors.map((assignor) => {
      const userData = assignor.userData?.();
      return {
        name: assignor.name,
        metadata: {
          topics: subscription,
          owned: assignor.isCooperative ? assigned.map(String) : [],
          ...(userData === undefined ? {} : { userData: { ...userData, partitions: userData.partitions.map(String) } }),
        },
      };
    });
  }

  private assign(protocol: string, members: readonly JoinedMember[]): ReadonlyMap<string, readonly string[]> {
    const subscriptions = new Map<string, Subscription>();
    const topics = new Set<string>();
    for (const { memberId, instanceId, metadata } of members) {
      for (const topic of metadata.topics) topics.add(topic);
      subscriptions.set(memberId, {
        topics: metadata.topics,
        ownedPartitions: metadata.owned.map((name) => TopicPartition.parse(name)),
        ...(metadata.userData === undefined
          ? {}
          : {
              userData: {
                ...metadata.userData,
                partitions: metadata.userData.partitions.map((name) => TopicPartition.parse(name)),
              },
            }),
        ...(instanceId === undefined ? {} : { groupInstanceId: instanceId }),
      });
    }
    this.subscriptions.addGroupTopics([...topics]);
    this.assignmentSnapshot = this.snapshot();
    const counts = new Map([...topics].map((topic) => [topic, this.metadata.partitionCount(topic)]));
    const assignor = this.assignors.find(({ name }) => name === protocol) as Assignor;
    return new Map([...assignor.assign(counts, subscriptions)].map(([member, partitions]) => [member, partitions.map(String)]));
  }

  /** Partition counts of the group's topics, as one text. */
  private snapshot(): string {
    return [...this.subscriptions.metadataTopics]
      .sort()
      .map((topic) => `${topic} ${this.metadata.partitionCount(topic)}`)
      .join('\n');
  }

  private *pause(): Process<void> {
    yield* awaiting(this.host.clock.sleep(this.options.retryBackoffMs));
  }
}

const UNDERGOING_REBALANCE =
  'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. You can try completing the rebalance by calling poll() and then retry the operation.';
const NOT_A_MEMBER =
  'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.';

const lostCoordinator = new Set<ErrorName>(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'NETWORK_EXCEPTION']);
const rejoinAtOnce = new Set<ErrorName>([
  'MEMBER_ID_REQUIRED',
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'REBALANCE_IN_PROGRESS',
]);

function firstError(offsets: ReadonlyMap<string, { readonly error: ErrorName }>): ErrorName | undefined {
  for (const { error } of offsets.values()) if (error !== 'NONE') return error;
  return undefined;
}

function committedOf(
  partitions: readonly TopicPartition[],
  { offsets }: ResponseOf<'offsetFetch'>,
): Map<TopicPartition, OffsetAndMetadata | undefined> {
  return new Map(
    partitions.map((partition) => {
      const found = offsets.get(partition.toString());
      const has = found !== undefined && found.offset >= 0;
      return [partition, has ? new OffsetAndMetadata(found.offset, found.metadata, found.leaderEpoch) : undefined];
    }),
  );
}

/** By topic, then by number: the order in which listeners are told. */
const sorted = (partitions: readonly TopicPartition[]): TopicPartition[] =>
  [...partitions].sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition));
