import type { BrokerContext } from '../broker/BrokerContext.js';
import type { JoinGroupRequest, JoinGroupResponse, MemberIdentity, RequestOf, ResponseOf, Result } from '../protocol/api.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { Group, type Member } from './Group.js';
import { GroupOffsets } from './GroupOffsets.js';
import type { GroupStore } from './GroupStore.js';

/** A member whose JoinGroup waits is not expired by its session, but after this long (KA-148). */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 300_000;

type JoinDone = (response: JoinGroupResponse) => void;
type SyncResponse = ResponseOf<'syncGroup'>;

/** Membership and generations of the groups of one broker. Model: kafka 2.8.0 core coordinator/group/GroupCoordinator.scala (KA-138 to KA-151). */
export class GroupCoordinator {
  /** What groups have committed. */
  readonly offsets: GroupOffsets;
  private memberNumber = 0;

  constructor(
    private readonly broker: BrokerContext,
    readonly store: GroupStore,
  ) {
    this.offsets = new GroupOffsets(broker, store, (group, member) => this.restartSession(group, member));
  }

  /** The broker leads a partition of the offsets topic now. */
  elected(partition: number): void {
    for (const group of this.store.load(partition))
      for (const member of group.members.values()) this.restartSession(group, member);
  }

  resigned(partition: number): void {
    for (const group of this.store.unload(partition)) {
      group.delayedJoin?.cancel();
      for (const forget of group.pending.values()) forget();
      for (const member of group.members.values()) {
        member.session();
        member.join?.(joinError('NOT_COORDINATOR', member.id));
        member.sync?.({ error: 'NOT_COORDINATOR', assignment: [] });
        member.join = undefined;
        member.sync = undefined;
      }
      group.state = 'Dead';
    }
  }

  join(request: JoinGroupRequest, done: JoinDone): void {
    const refuse = (error: ErrorName): void => done(joinError(error, request.memberId));
    if (request.group === '') {
      refuse('INVALID_GROUP_ID');
      return;
    }
    if (!this.store.coordinates(request.group)) {
      refuse('NOT_COORDINATOR');
      return;
    }
    const { number } = this.broker;
    if (
      request.sessionTimeoutMs < number('group.min.session.timeout.ms') ||
      request.sessionTimeoutMs > number('group.max.session.timeout.ms')
    ) {
      refuse('INVALID_SESSION_TIMEOUT');
      return;
    }
    let group = this.store.groups.get(request.group);
    if (group === undefined) {
      if (request.memberId !== '') {
        refuse('UNKNOWN_MEMBER_ID');
        return;
      }
      group = this.create(request.group);
    }
    if (!group.members.has(request.memberId) && group.members.size >= number('group.max.size')) {
      refuse('GROUP_MAX_SIZE_REACHED');
      return;
    }
    if (!group.supports(request.protocolType, request.protocols)) {
      refuse('INCONSISTENT_GROUP_PROTOCOL');
      return;
    }
    if (request.memberId === '') this.joinUnknown(group, request, done);
    else this.joinKnown(group, request, done);
  }

  sync(request: RequestOf<'syncGroup'>, done: (response: SyncResponse) => void): void {
    const refuse = (error: ErrorName): void => done({ error, assignment: [] });
    const found = this.find(request);
    if (typeof found === 'string') {
      refuse(found);
      return;
    }
    const { group, member } = found;
    if (request.generation !== group.generation) {
      refuse('ILLEGAL_GENERATION');
      return;
    }
    switch (group.state) {
      case 'PreparingRebalance':
        refuse('REBALANCE_IN_PROGRESS');
        return;
      case 'Stable':
        this.restartSession(group, member);
        done({ error: 'NONE', assignment: member.assignment });
        return;
      case 'CompletingRebalance':
        member.sync = done;
        if (member.id === group.leader) this.takeAssignment(group, request.assignments);
        return;
      default:
        refuse('UNKNOWN_MEMBER_ID');
        return;
    }
  }

