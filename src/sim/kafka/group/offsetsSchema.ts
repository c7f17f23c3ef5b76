import { utf8Bytes } from '../../../engine/jvm/utf8.js';
import type { CommittedOffset, MemberMetadata } from '../protocol/api.js';
import { ByteReader } from '../protocol/ByteReader.js';
import { ByteWriter } from '../protocol/ByteWriter.js';
import { decodeUtf8 } from '../protocol/decodeUtf8.js';
import { partitionName, splitName } from '../topics.js';

/** A committed offset as the coordinator keeps it. */
export interface StoredOffset extends CommittedOffset {
  readonly commitTimestamp: number;
}

export interface StoredMember {
  readonly memberId: string;
  readonly instanceId: string | undefined;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly metadata: MemberMetadata;
  readonly assignment: readonly string[];
}

export interface StoredGroup {
  readonly protocolType: string;
  readonly generation: number;
  readonly protocol: string | undefined;
  readonly leader: string | undefined;
  readonly stateTimestamp: number;
  readonly members: readonly StoredMember[];
}

/** Key of a record of `__consumer_offsets`: of one offset, or of a group (KA-161). */
export type OffsetsKey =
  | { readonly kind: 'offset'; readonly group: string; readonly partition: string }
  | { readonly kind: 'group'; readonly group: string };

const OFFSET_KEY = 1;
const GROUP_KEY = 2;
const OFFSET_VALUE = 3;
const GROUP_VALUE = 3;

/** Model: kafka 2.8.0 core src/main/resources/common/message/OffsetCommitKey.json, GroupMetadataKey.json. */
export function writeKey(key: OffsetsKey): Uint8Array {
  if (key.kind === 'group') return new ByteWriter().int16(GROUP_KEY).text(key.group).done();
  const { topic, partition } = splitName(key.partition);
  return new ByteWriter().int16(OFFSET_KEY).text(key.group).text(topic).int32(partition).done();
}

export function readKey(bytes: Uint8Array): OffsetsKey {
  const reader = new ByteReader(bytes);
  const version = reader.int16();
  const group = reader.text() ?? '';
  if (version === GROUP_KEY) return { kind: 'group', group };
  const topic = reader.text() ?? '';
  return { kind: 'offset', group, partition: partitionName(topic, reader.int32()) };
}

/** Model: OffsetCommitValue.json, version 3. */
export const writeOffset = ({ offset, leaderEpoch, metadata, commitTimestamp }: StoredOffset): Uint8Array =>
  new ByteWriter()
    .int16(OFFSET_VALUE)
    .int64(offset)
    .int32(leaderEpoch ?? -1)
    .text(metadata)
    .int64(commitTimestamp)
    .done();

export function readOffset(bytes: Uint8Array): StoredOffset {
  const reader = new ByteReader(bytes);
  reader.int16();
  const offset = reader.int64();
  const epoch = reader.int32();
  return { offset, leaderEpoch: epoch < 0 ? undefined : epoch, metadata: reader.text() ?? '', commitTimestamp: reader.int64() };
}

/** Model: GroupMetadataValue.json, version 3. Subscription and assignment are opaque bytes there; here they hold JSON. */
export function writeGroup(group: StoredGroup): Uint8Array {
  const writer = new ByteWriter();
  return writer
    .int16(GROUP_VALUE)
    .text(group.protocolType)
    .int32(group.generation)
    .text(group.protocol ?? null)
    .text(group.leader ?? null)
    .int64(group.stateTimestamp)
    .array(group.members, (member) =>
      writer
        .text(member.memberId)
        .text(member.instanceId ?? null)
        .text(member.clientId)
        .text(member.clientHost)
        .int32(member.rebalanceTimeoutMs)
        .int32(member.sessionTimeoutMs)
        .blob(utf8Bytes(JSON.stringify(member.metadata)))
        .blob(utf8Bytes(JSON.stringify(member.assignment))),
    )
    .done();
}

export function readGroup(bytes: Uint8Array): StoredGroup {
  const reader = new ByteReader(bytes);
  reader.int16();
  const protocolType = reader.text() ?? '';
  const generation = reader.int32();
  const protocol = reader.text() ?? undefined;
  const leader = reader.text() ?? undefined;
  const stateTimestamp = reader.int64();
  const members = reader.array(() => ({
    memberId: reader.text() ?? '',
    instanceId: reader.text() ?? undefined,
    clientId: reader.text() ?? '',
    clientHost: reader.text() ?? '',
    rebalanceTimeoutMs: reader.int32(),
    sessionTimeoutMs: reader.int32(),
    metadata: JSON.parse(decodeUtf8(reader.blob())) as MemberMetadata,
    assignment: JSON.parse(decodeUtf8(reader.blob())) as string[],
  }));
  return { protocolType, generation, protocol, leader, stateTimestamp, members };
}
