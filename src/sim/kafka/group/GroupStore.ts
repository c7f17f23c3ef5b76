import type { BrokerContext } from '../broker/BrokerContext.js';
import type { ReplicaManager } from '../broker/ReplicaManager.js';
import { batchOf, keyAt, type RecordBatch, valueAt } from '../log/RecordBatch.js';
import { RecordBuffer } from '../log/RecordBuffer.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { OFFSETS_TOPIC, partitionName } from '../topics.js';
import { coordinatorPartition } from './coordinatorPartition.js';
import { Group } from './Group.js';
import {
  type OffsetsKey,
  readGroup,
  readKey,
  readOffset,
  type StoredGroup,
  type StoredOffset,
  writeGroup,
  writeKey,
  writeOffset,
} from './offsetsSchema.js';

/**
 * The groups that this broker coordinates, kept in `__consumer_offsets` (KA-160 to KA-163).
 * Model: kafka 2.8.0 core coordinator/group/GroupMetadataManager.scala.
 */
export class GroupStore {
  readonly groups = new Map<string, Group>();
  /** Partitions of the offsets topic that this broker leads. */
  private readonly owned = new Set<number>();
  /** Groups whose transaction of a producer id writes into them. */
  private readonly transactionGroups = new Map<number, Set<string>>();

  constructor(
    private readonly broker: BrokerContext,
    private readonly replicas: ReplicaManager,
  ) {}

  partitionOf(group: string): number {
    return coordinatorPartition(group, this.broker.number('offsets.topic.num.partitions'));
  }

  coordinates(group: string): boolean {
    return this.owned.has(this.partitionOf(group));
  }

  /** Reads everything that the log of a partition says. @returns the groups found */
  load(partition: number): Group[] {
    this.owned.add(partition);
    const log = this.replicas.partitions.get(partitionName(OFFSETS_TOPIC, partition))?.log;
    if (log === undefined) return [];
    const offsets = new Map<string, Map<string, StoredOffset>>();
    const stored = new Map<string, StoredGroup>();
    const pending = new Map<number, { readonly group: string; readonly partition: string; readonly value: StoredOffset }[]>();
    const put = (group: string, name: string, value: StoredOffset): void => {
      const ofGroup = offsets.get(group) ?? new Map<string, StoredOffset>();
      offsets.set(group, ofGroup.set(name, value));
    };
    for (const batch of log.batches()) {
      if (batch.control !== undefined) {
        if (batch.control === 'COMMIT')
          for (const each of pending.get(batch.producerId) ?? []) put(each.group, each.partition, each.value);
        pending.delete(batch.producerId);
        continue;
      }
      for (let i = 0; i < batch.records.count; i++) {
        const key = readKey(keyAt(batch.records, i) as Uint8Array);
        const value = valueAt(batch.records, i);
        if (key.kind === 'group') {
          if (value === undefined) stored.delete(key.group);
          else stored.set(key.group, readGroup(value));
        } else if (value === undefined) offsets.get(key.group)?.delete(key.partition);
        else if (batch.isTransactional) {
          const entry = { group: key.group, partition: key.partition, value: readOffset(value) };
          pending.set(batch.producerId, [...(pending.get(batch.producerId) ?? []), entry]);
        } else put(key.group, key.partition, readOffset(value));
      }
    }
    const found: Group[] = [];
    const names = new Set([...stored.keys(), ...offsets.keys(), ...[...pending.values()].flat().map(({ group }) => group)]);
    for (const id of names) {
      const group = new Group(id);
      const from = stored.get(id);
      if (from !== undefined) this.restore(group, from);
      for (const [name, value] of offsets.get(id) ?? []) group.offsets.set(name, value);
      this.groups.set(id, group);
      found.push(group);
    }
    for (const [producerId, entries] of pending)
      for (const { group, partition: name, value } of entries)
        this.addPending(this.groups.get(group) as Group, producerId, name, value, true);
    return found;
  }

  /** This broker is no longer the coordinator of the partition's groups. */
  unload(partition: number): Group[] {
    this.owned.delete(partition);
    const gone = [...this.groups.values()].filter(({ id }) => this.partitionOf(id) === partition);
    for (const { id } of gone) this.groups.delete(id);
    return gone;
  }

  /** Writes down the group as it is. */
  saveGroup(group: Group, assignments: ReadonlyMap<string, readonly string[]>, done: (error: ErrorName) => void): void {
    const value = writeGroup({
      protocolType: group.protocolType ?? '',
      generation: group.generation,
      protocol: group.protocol,
      leader: group.leader,
      stateTimestamp: group.stateTimestamp,
      members: [...group.members.values()].map((member) => ({
        memberId: member.id,
        instanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeoutMs: member.rebalanceTimeoutMs,
        sessionTimeoutMs: member.sessionTimeoutMs,
        metadata: group.metadataOf(member),
        assignment: assignments.get(member.id) ?? [],
      })),
    });
    this.append(group.id, [[{ kind: 'group', group: group.id }, value]], {}, done);
  }