  heartbeat(request: MemberIdentity, done: (response: Result) => void): void {
    const found = this.find(request);
    if (typeof found === 'string') {
      done({ error: found });
      return;
    }
    const { group, member } = found;
    if (request.generation !== group.generation) {
      done({ error: 'ILLEGAL_GENERATION' });
      return;
    }
    this.restartSession(group, member);
    done({ error: group.is('PreparingRebalance') ? 'REBALANCE_IN_PROGRESS' : 'NONE' });
  }

  leave({ group: id, memberId, instanceId }: RequestOf<'leaveGroup'>): Result {
    if (!this.store.coordinates(id)) return { error: 'NOT_COORDINATOR' };
    const group = this.store.groups.get(id);
    const forget = group?.pending.get(memberId);
    if (group !== undefined && forget !== undefined) {
      this.dropPending(group, memberId);
      return { error: 'NONE' };
    }
    const known = instanceId === undefined ? memberId : group?.staticMembers.get(instanceId);
    const member = known === undefined ? undefined : group?.members.get(known);
    if (group === undefined || member === undefined) return { error: 'UNKNOWN_MEMBER_ID' };
    if (instanceId !== undefined && memberId !== '' && member.id !== memberId) return { error: 'FENCED_INSTANCE_ID' };
    this.remove(group, member, `${member.id} left the group`);
    return { error: 'NONE' };
  }

  describe(id: string): ResponseOf<'describeGroups'>['groups'][number] {
    const nothing = { group: id, protocolType: '', protocol: '', members: [] };
    if (!this.store.coordinates(id)) return { ...nothing, error: 'NOT_COORDINATOR', state: '' };
    const group = this.store.groups.get(id);
    if (group === undefined) return { ...nothing, error: 'NONE', state: 'Dead' };
    const stable = group.is('Stable');
    return {
      error: 'NONE',
      group: id,
      state: group.state,
      protocolType: group.protocolType ?? '',
      protocol: stable ? (group.protocol ?? '') : '',
      members: [...group.members.values()].map((member) => ({
        memberId: member.id,
        ...(member.instanceId === undefined ? {} : { instanceId: member.instanceId }),
        clientId: member.clientId,
        clientHost: member.clientHost,
        assignment: stable ? member.assignment : [],
      })),
    };
  }

  deleteGroup(id: string): Result {
    if (!this.store.coordinates(id)) return { error: 'NOT_COORDINATOR' };
    const group = this.store.groups.get(id);
    if (group === undefined) return { error: 'GROUP_ID_NOT_FOUND' };
    if (!group.is('Empty')) return { error: 'NON_EMPTY_GROUP' };
    this.store.tombstones(group, [...group.offsets.keys()], true);
    return { error: 'NONE' };
  }

  private find({
    group: id,
    memberId,
    instanceId,
  }: MemberIdentity): { readonly group: Group; readonly member: Member } | ErrorName {
    if (!this.store.coordinates(id)) return 'NOT_COORDINATOR';
    const group = this.store.groups.get(id);
    if (group === undefined) return 'UNKNOWN_MEMBER_ID';
    if (instanceId !== undefined) {
      const known = group.staticMembers.get(instanceId);
      if (known === undefined) return 'UNKNOWN_MEMBER_ID';
      if (known !== memberId) return 'FENCED_INSTANCE_ID';
    }
    const member = group.members.get(memberId);
    return member === undefined ? 'UNKNOWN_MEMBER_ID' : { group, member };
  }

  private joinUnknown(group: Group, request: JoinGroupRequest, done: JoinDone): void {
    const { instanceId } = request;
    const memberId = this.newMemberId(instanceId ?? request.clientId);
    const previous = instanceId === undefined ? undefined : group.staticMembers.get(instanceId);
    if (instanceId !== undefined && previous !== undefined) {
      this.replaceStatic(group, previous, memberId, request, done);
      return;
    }
    if (instanceId === undefined) {
      // It shows that it means it by joining with this id (KA-140).
      group.pending.set(
        memberId,
        this.broker.after(request.sessionTimeoutMs, `pending member ${memberId}`, () => this.dropPending(group, memberId)),
      );
      done(joinError('MEMBER_ID_REQUIRED', memberId));
      return;
    }
    this.add(group, memberId, request, done);
  }

