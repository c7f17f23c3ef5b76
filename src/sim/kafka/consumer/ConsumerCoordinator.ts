import { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import { awaiting, isProcess, type Process } from '../../../engine/ports/Process.js';
import type { Condition } from '../../../engine/process/Condition.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { ClientMetadata } from '../net/ClientMetadata.js';
import type { ClientRequests } from '../net/ClientRequests.js';
import type { GroupProtocol, JoinedMember } from '../protocol/api.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';
import { KafkaException, RetriableException } from '../protocol/errors.js';
import { isInternalTopic } from '../topics.js';
import type { Assignor, Subscription } from './assignors/Assignor.js';
import { GroupMember, type GroupMemberOptions, NO_GENERATION } from './GroupMember.js';
import { OffsetCommits } from './OffsetCommits.js';
import type { SubscriptionState } from './SubscriptionState.js';

export interface CoordinatorOptions extends GroupMemberOptions {
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly excludeInternalTopics: boolean;
  readonly defaultApiTimeoutMs: number;
}

/** Rebalances and commits of one consumer (KA-114 to KA-132). Model: kafka 2.8.0 clients/consumer/internals/ConsumerCoordinator.java. */
export class ConsumerCoordinator {
  readonly member: GroupMember;
  readonly commits: OffsetCommits;
  private needsPrepare = true;
  private nextAutoCommitMs: number;
  /** Partition counts when the leader last assigned. */
  private assignmentSnapshot: string | undefined;
  private joinedSubscription: readonly string[] | undefined;

  constructor(
    private readonly host: SimHost,
    readonly requests: ClientRequests,
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
    this.commits = new OffsetCommits(host, requests, subscriptions, this.member, options, activity);
  }

  private get isCooperative(): boolean {
    return this.assignors.every((each) => each.isCooperative);
  }

  /** The coordinator's part of a poll, until `end` in ms. @throws what the background found */
  *poll(end: number, waitForJoin: boolean): Process<void> {
    this.commits.runCallbacks();
    const { member } = this;
    if (this.subscriptions.isAutoAssigned) {
      if (member.failure !== undefined) {
        const { failure } = member;
        member.failure = undefined;
        throw failure;
      }
      member.polled();
      if (!member.coordinatorKnown && !(yield* this.commits.awaitCoordinator(end))) return;
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
    const offsets = yield* this.commits.fetch(partitions, end);
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

  /** In `assign`, `poll` and rebalances (KA-117). */
  maybeAutoCommitAsync(): void {
    if (!this.options.autoCommit) return;
    const now = this.host.clock.now();
    if (now < this.nextAutoCommitMs) return;
    this.nextAutoCommitMs = now + this.options.autoCommitIntervalMs;
    const offsets = this.subscriptions.allConsumed();
    if (offsets.size === 0) return;
    this.commits.commitAsync(offsets, (_, error) => {
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
    yield* this.commits.settle(end);
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
      if (!member.coordinatorKnown && !(yield* this.commits.awaitCoordinator(end))) return false;
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
      yield* this.commits.commitSync(offsets, end);
    } catch (error) {
      // Failures of automatic commits are logged, never thrown (KA-119).
      if (!(error instanceof KafkaException)) throw error;
    }
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

const rejoinAtOnce = new Set<ErrorName>([
  'MEMBER_ID_REQUIRED',
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'REBALANCE_IN_PROGRESS',
]);

/** By topic, then by number: the order in which listeners are told. */
const sorted = (partitions: readonly TopicPartition[]): TopicPartition[] =>
  [...partitions].sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition));
