import type { FetchPartition, FetchResult, ResponseOf } from '../protocol/api.js';
import type { BrokerContext } from './BrokerContext.js';
import type { Partition } from './Partition.js';

/**
 * What a broker's followers do: one fetch after the other from each leader (KA-031, KA-033, KA-042).
 * Model: kafka 2.8.0 core server/ReplicaFetcherThread.scala, server/AbstractFetcherThread.scala.
 */
export class ReplicaFetchers {
  /** Followed partitions by leader. */
  private readonly followed = new Map<number, Set<string>>();
  private readonly running = new Set<number>();
  private readonly paused = new Set<string>();
  private readonly delayed = new Set<string>();

  constructor(
    private readonly broker: BrokerContext,
    private readonly partitions: ReadonlyMap<string, Partition>,
  ) {}

  /** Follows the partition's leader from now on; not at all when this broker is the leader or there is none. */
  follow(partition: Partition): void {
    const { name } = partition;
    for (const names of this.followed.values()) names.delete(name);
    if (partition.isLeader || partition.leader < 0) return;
    // What lies above the high watermark and has no epoch can't be compared with the leader's log.
    if (partition.log.epochs.latest < 0) partition.log.truncateTo(partition.log.highWatermark);
    let names = this.followed.get(partition.leader);
    if (names === undefined) {
      names = new Set();
      this.followed.set(partition.leader, names);
    }
    names.add(name);
    this.run(partition.leader);
  }

  forget(name: string): void {
    for (const names of this.followed.values()) names.delete(name);
    this.paused.delete(name);
  }

  /** A fault: the replica stops fetching, and nobody is told. */
  pause(name: string): void {
    this.paused.add(name);
  }

  resume(name: string): void {
    this.paused.delete(name);
    const leader = this.partitions.get(name)?.leader ?? -1;
    if (leader >= 0) this.run(leader);
  }

  private run(leader: number): void {
    if (this.running.has(leader)) return;
    const wanted = new Map<string, FetchPartition>();
    for (const name of this.followed.get(leader) ?? []) {
      const partition = this.partitions.get(name);
      if (partition === undefined || this.paused.has(name) || this.delayed.has(name)) continue;
      const { log } = partition;
      wanted.set(name, {
        offset: log.logEndOffset,
        maxBytes: this.broker.number('replica.fetch.max.bytes'),
        currentLeaderEpoch: partition.leaderEpoch,
        lastFetchedEpoch: log.epochs.latest,
        logStartOffset: log.logStartOffset,
      });
    }
    const address = this.broker.addressOf(leader);
    if (wanted.size === 0 || address === undefined) return;
    this.running.add(leader);
    const request = {
      replicaId: this.broker.id,
      maxWaitMs: this.broker.number('replica.fetch.wait.max.ms'),
      minBytes: this.broker.number('replica.fetch.min.bytes'),
      maxBytes: this.broker.number('replica.fetch.response.max.bytes'),
      isolation: 'read_uncommitted' as const,
      partitions: wanted,
    };
    this.broker.client.send(
      address,
      'fetch',
      request,
      (response) => this.answered(leader, wanted, response),
      undefined,
      ' replica',
    );
  }

  private answered(leader: number, wanted: ReadonlyMap<string, FetchPartition>, response: ResponseOf<'fetch'> | undefined): void {
    const backoff = this.broker.number('replica.fetch.backoff.ms');
    if (response === undefined) {
      this.broker.after(backoff, 'replica fetcher', () => {
        this.running.delete(leader);
        this.run(leader);
      });
      return;
    }
    this.running.delete(leader);
    for (const [name, result] of response.partitions) {
      const partition = this.partitions.get(name);
      const asked = wanted.get(name) as FetchPartition;
      // The leader or the log has changed since: this answer is out of date.
      if (partition === undefined || partition.leader !== leader || partition.leaderEpoch !== asked.currentLeaderEpoch) continue;
      if (this.paused.has(name)) continue;
      if (!this.takeIn(partition, asked, result)) {
        this.delayed.add(name);
        this.broker.after(backoff, 'replica fetcher', () => {
          this.delayed.delete(name);
          this.run(leader);
        });
      }
    }
    this.run(leader);
  }

  /** @returns false: try this partition again later */
  private takeIn(partition: Partition, asked: FetchPartition, result: FetchResult): boolean {
    const { log } = partition;
    const { nowMs } = this.broker;
    if (result.error === 'OFFSET_OUT_OF_RANGE') {
      this.outOfRange(partition);
      return false;
    }
    if (result.error !== 'NONE') return false;
    if (result.diverging !== undefined) {
      const own = log.endOfEpoch(result.diverging.epoch);
      const end = Math.min(result.diverging.endOffset, own?.endOffset ?? log.highWatermark, log.logEndOffset);
      log.truncateTo(end);
      this.broker.emit({ type: 'log.truncated', topic: log.topic, partition: log.partition, offset: end });
      return true;
    }
    if (asked.offset !== log.logEndOffset) return true;
    for (const batch of result.batches) log.appendAsFollower(batch, nowMs);
    log.setHighWatermark(Math.max(log.highWatermark, Math.min(result.highWatermark, log.logEndOffset)));
    log.startAt(Math.min(result.logStartOffset, log.logEndOffset));
    if (result.batches.length > 0) partition.wake();
    return true;
  }

  /** The leader has less than this replica, or has deleted what it needs. */
  private outOfRange(partition: Partition): void {
    const { log } = partition;
    const address = this.broker.addressOf(partition.leader);
    if (address === undefined) return;
    const ask = (time: number, use: (offset: number) => void): void =>
      this.broker.client.send(
        address,
        'listOffsets',
        { isolation: 'read_uncommitted', times: new Map([[partition.name, time]]) },
        (response) => {
          const found = response?.partitions.get(partition.name);
          if (found?.error === 'NONE' && !partition.isLeader) use(found.offset);
        },
        undefined,
        ' replica',
      );
    ask(LATEST, (end) => {
      if (end < log.logEndOffset) log.truncateTo(end);
      else ask(EARLIEST, (start) => start > log.logEndOffset && log.startOver(start, this.broker.nowMs));
    });
  }
}

const LATEST = -1;
const EARLIEST = -2;