  private joinKnown(group: Group, request: JoinGroupRequest, done: JoinDone): void {
    const { memberId, instanceId } = request;
    const forget = group.pending.get(memberId);
    if (forget !== undefined) {
      forget();
      group.pending.delete(memberId);
      this.add(group, memberId, request, done);
      return;
    }
    if (instanceId !== undefined) {
      const known = group.staticMembers.get(instanceId);
      if (known === undefined) {
        done(joinError('UNKNOWN_MEMBER_ID', memberId));
        return;
      }
      if (known !== memberId) {
        done(joinError('FENCED_INSTANCE_ID', memberId));
        return;
      }
    }
    const member = group.members.get(memberId);
    if (member === undefined) {
      done(joinError('UNKNOWN_MEMBER_ID', memberId));
      return;
    }
    const same = sameProtocols(member, request);
    switch (group.state) {
      case 'PreparingRebalance':
        this.update(group, member, request, done);
        return;
      case 'CompletingRebalance':
        if (same) {
          done(this.joinAnswer(group, member));
          return;
        }
        this.update(group, member, request, done);
        return;
      case 'Stable':
        if (memberId === group.leader || !same) this.update(group, member, request, done);
        else done(this.joinAnswer(group, member));
        return;
      default:
        done(joinError('UNKNOWN_MEMBER_ID', memberId));
    }
  }

  private replaceStatic(group: Group, previous: string, memberId: string, request: JoinGroupRequest, done: JoinDone): void {
    const old = group.members.get(previous) as Member;
    old.session();
    old.join?.(joinError('FENCED_INSTANCE_ID', previous));
    old.sync?.({ error: 'FENCED_INSTANCE_ID', assignment: [] });
    const selected = group.protocol;
    const metadataKept =
      JSON.stringify(group.metadataOf(old)) === JSON.stringify(request.protocols.find(({ name }) => name === selected)?.metadata);
    const member: Member = { ...this.member(memberId, request), assignment: old.assignment };
    // In the place of the old one.
    const entries = [...group.members].map(([id, each]) =>
      id === previous ? ([memberId, member] as const) : ([id, each] as const),
    );
    group.members.clear();
    for (const [id, each] of entries) group.members.set(id, each);
    group.staticMembers.set(request.instanceId as string, memberId);
    const wasLeader = group.leader === previous;
    if (wasLeader) group.leader = memberId;
    this.restartSession(group, member);
    switch (group.state) {
      case 'Stable':
        if (group.selectProtocol() === selected && metadataKept) {
          const assignments = new Map([...group.members.values()].map((each) => [each.id, each.assignment]));
          this.store.saveGroup(group, assignments, () => {
            const answer = this.joinAnswer(group, member);
            // The leader is told that it isn't one, so that it doesn't assign anew.
            done(wasLeader ? { ...answer, leader: previous, members: [] } : answer);
          });
          return;
        }
        member.join = done;
        this.prepare(group, `static member ${memberId} with changed protocols`);
        return;
      case 'CompletingRebalance':
        member.join = done;
        this.prepare(group, `static member ${memberId} replaced another one`);
        return;
      default:
        member.join = done;
        this.maybePrepare(group, `static member ${memberId} joined`);
    }
  }

  private add(group: Group, memberId: string, request: JoinGroupRequest, done: JoinDone): void {
    const member = { ...this.member(memberId, request), isNew: true };
    if (group.members.size === 0) group.protocolType = request.protocolType;
    group.leader ??= memberId;
    group.members.set(memberId, member);
    if (request.instanceId !== undefined) group.staticMembers.set(request.instanceId, memberId);
    member.join = done;
    if (group.is('PreparingRebalance') && group.generation === 0) group.newMemberAdded = true;
    member.session();
    member.session = this.broker.after(NEW_MEMBER_JOIN_TIMEOUT_MS, `session of ${memberId}`, () => this.expire(group, member));
    this.maybePrepare(group, `${memberId} joined`);
  }

  private update(group: Group, member: Member, request: JoinGroupRequest, done: JoinDone): void {
    member.protocols = request.protocols;
    member.join = done;
    this.maybePrepare(group, `${member.id} rejoined`);
  }

