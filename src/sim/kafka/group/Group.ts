import type { Cancel } from '../../../engine/ports/Process.js';
import type { GroupProtocol, JoinGroupResponse, MemberMetadata, Result } from '../protocol/api.js';
import type { StoredOffset } from './offsetsSchema.js';

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

/** A member as the coordinator knows it. Model: kafka 2.8.0 core coordinator/group/MemberMetadata.scala. */
export interface Member {
  id: string;
  readonly instanceId: string | undefined;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  protocols: readonly GroupProtocol[];
  assignment: readonly string[];
  /** It has sent JoinGroup and waits for the answer. */
  join: ((response: JoinGroupResponse) => void) | undefined;
  sync: ((response: Result & { readonly assignment: readonly string[] }) => void) | undefined;
  isNew: boolean;
  session: Cancel;
}

/** Offsets of a transaction that has not ended; `appended`: they are in the log. */
export interface PendingOffset {
  readonly stored: StoredOffset;
  appended: boolean;
}

/** A consumer group at its coordinator. Model: kafka 2.8.0 core coordinator/group/GroupMetadata.scala (KA-138, KA-139). */
export class Group {
  state: GroupState = 'Empty';
  generation = 0;
  protocolType: string | undefined;
  protocol: string | undefined;
  leader: string | undefined;
  stateTimestamp = 0;
  /** In the order in which they joined. */
  readonly members = new Map<string, Member>();
  readonly staticMembers = new Map<string, string>();
  /** Ids handed out by MEMBER_ID_REQUIRED, with what forgets them. */
  readonly pending = new Map<string, Cancel>();
  readonly offsets = new Map<string, StoredOffset>();
  readonly pendingCommits = new Map<string, StoredOffset>();
  readonly pendingTransactions = new Map<number, Map<string, PendingOffset>>();
  newMemberAdded = false;
  /** The phase of joining that is under way. */
  delayedJoin: { readonly cancel: Cancel; readonly initial: boolean } | undefined;

  constructor(readonly id: string) {}

  is(...states: readonly GroupState[]): boolean {
    return states.includes(this.state);
  }

  get allJoined(): boolean {
    if (this.pending.size > 0) return false;
    for (const { join } of this.members.values()) if (join === undefined) return false;
    return true;
  }

  get rebalanceTimeoutMs(): number {
    let most = 0;
    for (const { rebalanceTimeoutMs } of this.members.values()) most = Math.max(most, rebalanceTimeoutMs);
    return most;
  }

  metadataOf(member: Member, protocol = this.protocol): MemberMetadata {
    return member.protocols.find(({ name }) => name === protocol)?.metadata ?? { topics: [], owned: [] };
  }

  /** Whether a newcomer with these assignors can be a member. */
  supports(protocolType: string, protocols: readonly GroupProtocol[]): boolean {
    if (this.is('Empty')) return protocolType !== '' && protocols.length > 0;
    return this.protocolType === protocolType && protocols.some(({ name }) => this.commonProtocols().has(name));
  }

  /** Each member votes for the first of its assignors that all have (KA-145). Ties go to who was voted for first. */
  selectProtocol(): string {
    const common = this.commonProtocols();
    const votes = new Map<string, number>();
    for (const { protocols } of this.members.values()) {
      const vote = protocols.find(({ name }) => common.has(name))?.name;
      if (vote !== undefined) votes.set(vote, (votes.get(vote) ?? 0) + 1);
    }
    let best = '';
    for (const [name, count] of votes) if (best === '' || count > (votes.get(best) as number)) best = name;
    return best;
  }

  isSubscribedTo(topic: string): boolean {
    if (this.protocolType !== 'consumer' || this.members.size === 0) return false;
    return [...this.members.values()].some((member) =>
      (this.protocol === undefined
        ? member.protocols.flatMap((each) => each.metadata.topics)
        : this.metadataOf(member).topics
      ).includes(topic),
    );
  }

  /** Whether an offset of the partition is under way, so that nobody should start from the old one (KA-090). */
  hasPendingOffset(partition: string): boolean {
    if (this.pendingCommits.has(partition)) return true;
    for (const offsets of this.pendingTransactions.values()) if (offsets.has(partition)) return true;
    return false;
  }

  private commonProtocols(): Set<string> {
    let common: Set<string> | undefined;
    for (const { protocols } of this.members.values()) {
      const names = new Set(protocols.map(({ name }) => name));
      common = common === undefined ? names : new Set([...common].filter((name) => names.has(name)));
    }
    return common ?? new Set();
  }
}
