import type { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { addressOf } from '../net/ClientMetadata.js';
import type { ClientRequests } from '../net/ClientRequests.js';
import type { EpochEnd, IsolationLevel, ListedOffset } from '../protocol/api.js';
import { TimeoutException } from '../protocol/errors.js';
import { LogTruncationException } from './exceptions.js';
import type { FetchPosition, SubscriptionState } from './SubscriptionState.js';

const LATEST = -1;
const EARLIEST = -2;

/** Looks up offsets: for resets, for validation after a change of leader, and for callers (KA-020, KA-047, KA-111). Model: kafka 2.8.0 Fetcher.java. */
export class OffsetFinder {
  private readonly busy = new Set<string>();
  /** What a validation found, for the next poll to throw. */
  private error: Error | undefined;

  constructor(
    private readonly host: SimHost,
    private readonly requests: ClientRequests,
    private readonly subscriptions: SubscriptionState,
    private readonly isolation: IsolationLevel,
    private readonly retryBackoffMs: number,
    private readonly wake: () => void,
  ) {}

  /** Starts what is due for partitions that wait for a reset or a validation. @throws what an earlier validation found */
  begin(): void {
    const { error } = this;
    this.error = undefined;
    if (error !== undefined) throw error;
    const now = this.host.clock.now();
    for (const partition of this.subscriptions.inState('awaitingReset', now))
      this.start(partition, (name) => this.reset(partition, name));
    for (const partition of this.subscriptions.inState('awaitingValidation', now))
      this.start(partition, (name) => this.validate(partition, name));
  }

  /** Offsets of partitions at times, -1 for the end and -2 for the start. @throws {TimeoutException} */
  *list(times: ReadonlyMap<string, number>, timeoutMs: number): Process<ReadonlyMap<string, ListedOffset>> {
    const end = this.host.clock.now() + timeoutMs;
    const found = new Map<string, ListedOffset>();
    for (;;) {
      for (const [name, time] of times) {
        if (found.has(name)) continue;
        const result = yield* this.ask(name, time);
        if (result?.error === 'NONE') found.set(name, result);
      }
      if (found.size === times.size) return found;
      if (this.host.clock.now() >= end) throw new TimeoutException(`Failed to get offsets by times in ${timeoutMs}ms`);
      this.requests.metadata.requestUpdate();
      yield* awaiting(this.host.clock.sleep(this.retryBackoffMs));
    }
  }

  private start(partition: TopicPartition, work: (name: string) => Process<boolean>): void {
    const name = partition.toString();
    if (this.busy.has(name)) return;
    this.busy.add(name);
    this.host.spawn(`offset of ${name}`, work(name), (outcome) => {
      this.busy.delete(name);
      if (outcome.kind !== 'returned' || !outcome.value) {
        this.subscriptions.backOff([partition], this.host.clock.now() + this.retryBackoffMs);
        this.requests.metadata.requestUpdate();
      }
      this.wake();
    });
  }

  private *reset(partition: TopicPartition, name: string): Process<boolean> {
    const to = this.subscriptions.resetOf(name);
    // A seek came before this had begun.
    if (to === undefined) return true;
    const result = yield* this.ask(name, to === 'earliest' ? EARLIEST : LATEST);
    if (result === undefined || result.error !== 'NONE') return false;
    // Another reset, or a seek, has come in between.
    if (this.subscriptions.resetOf(name) !== to) return true;
    this.subscriptions.seek(partition, {
      offset: result.offset,
      offsetEpoch: undefined,
      currentLeader: this.requests.metadata.leaderOf(name),
    });
    return true;
  }

  private *validate(partition: TopicPartition, name: string): Process<boolean> {
    const position = this.subscriptions.position(name);
    const leader = position?.currentLeader.leader;
    if (position?.offsetEpoch === undefined) return true;
    if (leader === undefined) {
      this.subscriptions.leaderChanged(name, this.requests.metadata.leaderOf(name));
      return false;
    }
    const asked = new Map([[name, { epoch: position.offsetEpoch, currentLeaderEpoch: position.currentLeader.epoch }]]);
    const response = yield* this.requests.to(addressOf(leader), 'offsetForLeaderEpoch', { partitions: asked });
    const result = response?.partitions.get(name);
    if (result === undefined || result.error !== 'NONE') return false;
    if (this.subscriptions.position(name) !== position) return true;
    this.compare(partition, name, position, result);
    return true;
  }

  /** Whether the log still has what was read before the position (KA-047). */
  private compare(partition: TopicPartition, name: string, position: FetchPosition, end: EpochEnd): void {
    const unknown = end.endOffset < 0 || end.epoch < 0;
    if (!unknown && end.endOffset >= position.offset) {
      this.subscriptions.validated(name);
      return;
    }
    if (this.subscriptions.hasPolicy) {
      if (unknown) this.subscriptions.requestReset(partition);
      else this.subscriptions.seek(partition, { ...position, offset: end.endOffset, offsetEpoch: end.epoch });
      return;
    }
    const divergent = unknown ? '' : `, divergentOffset=${end.endOffset}, divergentEpoch=Optional[${end.epoch}]`;
    this.error = new LogTruncationException(
      `Detected truncated partitions: [(partition=${name}, fetchOffset=${position.offset}, fetchEpoch=Optional[${position.offsetEpoch}]${divergent})]`,
      new Map([[partition, position.offset]]),
      new Map(unknown ? [] : [[partition, end.endOffset]]),
    );
  }

  private *ask(name: string, time: number): Process<ListedOffset | undefined> {
    const { leader } = this.requests.metadata.leaderOf(name);
    if (leader === undefined) {
      this.requests.metadata.requestUpdate();
      return undefined;
    }
    const request = { isolation: this.isolation, times: new Map([[name, time]]) };
    const response = yield* this.requests.to(addressOf(leader), 'listOffsets', request);
    return response?.partitions.get(name);
  }
}
