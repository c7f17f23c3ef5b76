import type { PartitionLog } from '../log/PartitionLog.js';
import type { PartitionState } from '../protocol/api.js';

/** What a leader knows of one follower. */
interface Follower {
  /** Unknown (-1) until it has fetched from this leader. */
  logEndOffset: number;
  lastCaughtUpMs: number;
  lastFetchMs: number;
  /** The leader's log end at its last fetch. */
  leaderEndAtFetch: number;
}

/** What follows from a change of a partition, for the broker that holds it. */
export interface PartitionListener {
  highWatermarkMoved(partition: Partition): void;
  /** The leader wants other in-sync replicas. */
  alterIsr(partition: Partition, isr: readonly number[]): void;
}

/**
 * One replica of a partition at work on a broker: leader or follower. Model: kafka 2.8.0 core cluster/Partition.scala (KA-031 to KA-036, KA-040).
 */
export class Partition {
  leader = -1;
  leaderEpoch = -1;
  replicas: readonly number[] = [];
  isr: readonly number[] = [];
  /** Asked for, not yet answered by the controller. */
  pendingIsr: readonly number[] | undefined;
  /** Where this leader's epoch began. */
  epochStartOffset = 0;
  private readonly followers = new Map<number, Follower>();
  /** Requests that wait for this partition: each is tried again when something changes, until it is done. */
  private readonly waiting = new Set<() => boolean>();

  constructor(
    readonly brokerId: number,
    readonly log: PartitionLog,
    private readonly lagTimeMaxMs: number,
    private readonly listener: PartitionListener,
  ) {}

  get name(): string {
    return this.log.name;
  }

  get isLeader(): boolean {
    return this.leader === this.brokerId;
  }

  /** Takes in what the controller has decided. @returns whether this replica has just become the leader */
  update(state: PartitionState, nowMs: number): boolean {
    const wasLeader = this.isLeader;
    this.leader = state.leader;
    this.leaderEpoch = state.leaderEpoch;
    this.replicas = state.replicas;
    this.isr = state.isr;
    this.pendingIsr = undefined;
    if (!this.isLeader) {
      this.followers.clear();
      this.wake();
      return false;
    }
    this.epochStartOffset = this.log.logEndOffset;
    this.log.epochs.assign(state.leaderEpoch, this.epochStartOffset);
    for (const id of this.replicas) {
      if (id === this.brokerId) continue;
      const known = wasLeader ? this.followers.get(id) : undefined;
      this.followers.set(id, {
        logEndOffset: known?.logEndOffset ?? -1,
        lastCaughtUpMs: this.isr.includes(id) ? nowMs : 0,
        lastFetchMs: nowMs,
        leaderEndAtFetch: this.epochStartOffset,
      });
    }
    for (const id of this.followers.keys()) if (!this.replicas.includes(id)) this.followers.delete(id);
    this.advanceHighWatermark(nowMs);
    this.wake();
    return !wasLeader;
  }

  /** A follower has fetched from `offset`: everything before is on its disk. */
  followerFetched(id: number, offset: number, nowMs: number): void {
    const follower = this.followers.get(id);
    if (follower === undefined) return;
    const leaderEnd = this.log.logEndOffset;
    if (offset >= leaderEnd) follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, nowMs);
    else if (offset >= follower.leaderEndAtFetch)
      follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, follower.lastFetchMs);
    follower.logEndOffset = offset;
    follower.leaderEndAtFetch = leaderEnd;
    follower.lastFetchMs = nowMs;
    const inSync = offset >= this.log.highWatermark && offset >= this.epochStartOffset;
    if (inSync && this.pendingIsr === undefined && !this.isr.includes(id)) this.askForIsr([...this.isr, id]);
    this.advanceHighWatermark(nowMs);
    this.wake();
  }

  /** Drops from the in-sync replicas who has not been caught up for too long (KA-034). */
  shrinkIsr(nowMs: number): void {
    if (!this.isLeader || this.pendingIsr !== undefined) return;
    const late = (id: number): boolean => {
      const follower = this.followers.get(id);
      return (
        follower !== undefined &&
        follower.logEndOffset !== this.log.logEndOffset &&
        nowMs - follower.lastCaughtUpMs > this.lagTimeMaxMs
      );
    };
    const kept = this.isr.filter((id) => !late(id));
    if (kept.length < this.isr.length) this.askForIsr(kept);
  }

  /** The controller's answer; undefined: refused, ask again later. */
  isrAltered(isr: readonly number[] | undefined, nowMs: number): void {
    if (isr !== undefined) this.isr = isr;
    this.pendingIsr = undefined;
    if (!this.isLeader) return;
    this.advanceHighWatermark(nowMs);
    this.wake();
  }

  /** The smallest log end over the replicas that count (KA-032). */
  advanceHighWatermark(nowMs: number): void {
    if (!this.isLeader) return;
    let offset = this.log.logEndOffset;
    for (const [id, follower] of this.followers) {
      if (follower.logEndOffset >= offset) continue;
      const counts =
        this.isr.includes(id) || (this.pendingIsr?.includes(id) ?? false) || nowMs - follower.lastCaughtUpMs <= this.lagTimeMaxMs;
      if (counts) offset = Math.max(-1, follower.logEndOffset);
    }
    if (offset > this.log.highWatermark && this.log.setHighWatermark(offset)) this.listener.highWatermarkMoved(this);
  }

  /** Waits for a change: `tryComplete` is called now and at every change, until it says that it is done. @returns takes it out */
  wait(tryComplete: () => boolean): () => void {
    this.waiting.add(tryComplete);
    return () => {
      this.waiting.delete(tryComplete);
    };
  }

  /** Something has changed: whoever waits looks again. */
  wake(): void {
    for (const tryComplete of [...this.waiting]) if (tryComplete()) this.waiting.delete(tryComplete);
  }

  private askForIsr(isr: readonly number[]): void {
    this.pendingIsr = isr;
    this.listener.alterIsr(this, isr);
  }
}
