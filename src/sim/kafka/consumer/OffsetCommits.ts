import { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import type { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import type { ByPartition, CommitCallback } from '../../../engine/ports/KafkaClient.js';
import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { Condition } from '../../../engine/process/Condition.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { ClientRequests } from '../net/ClientRequests.js';
import type { CommittedOffset, ResponseOf } from '../protocol/api.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';
import { KafkaException, RetriableException } from '../protocol/errors.js';
import { RebalanceInProgressException } from '../protocol/exceptions.js';
import { CommitFailedException, RetriableCommitFailedException } from './exceptions.js';
import { type Generation, type GroupMember, NO_GENERATION } from './GroupMember.js';
import type { SubscriptionState } from './SubscriptionState.js';

type Offsets = ByPartition<OffsetAndMetadata>;

interface OffsetCommitsOptions {
  readonly group: string;
  readonly retryBackoffMs: number;
  readonly defaultApiTimeoutMs: number;
}

/** A consumer's commits, and what its group has committed (KA-114 to KA-124). Model: kafka 2.8.0 clients/consumer/internals/ConsumerCoordinator.java. */
export class OffsetCommits {
  /** Commits that wait until the coordinator is known. */
  private pendingLookups = 0;
  private commitsInFlight = 0;
  /** Callbacks of `commitAsync` that are due, in the order in which the answers came. */
  private completions: (() => void)[] = [];

  constructor(
    private readonly host: SimHost,
    private readonly requests: ClientRequests,
    private readonly subscriptions: SubscriptionState,
    private readonly member: GroupMember,
    private readonly options: OffsetCommitsOptions,
    private readonly activity: Condition,
  ) {}

  /** undefined: `end` came first. @throws {KafkaException} */
  *fetch(
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

  /** Waits for commits under way, until `end` in ms. */
  *settle(end: number): Process<void> {
    // Callbacks of commits that were already sent are not run any more.
    if (this.pendingLookups > 0) {
      yield* this.activity.until(() => this.pendingLookups === 0, end);
      yield* this.activity.until(() => this.commitsInFlight === 0, end);
      this.runCallbacks();
    }
    yield* this.activity.until(() => this.commitsInFlight === 0, end);
  }

  *awaitCoordinator(end: number): Process<boolean> {
    const { member } = this;
    while (!member.coordinatorKnown) {
      member.lookUp();
      if (!(yield* this.activity.until(() => member.coordinatorKnown, end))) return false;
    }
    return true;
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

  private *pause(): Process<void> {
    yield* awaiting(this.host.clock.sleep(this.options.retryBackoffMs));
  }
}

const UNDERGOING_REBALANCE =
  'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. You can try completing the rebalance by calling poll() and then retry the operation.';
const NOT_A_MEMBER =
  'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.';

const lostCoordinator = new Set<ErrorName>(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'NETWORK_EXCEPTION']);
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