  private member(id: string, request: JoinGroupRequest): Member {
    return {
      id,
      instanceId: request.instanceId,
      clientId: request.clientId,
      clientHost: request.clientHost,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      sessionTimeoutMs: request.sessionTimeoutMs,
      protocols: request.protocols,
      assignment: [],
      join: undefined,
      sync: undefined,
      isNew: false,
      session: () => {},
    };
  }

  private maybePrepare(group: Group, reason: string): void {
    if (group.is('Stable', 'CompletingRebalance', 'Empty')) this.prepare(group, reason);
    else if (group.is('PreparingRebalance')) this.tryCompleteJoin(group);
  }

  private prepare(group: Group, reason: string): void {
    if (group.is('CompletingRebalance')) {
      for (const member of group.members.values()) {
        member.assignment = [];
        member.sync?.({ error: 'REBALANCE_IN_PROGRESS', assignment: [] });
        member.sync = undefined;
      }
    }
    const wasEmpty = group.is('Empty');
    this.setState(group, 'PreparingRebalance', reason);
    const rebalanceMs = group.rebalanceTimeoutMs;
    if (wasEmpty) {
      const delay = this.broker.number('group.initial.rebalance.delay.ms');
      this.initialDelay(group, delay, Math.max(0, rebalanceMs - delay));
      return;
    }
    group.delayedJoin = {
      cancel: this.broker.after(rebalanceMs, `join phase of ${group.id}`, () => this.completeJoin(group)),
      initial: false,
    };
    this.tryCompleteJoin(group);
  }

  /** Gives a new group's members time to arrive (KA-141). */
  private initialDelay(group: Group, delayMs: number, leftMs: number): void {
    const over = (): void => {
      if (group.newMemberAdded && leftMs > 0) {
        group.newMemberAdded = false;
        const next = Math.min(this.broker.number('group.initial.rebalance.delay.ms'), leftMs);
        this.initialDelay(group, next, Math.max(0, leftMs - next));
      } else this.completeJoin(group);
    };
    group.newMemberAdded = false;
    group.delayedJoin = { cancel: this.broker.after(delayMs, `initial rebalance delay of ${group.id}`, over), initial: true };
  }

  private tryCompleteJoin(group: Group): void {
    if (group.delayedJoin !== undefined && !group.delayedJoin.initial && group.allJoined) this.completeJoin(group);
  }

  private completeJoin(group: Group): void {
    if (!group.is('PreparingRebalance')) return;
    group.delayedJoin?.cancel();
    group.delayedJoin = undefined;
    for (const member of [...group.members.values()]) {
      if (member.join !== undefined || member.instanceId !== undefined) continue;
      member.session();
      this.forget(group, member);
    }
    if (group.members.size > 0 && (group.leader === undefined || group.members.get(group.leader)?.join === undefined)) {
      const joined = [...group.members.values()].find(({ join }) => join !== undefined);
      if (joined === undefined) {
        // Only static members, none of which came back: wait again.
        group.delayedJoin = {
          cancel: this.broker.after(group.rebalanceTimeoutMs, `join phase of ${group.id}`, () => this.completeJoin(group)),
          initial: false,
        };
        return;
      }
      group.leader = joined.id;
    }
    group.generation++;
    if (group.members.size === 0) {
      group.protocol = undefined;
      group.leader = undefined;
      this.setState(group, 'Empty', 'the last member left');
      this.store.saveGroup(group, new Map(), () => {});
      return;
    }
    group.protocol = group.selectProtocol();
    this.setState(group, 'CompletingRebalance', 'all members joined');
    for (const member of group.members.values()) {
      member.isNew = false;
      const { join } = member;
      member.join = undefined;
      this.restartSession(group, member);
      join?.(this.joinAnswer(group, member));
    }
  }