  /** Stores offsets; `done` is told when they count, or why they don't. */
  saveOffsets(
    group: Group,
    offsets: ReadonlyMap<string, StoredOffset>,
    member: string,
    transaction: { readonly producerId: number; readonly epoch: number } | undefined,
    done: (error: ErrorName) => void,
  ): void {
    const records = [...offsets].map(
      ([partition, value]) => [{ kind: 'offset', group: group.id, partition }, writeOffset(value)] as [OffsetsKey, Uint8Array],
    );
    if (transaction === undefined) for (const [name, value] of offsets) group.pendingCommits.set(name, value);
    else for (const [name, value] of offsets) this.addPending(group, transaction.producerId, name, value, false);
    const parts =
      transaction === undefined
        ? {}
        : { producerId: transaction.producerId, producerEpoch: transaction.epoch, isTransactional: true };
    this.append(group.id, records, parts, (error) => {
      if (transaction !== undefined) {
        const ofProducer = group.pendingTransactions.get(transaction.producerId);
        for (const name of offsets.keys()) {
          const entry = ofProducer?.get(name);
          if (error === 'NONE' && entry !== undefined) entry.appended = true;
          else if (error !== 'NONE') ofProducer?.delete(name);
        }
      } else {
        for (const [name, value] of offsets) {
          if (group.pendingCommits.get(name) === value) group.pendingCommits.delete(name);
          if (error === 'NONE' && !group.is('Dead')) group.offsets.set(name, value);
        }
        if (error === 'NONE') this.committed(group, offsets, member, false);
      }
      done(error === 'NONE' ? 'NONE' : commitError(error));
    });
  }

  /** The offsets of a transaction become the group's, or vanish (KA-090). */
  endTransaction(producerId: number, partition: number, commit: boolean): void {
    for (const id of this.transactionGroups.get(producerId) ?? []) {
      const group = this.groups.get(id);
      if (group === undefined || this.partitionOf(id) !== partition) continue;
      const offsets = group.pendingTransactions.get(producerId);
      group.pendingTransactions.delete(producerId);
      this.transactionGroups.get(producerId)?.delete(id);
      if (!commit || offsets === undefined) continue;
      const stored = new Map([...offsets].filter(([, each]) => each.appended).map(([name, each]) => [name, each.stored]));
      for (const [name, value] of stored) group.offsets.set(name, value);
      this.committed(group, stored, '', true);
    }
  }

  /** Removes offsets, and the group with them when nothing is left and `whole`. */
  tombstones(group: Group, partitions: readonly string[], whole: boolean): void {
    const records: [OffsetsKey, undefined][] = partitions.map((partition) => [
      { kind: 'offset', group: group.id, partition },
      undefined,
    ]);
    for (const partition of partitions) group.offsets.delete(partition);
    if (partitions.length > 0) this.broker.emit({ type: 'offsets.removed', group: group.id, partitions });
    if (whole) {
      records.push([{ kind: 'group', group: group.id }, undefined]);
      group.state = 'Dead';
      this.groups.delete(group.id);
    }
    if (records.length > 0) this.append(group.id, records, {}, () => {});
  }

  private committed(group: Group, offsets: ReadonlyMap<string, StoredOffset>, member: string, transactional: boolean): void {
    if (offsets.size === 0) return;
    this.broker.emit({
      type: 'offsets.committed',
      group: group.id,
      ...(member === '' ? {} : { member }),
      offsets: Object.fromEntries([...offsets].map(([name, { offset }]) => [name, offset])),
      transactional,
    });
  }

  private addPending(group: Group, producerId: number, name: string, stored: StoredOffset, appended: boolean): void {
    const ofProducer =
      group.pendingTransactions.get(producerId) ?? new Map<string, { stored: StoredOffset; appended: boolean }>();
    ofProducer.set(name, { stored, appended });
    group.pendingTransactions.set(producerId, ofProducer);
    this.transactionGroups.set(producerId, (this.transactionGroups.get(producerId) ?? new Set()).add(group.id));
  }

  private restore(group: Group, from: StoredGroup): void {
    group.protocolType = from.protocolType === '' ? undefined : from.protocolType;
    group.generation = from.generation;
    group.protocol = from.protocol;
    group.leader = from.leader;
    group.stateTimestamp = from.stateTimestamp;
    group.state = from.members.length > 0 ? 'Stable' : 'Empty';
    for (const member of from.members) {
      group.members.set(member.memberId, {
        id: member.memberId,
        instanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeoutMs: member.rebalanceTimeoutMs,
        sessionTimeoutMs: member.sessionTimeoutMs,
        protocols: from.protocol === undefined ? [] : [{ name: from.protocol, metadata: member.metadata }],
        assignment: member.assignment,
        join: undefined,
        sync: undefined,
        isNew: false,
        session: () => {},
      });
      if (member.instanceId !== undefined) group.staticMembers.set(member.instanceId, member.memberId);
    }
  }

  private append(
    group: string,
    records: readonly (readonly [OffsetsKey, Uint8Array | undefined])[],
    parts: Partial<RecordBatch>,
    done: (error: ErrorName) => void,
  ): void {
    const name = partitionName(OFFSETS_TOPIC, this.partitionOf(group));
    const buffer = new RecordBuffer();
    for (const [key, value] of records) buffer.append(writeKey(key), value, this.broker.nowMs);
    const batch = batchOf(buffer.columns(), parts);
    this.replicas.append(new Map([[name, batch]]), -1, this.broker.number('offsets.commit.timeout.ms'), true, (results) =>
      done(results.get(name)?.error ?? 'UNKNOWN_SERVER_ERROR'),
    );
  }
}

/** What a client is told when the offsets topic refuses a write (KA-162). */
function commitError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR';
    default:
      return error;
  }
}
