import type { Cancel, Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { ClientRequests } from '../net/ClientRequests.js';
import type { Address } from '../net/NetworkClient.js';
import type { GroupProtocol, JoinedMember, MemberIdentity } from '../protocol/api.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';

export interface Generation {
  readonly id: number;
  readonly memberId: string;
  readonly protocol: string;
}

export const NO_GENERATION: Generation = { id: -1, memberId: '', protocol: '' };

export interface GroupMemberOptions {
  readonly group: string;
  readonly instanceId: string | undefined;
  readonly clientId: string;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly retryBackoffMs: number;
}

/** What the member's owner adds to the protocol. */
export interface GroupMemberHooks {
  protocols(): readonly GroupProtocol[];
  /** As the leader: who gets what. */
  assign(protocol: string, members: readonly JoinedMember[]): ReadonlyMap<string, readonly string[]>;
  log(message: string): void;
}

type Joined = { readonly error: ErrorName; readonly assignment: readonly string[] };

/**
 * Membership of one consumer: join, sync, heartbeats in the background, leaving (KA-125 to KA-127, KA-140 to KA-149).
 * Model: kafka 2.8.0 clients/consumer/internals/AbstractCoordinator.java.
 */
export class GroupMember {
  generation = NO_GENERATION;
  state: 'unjoined' | 'preparing' | 'completing' | 'stable' = 'unjoined';
  rejoinNeeded = true;
  isLeader = false;
  /** An error of the background that the next poll throws. */
  failure: Error | undefined;
  /** The join that is under way, or has ended and was not looked at yet. */
  joining: { result: Joined | undefined } | undefined;
  private coordinator: Address | undefined;
  private finding = false;
  private lastPollMs: number;
  private lastHeartbeatMs = 0;
  private timer: Cancel = () => {};
  private closed = false;

  constructor(
    private readonly host: SimHost,
    private readonly requests: ClientRequests,
    private readonly options: GroupMemberOptions,
    private readonly hooks: GroupMemberHooks,
    private readonly wake: () => void,
  ) {
    this.lastPollMs = host.clock.now();
  }

  get coordinatorKnown(): boolean {
    return this.coordinator !== undefined;
  }

  get coordinatorAddress(): Address | undefined {
    return this.coordinator;
  }

  /** The generation to commit with; undefined while there is none that is settled. */
  get stableGeneration(): Generation | undefined {
    return this.state === 'stable' ? this.generation : undefined;
  }

  get isRebalancing(): boolean {
    return this.state === 'preparing' || this.state === 'completing';
  }

  get rejoinNeededOrPending(): boolean {
    return this.rejoinNeeded || this.joining !== undefined;
  }

  identity(generation: Generation = this.generation): MemberIdentity {
    const { group, instanceId } = this.options;
    return {
      group,
      generation: generation.id,
      memberId: generation.memberId,
      ...(instanceId === undefined ? {} : { instanceId }),
    };
  }

  /** The application has called poll. */
  polled(): void {
    this.lastPollMs = this.host.clock.now();
  }

  /** Looks for the coordinator in the background. */
  lookUp(): void {
    if (this.coordinator !== undefined || this.finding || this.closed) return;
    this.finding = true;
    const find = this.requests.findCoordinator(
      'group',
      this.options.group,
      this.host.clock.now() + this.options.retryBackoffMs * 600,
    );
    this.host.spawn('find coordinator', find, (outcome) => {
      this.finding = false;
      if (outcome.kind === 'returned') this.coordinator = outcome.value;
      this.wake();
    });
  }

  coordinatorUnknown(): void {
    this.requests.forgetCoordinator('group', this.options.group);
    this.coordinator = undefined;
  }

  requestRejoin(): void {
    this.rejoinNeeded = true;
  }

  /** Begins a join; what comes of it is in `joining.result`. */
  beginJoin(): void {
    const joining: { result: Joined | undefined } = { result: undefined };
    this.joining = joining;
    this.state = 'preparing';
    this.timer();
    this.host.spawn('join group', this.join(), (outcome) => {
      if (outcome.kind === 'returned') joining.result = outcome.value;
      else joining.result = { error: 'UNKNOWN_SERVER_ERROR', assignment: [] };
      this.wake();
    });
  }

  /** Forgets the membership, as after being removed. */
  reset(why: string): void {
    this.hooks.log(why);
    this.generation = NO_GENERATION;
    this.state = 'unjoined';
    this.rejoinNeeded = true;
    this.timer();
  }

  /** Tells the coordinator goodbye, unless the member is static. `done` when it has answered. */
  leave(done: () => void = () => {}): void {
    const { memberId } = this.generation;
    const { coordinator } = this;
    const { instanceId, group } = this.options;
    const member = this.state !== 'unjoined' && memberId !== '';
    if (instanceId === undefined && coordinator !== undefined && member)
      this.requests.client.send(coordinator, 'leaveGroup', { group, memberId }, done, undefined, ' coordinator');
    else done();
    this.reset('left the group');
  }

  close(): void {
    this.closed = true;
    this.timer();
  }

  private *join(): Process<Joined> {
    const failed = (error: ErrorName): Joined => ({ error, assignment: [] });
    const { coordinator, options } = this;
    if (coordinator === undefined) return failed('COORDINATOR_NOT_AVAILABLE');
    const response = yield* this.requests.to(
      coordinator,
      'joinGroup',
      {
        group: options.group,
        memberId: this.generation.memberId,
        ...(options.instanceId === undefined ? {} : { instanceId: options.instanceId }),
        clientId: options.clientId,
        clientHost: '/127.0.0.1',
        sessionTimeoutMs: options.sessionTimeoutMs,
        rebalanceTimeoutMs: options.maxPollIntervalMs,
        protocolType: 'consumer',
        protocols: this.hooks.protocols(),
      },
      ' coordinator',
    );
    if (response === undefined) {
      this.coordinatorUnknown();
      return failed('NETWORK_EXCEPTION');
    }
    if (response.error === 'MEMBER_ID_REQUIRED') {
      this.generation = { id: -1, memberId: response.memberId, protocol: '' };
      return failed(response.error);
    }
    if (response.error !== 'NONE') return this.failedWith(response.error);
    this.rejoinNeeded = false;
    this.generation = { id: response.generation, memberId: response.memberId, protocol: response.protocol };
    this.state = 'completing';
    this.isLeader = response.leader === response.memberId;
    // Heartbeats begin while the assignment is awaited.
    this.heartbeatLater();
    const assignments = this.isLeader
      ? this.hooks.assign(response.protocol, response.members)
      : new Map<string, readonly string[]>();
    const { generation } = this;
    const synced = yield* this.requests.to(coordinator, 'syncGroup', { ...this.identity(), assignments }, ' coordinator');
    if (synced === undefined) {
      this.coordinatorUnknown();
      this.rejoinNeeded = true;
      return failed('NETWORK_EXCEPTION');
    }
    if (synced.error !== 'NONE') {
      this.rejoinNeeded = true;
      return this.failedWith(synced.error);
    }
    if (this.generation === generation) this.state = 'stable';
    return { error: 'NONE', assignment: synced.assignment };
  }

  private failedWith(error: ErrorName): Joined {
    if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') this.coordinatorUnknown();
    else if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') this.reset(`the coordinator answered ${error}`);
    return { error, assignment: [] };
  }

  private heartbeatLater(): void {
    this.timer();
    if (this.closed) return;
    const { heartbeatIntervalMs, maxPollIntervalMs } = this.options;
    const now = this.host.clock.now();
    const at = Math.min(now + heartbeatIntervalMs, Math.max(now + 1, this.lastPollMs + maxPollIntervalMs + 1));
    this.timer = this.host.clock.schedule(at, 'heartbeat', () => this.heartbeat());
  }

  private heartbeat(): void {
    const now = this.host.clock.now();
    const { options, coordinator, generation } = this;
    if (this.state === 'unjoined' || this.closed) return;
    if (now - this.lastPollMs > options.maxPollIntervalMs) {
      this.hooks.log(
        'consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages.',
      );
      this.leave();
      return;
    }
    if (coordinator === undefined) {
      this.lookUp();
      this.heartbeatLater();
      return;
    }
    this.heartbeatLater();
    if (now - this.lastHeartbeatMs < options.heartbeatIntervalMs) return;
    this.lastHeartbeatMs = now;
    this.requests.client.send(
      coordinator,
      'heartbeat',
      this.identity(),
      (response) => {
        if (this.generation !== generation || this.closed) return;
        const error = response?.error;
        switch (error) {
          case 'NONE':
            return;
          case undefined:
          case 'NOT_COORDINATOR':
          case 'COORDINATOR_NOT_AVAILABLE':
            this.coordinatorUnknown();
            return;
          case 'REBALANCE_IN_PROGRESS':
            if (this.state === 'stable') this.requestRejoin();
            break;
          case 'ILLEGAL_GENERATION':
          case 'UNKNOWN_MEMBER_ID':
            if (this.state !== 'preparing') this.reset(`a heartbeat was answered with ${error}`);
            break;
          default:
            this.failure = exceptionOf(Errors[error]);
        }
        this.wake();
      },
      undefined,
      ' coordinator',
    );
  }
}