  private takeAssignment(group: Group, assignments: ReadonlyMap<string, readonly string[]>): void {
    const { generation } = group;
    const complete = new Map([...group.members.keys()].map((id) => [id, assignments.get(id) ?? []]));
    this.store.saveGroup(group, complete, (error) => {
      if (!group.is('CompletingRebalance') || group.generation !== generation) return;
      if (error !== 'NONE') {
        for (const member of group.members.values()) {
          member.sync?.({ error: 'NOT_COORDINATOR', assignment: [] });
          member.sync = undefined;
        }
        this.prepare(group, 'the assignment could not be stored');
        return;
      }
      for (const member of group.members.values()) member.assignment = complete.get(member.id) ?? [];
      this.setState(group, 'Stable', 'the leader assigned the partitions');
      for (const member of group.members.values()) {
        const { sync } = member;
        member.sync = undefined;
        if (sync === undefined) continue;
        this.restartSession(group, member);
        sync({ error: 'NONE', assignment: member.assignment });
      }
    });
  }

  private joinAnswer(group: Group, member: Member): JoinGroupResponse {
    const isLeader = member.id === group.leader;
    return {
      error: 'NONE',
      generation: group.generation,
      protocol: group.protocol ?? '',
      leader: group.leader ?? '',
      memberId: member.id,
      members: isLeader
        ? [...group.members.values()].map((each) => ({
            memberId: each.id,
            ...(each.instanceId === undefined ? {} : { instanceId: each.instanceId }),
            metadata: group.metadataOf(each),
          }))
        : [],
    };
  }

  private remove(group: Group, member: Member, reason: string): void {
    member.session();
    member.join?.(joinError('UNKNOWN_MEMBER_ID', ''));
    member.sync?.({ error: 'UNKNOWN_MEMBER_ID', assignment: [] });
    this.forget(group, member);
    if (group.is('Stable', 'CompletingRebalance')) this.prepare(group, reason);
    else if (group.is('PreparingRebalance')) this.tryCompleteJoin(group);
  }

  private forget(group: Group, member: Member): void {
    group.members.delete(member.id);
    if (member.instanceId !== undefined) group.staticMembers.delete(member.instanceId);
    if (group.leader === member.id) group.leader = group.members.keys().next().value;
  }

  private dropPending(group: Group, memberId: string): void {
    group.pending.get(memberId)?.();
    group.pending.delete(memberId);
    if (group.is('PreparingRebalance')) this.tryCompleteJoin(group);
  }

  private restartSession(group: Group, member: Member): void {
    member.session();
    member.session = this.broker.after(member.sessionTimeoutMs, `session of ${member.id}`, () => this.expire(group, member));
  }

  private expire(group: Group, member: Member): void {
    if (group.is('Dead') || group.members.get(member.id) !== member) return;
    // Who waits for the join or the assignment is alive, as far as anybody can tell.
    if ((member.join !== undefined && !member.isNew) || member.sync !== undefined) {
      this.restartSession(group, member);
      return;
    }
    this.remove(group, member, `the session of ${member.id} timed out`);
  }

  private setState(group: Group, state: Group['state'], reason: string): void {
    group.state = state;
    group.stateTimestamp = this.broker.nowMs;
    const assignment = Object.fromEntries([...group.members.values()].map((member) => [member.id, member.assignment]));
    this.broker.emit({
      type: 'group.changed',
      group: group.id,
      state,
      generation: group.generation,
      reason,
      ...(state === 'Stable' ? { assignment } : {}),
    });
  }

  private create(id: string): Group {
    const group = new Group(id);
    this.store.groups.set(id, group);
    return group;
  }

  private newMemberId(prefix: string): string {
    const number = this.memberNumber++;
    return `${prefix}-${uuid((part) => this.broker.draw('member', prefix, number, this.broker.nowMs, part))}`;
  }
}

function uuid(draw: (part: number) => number): string {
  const digits = Array.from({ length: 32 }, (_, i) => Math.floor(draw(i) * 16).toString(16)).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

const sameProtocols = (member: Member, request: JoinGroupRequest): boolean =>
  JSON.stringify(member.protocols) === JSON.stringify(request.protocols);

const joinError = (error: ErrorName, memberId: string): JoinGroupResponse => ({
  error,
  generation: -1,
  protocol: '',
  leader: '',
  memberId,
  members: [],
});
