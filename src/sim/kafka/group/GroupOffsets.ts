import type { BrokerContext } from '../broker/BrokerContext.js';
import type { CommittedOffset, MemberIdentity, RequestOf, ResponseOf, Result } from '../protocol/api.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { splitName } from '../topics.js';
import { Group, type Member } from './Group.js';
import type { GroupStore } from './GroupStore.js';

/** Commits and what becomes of them (KA-150, KA-160 to KA-167). Model: kafka 2.8.0 core coordinator/group/GroupCoordinator.scala, GroupMetadataManager.scala. */
export class GroupOffsets {
  /** @param seen a member has shown that it is alive */
  constructor(
    private readonly broker: BrokerContext,
    private readonly store: GroupStore,
    private readonly seen: (group: Group, member: Member) => void,
  ) {}

  commit(request: RequestOf<'offsetCommit'>, done: (response: ResponseOf<'offsetCommit'>) => void): void {
    this.commitAs(request, request.offsets, undefined, done);
  }

  commitTransactional(request: RequestOf<'txnOffsetCommit'>, done: (response: ResponseOf<'txnOffsetCommit'>) => void): void {
    this.commitAs(request, request.offsets, { producerId: request.producerId, epoch: request.epoch }, done);
  }

  fetch({ group: id, partitions, requireStable }: RequestOf<'offsetFetch'>): ResponseOf<'offsetFetch'> {
    if (!this.store.coordinates(id)) return { error: 'NOT_COORDINATOR', offsets: new Map() };
    const group = this.store.groups.get(id);
    const names = partitions ?? [...(group?.offsets.keys() ?? [])];
    const none = { offset: -1, leaderEpoch: undefined, metadata: '' };
    const offsets = new Map<string, CommittedOffset & Result>();
    for (const name of names) {
      const isUnstable = requireStable && group?.hasPendingOffset(name) === true;
      if (isUnstable) offsets.set(name, { ...none, error: 'UNSTABLE_OFFSET_COMMIT' });
      else offsets.set(name, { ...(group?.offsets.get(name) ?? none), error: 'NONE' });
    }
    return { error: 'NONE', offsets };
  }

  delete({ group: id, partitions }: RequestOf<'offsetDelete'>): ResponseOf<'offsetDelete'> {
    const refuse = (error: ErrorName): ResponseOf<'offsetDelete'> => ({ error, partitions: new Map() });
    if (!this.store.coordinates(id)) return refuse('NOT_COORDINATOR');
    const group = this.store.groups.get(id);
    if (group === undefined) return refuse('GROUP_ID_NOT_FOUND');
    if (!group.is('Empty') && group.protocolType !== 'consumer') return refuse('NON_EMPTY_GROUP');
    const free = partitions.filter((name) => !group.isSubscribedTo(splitName(name).topic));
    this.store.tombstones(
      group,
      free.filter((name) => group.offsets.has(name)),
      false,
    );
    return {
      error: 'NONE',
      partitions: new Map(
        partitions.map((name) => [name, { error: free.includes(name) ? 'NONE' : 'GROUP_SUBSCRIBED_TO_TOPIC' }]),
      ),
    };
  }

  /** A topic is gone, and what was committed for it with it (KA-166). */
  topicDeleted(topic: string): void {
    for (const group of this.store.groups.values()) {
      const gone = [...group.offsets.keys()].filter((name) => splitName(name).topic === topic);
      if (gone.length > 0) this.store.tombstones(group, gone, group.is('Empty') && gone.length === group.offsets.size);
    }
  }

  /** Forgets offsets that nobody has used for too long (KA-165). */
  expire(): void {
    const retentionMs = this.broker.number('offsets.retention.minutes') * 60_000;
    const { nowMs } = this.broker;
    for (const group of [...this.store.groups.values()]) {
      if (group.is('PreparingRebalance', 'CompletingRebalance')) continue;
      const old = [...group.offsets].filter(([name, stored]) => {
        if (group.hasPendingOffset(name)) return false;
        if (group.protocolType === undefined) return nowMs - stored.commitTimestamp >= retentionMs;
        if (group.is('Empty')) return nowMs - group.stateTimestamp >= retentionMs;
        return !group.isSubscribedTo(splitName(name).topic) && nowMs - stored.commitTimestamp >= retentionMs;
      });
      const whole = group.is('Empty') && old.length === group.offsets.size && group.pendingTransactions.size === 0;
      if (old.length > 0 || (whole && group.protocolType !== undefined))
        this.store.tombstones(
          group,
          old.map(([name]) => name),
          whole,
        );
    }
  }

  private commitAs(
    identity: MemberIdentity,
    offsets: RequestOf<'offsetCommit'>['offsets'],
    transaction: { readonly producerId: number; readonly epoch: number } | undefined,
    done: (response: ResponseOf<'offsetCommit'>) => void,
  ): void {
    const all = (error: ErrorName): void => done({ partitions: new Map([...offsets.keys()].map((name) => [name, { error }])) });
    if (!this.store.coordinates(identity.group)) {
      all('NOT_COORDINATOR');
      return;
    }
    let group = this.store.groups.get(identity.group);
    if (group === undefined) {
      if (identity.generation >= 0) {
        all('ILLEGAL_GENERATION');
        return;
      }
      group = new Group(identity.group);
      this.store.groups.set(group.id, group);
    }
    const error = this.checkCommit(group, identity, transaction !== undefined);
    if (error !== 'NONE') {
      all(error);
      return;
    }
    const results = new Map<string, Result>();
    const accepted = new Map<
      string,
      { offset: number; leaderEpoch: number | undefined; metadata: string; commitTimestamp: number }
    >();
    for (const [name, each] of offsets) {
      if (!this.broker.knows(name)) results.set(name, { error: 'UNKNOWN_TOPIC_OR_PARTITION' });
      else if (each.metadata.length > this.broker.number('offset.metadata.max.bytes'))
        results.set(name, { error: 'OFFSET_METADATA_TOO_LARGE' });
      else accepted.set(name, { ...each, commitTimestamp: this.broker.nowMs });
    }
    if (accepted.size === 0) {
      done({ partitions: results });
      return;
    }
    this.store.saveOffsets(group, accepted, identity.memberId, transaction, (saved) => {
      for (const name of accepted.keys()) results.set(name, { error: saved });
      done({ partitions: results });
    });
  }

  /** Who may commit when (KA-150). */
  private checkCommit(group: Group, { generation, memberId, instanceId }: MemberIdentity, transactional: boolean): ErrorName {
    if (generation < 0 && memberId === '') {
      // A transaction that names the group only is not fenced.
      return group.is('Empty') || (transactional && instanceId === undefined) ? 'NONE' : 'UNKNOWN_MEMBER_ID';
    }
    const member = group.members.get(memberId);
    const known = instanceId === undefined ? undefined : group.staticMembers.get(instanceId);
    if (known !== undefined && known !== memberId) return 'FENCED_INSTANCE_ID';
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    if (generation !== group.generation) return 'ILLEGAL_GENERATION';
    if (group.is('CompletingRebalance') && !transactional) return 'REBALANCE_IN_PROGRESS';
    this.seen(group, member);
    return 'NONE';
  }
}
