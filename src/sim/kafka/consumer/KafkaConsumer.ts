import { IllegalArgumentException, IllegalStateException } from '../../../engine/errors.js';
import { ConsumerRecords } from '../../../engine/kafka/ConsumerRecords.js';
import type { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import type { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import type {
  ByPartition,
  ClientConfig,
  CommitCallback,
  Consumer,
  ConsumerGroupMetadata,
  OffsetAndTimestamp,
  RebalanceListener,
} from '../../../engine/ports/KafkaClient.js';
import type { Process } from '../../../engine/ports/Process.js';
import { Condition } from '../../../engine/process/Condition.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { KafkaCluster } from '../broker/KafkaCluster.js';
import { ClientMetadata } from '../net/ClientMetadata.js';
import { ClientRequests } from '../net/ClientRequests.js';
import { NetworkClient } from '../net/NetworkClient.js';
import type { ListedOffset } from '../protocol/api.js';
import { TimeoutException, WakeupException } from '../protocol/errors.js';
import { InvalidGroupIdException } from '../protocol/exceptions.js';
import { ConsumerCoordinator } from './ConsumerCoordinator.js';
import { ConsumerSettings } from './ConsumerSettings.js';
import { type Fetched, Fetcher } from './Fetcher.js';
import { OffsetFinder } from './OffsetFinder.js';
import { SubscriptionState } from './SubscriptionState.js';

const DEFAULT_CLOSE_TIMEOUT_MS = 30_000;
const LATEST = -1;
const EARLIEST = -2;

/** The consumer of 2.8 on a simulated host. Model: kafka 2.8.0 clients/consumer/KafkaConsumer.java (KA-092 to KA-133). */
export class KafkaConsumer<K, V> implements Consumer<K, V> {
  readonly clientId: string;
  private readonly settings: ConsumerSettings;
  private readonly subscriptions: SubscriptionState;
  private readonly metadata: ClientMetadata;
  private readonly client: NetworkClient;
  private readonly fetcher: Fetcher<K, V>;
  private readonly finder: OffsetFinder;
  private readonly coordinator: ConsumerCoordinator | undefined;
  /** Changes whenever an answer has come. */
  private readonly activity: Condition;
  private woken = false;
  private closed = false;

  /** @param number of this consumer among those of its cluster, from 1. @throws {ConfigException | KafkaException} as Kafka's constructor */
  constructor(
    private readonly cluster: KafkaCluster,
    private readonly host: SimHost,
    config: ClientConfig,
    number: number,
  ) {
    const settings = new ConsumerSettings(config, number);
    this.settings = settings;
    this.clientId = settings.clientId;
    this.activity = new Condition(`records for ${this.clientId}`, host.clock);
    const wake = (): void => this.activity.changed();
    this.subscriptions = new SubscriptionState(settings.resetPolicy);
    this.subscriptions.onSeek = (partition, offset) => this.reportPosition(partition, offset);
    this.client = new NetworkClient(
      cluster.network,
      host,
      this.clientId,
      (address) => cluster.endpointAt(address),
      settings.network,
    );
    this.metadata = new ClientMetadata(this.client, host.clock, {
      bootstrap: settings.bootstrap.length > 0 ? settings.bootstrap : cluster.bootstrapServers,
      maxAgeMs: settings.number('metadata.max.age.ms'),
      retryBackoffMs: settings.number('retry.backoff.ms'),
      allowAutoTopicCreation: settings.allowAutoTopicCreation,
    });
    this.metadata.want(() =>
      this.subscriptions.pattern === undefined ? [...this.subscriptions.metadataTopics, ...this.extraTopics] : undefined,
    );
    const requests = new ClientRequests(this.client, this.metadata, host.clock, settings.number('retry.backoff.ms'));
    const retryBackoffMs = settings.number('retry.backoff.ms');
    this.fetcher = new Fetcher(this.client, this.metadata, this.subscriptions, settings.fetcher, wake);
    this.finder = new OffsetFinder(host, requests, this.subscriptions, settings.isolation, retryBackoffMs, wake);
    this.coordinator =
      settings.group === undefined
        ? undefined
        : new ConsumerCoordinator(
            host,
            requests,
            this.metadata,
            this.subscriptions,
            settings.assignors,
            settings.coordinator(settings.group),
            this.activity,
            () => {},
          );
    this.metadata.onUpdate = () => {
      this.coordinator?.metadataUpdated();
      for (const partition of this.subscriptions.assigned) {
        const name = partition.toString();
        this.subscriptions.leaderChanged(name, this.metadata.leaderOf(name));
      }
      wake();
    };
  }

  /** Topics that a call asks about without having subscribed to them. */
  private readonly extraTopics = new Set<string>();

  subscribe(topics: readonly string[] | RegExp, listener?: RebalanceListener): void {
    this.checkOpen();
    this.requireGroup();
    if (topics instanceof RegExp) {
      this.subscriptions.subscribePattern(wholeName(topics), listener);
      this.coordinator?.metadataUpdated();
      this.metadata.requestUpdate();
      return;
    }
    if (topics.length === 0) {
      this.subscriptions.unsubscribe();
      this.fetcher.retainAssigned();
      return;
    }
    if (topics.some((topic) => topic === undefined || topic === null || topic.trim() === ''))
      throw new IllegalArgumentException('Topic collection to subscribe to cannot contain null or empty topic');
    if (this.subscriptions.subscribe(topics, listener)) this.metadata.requestUpdate();
  }

  assign(partitions: readonly TopicPartition[]): void {
    this.checkOpen();
    if (partitions.length === 0) {
      this.subscriptions.unsubscribe();
      this.fetcher.retainAssigned();
      return;
    }
    // Positions of what is given up are committed, if it is time.
    if (!this.subscriptions.isAutoAssigned) this.coordinator?.maybeAutoCommitAsync();
    this.subscriptions.assignManually(partitions);
    this.fetcher.retainAssigned();
    this.metadata.requestUpdate();
  }

  *unsubscribe(): Process<void> {
    this.checkOpen();
    if (this.coordinator !== undefined && this.subscriptions.isAutoAssigned) yield* this.coordinator.leave();
    this.subscriptions.unsubscribe();
    this.fetcher.retainAssigned();
  }

  subscription(): readonly string[] {
    return this.subscriptions.subscription;
  }

  assignment(): readonly TopicPartition[] {
    return this.subscriptions.assigned;
  }

  paused(): readonly TopicPartition[] {
    return this.subscriptions.paused;
  }

  *poll(timeoutMs: number): Process<ConsumerRecords<K, V>> {
    return yield* this.pollUntil(this.host.clock.now() + timeoutMs, false);
  }

  *pollUntilAssigned(timeoutMs: number): Process<ConsumerRecords<K, V>> {
    return yield* this.pollUntil(this.host.clock.now() + timeoutMs, true);
  }

  *position(partition: TopicPartition): Process<number> {
    this.checkOpen();
    const name = partition.toString();
    if (!this.subscriptions.isAssigned(name))
      throw new IllegalStateException('You can only check the position for partitions assigned to this consumer.');
    const timeoutMs = this.settings.number('default.api.timeout.ms');
    const end = this.host.clock.now() + timeoutMs;
    for (;;) {
      const position = this.subscriptions.validPosition(name);
      if (position !== undefined) return position.offset;
      yield* this.updatePositions(end);
      if (this.subscriptions.validPosition(name) !== undefined) continue;
      if (this.host.clock.now() >= end)
        throw new TimeoutException(
          `Timeout of ${timeoutMs}ms expired before the position for partition ${name} could be determined`,
        );
      // Records that wait are no news of a position.
      yield* this.awaitActivity(end, false);
    }
  }

  *committed(partitions: readonly TopicPartition[]): Process<ByPartition<OffsetAndMetadata | undefined>> {
    this.checkOpen();
    const coordinator = this.requireGroup();
    const timeoutMs = this.settings.number('default.api.timeout.ms');
    const offsets = yield* coordinator.commits.fetch(partitions, this.host.clock.now() + timeoutMs);
    if (offsets !== undefined) return offsets;
    throw new TimeoutException(
      `Timeout of ${timeoutMs}ms expired before the last committed offset for partitions [${partitions.join(', ')}] could be determined. Try tuning default.api.timeout.ms larger to relax the threshold.`,
    );
  }

  *commitSync(offsets: ByPartition<OffsetAndMetadata> = this.subscriptions.allConsumed()): Process<void> {
    this.checkOpen();
    const coordinator = this.requireGroup();
    const timeoutMs = this.settings.number('default.api.timeout.ms');
    if (yield* coordinator.commits.commitSync(offsets, this.host.clock.now() + timeoutMs)) return;
    const shown = [...offsets].map(([partition, offset]) => `${partition}=${offset}`).join(', ');
    throw new TimeoutException(`Timeout of ${timeoutMs}ms expired before successfully committing offsets {${shown}}`);
  }

  commitAsync(first?: CommitCallback | ByPartition<OffsetAndMetadata>, second?: CommitCallback): void {
    this.checkOpen();
    const coordinator = this.requireGroup();
    if (first === undefined || typeof first === 'function')
      coordinator.commits.commitAsync(this.subscriptions.allConsumed(), first ?? second);
    else coordinator.commits.commitAsync(new Map(first), second);
  }

  seek(partition: TopicPartition, to: number | OffsetAndMetadata): void {
    this.checkOpen();
    const { offset, leaderEpoch } = typeof to === 'number' ? { offset: to, leaderEpoch: undefined } : to;
    if (offset < 0) throw new IllegalArgumentException('seek offset must not be a negative number');
    const currentLeader = this.metadata.leaderOf(partition.toString());
    this.subscriptions.seek(partition, { offset, offsetEpoch: leaderEpoch, currentLeader });
  }

  seekToBeginning(partitions: readonly TopicPartition[]): void {
    this.checkOpen();
    for (const partition of this.orAll(partitions)) this.subscriptions.requestReset(partition, 'earliest');
  }

  seekToEnd(partitions: readonly TopicPartition[]): void {
    this.checkOpen();
    for (const partition of this.orAll(partitions)) this.subscriptions.requestReset(partition, 'latest');
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.checkOpen();
    for (const partition of partitions) this.subscriptions.setPaused(partition, true);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.checkOpen();
    for (const partition of partitions) this.subscriptions.setPaused(partition, false);
  }

  *beginningOffsets(partitions: readonly TopicPartition[]): Process<ByPartition<number>> {
    return yield* this.offsetsAt(partitions, EARLIEST);
  }

  *endOffsets(partitions: readonly TopicPartition[]): Process<ByPartition<number>> {
    return yield* this.offsetsAt(partitions, LATEST);
  }

  *offsetsForTimes(times: ByPartition<number>): Process<ByPartition<OffsetAndTimestamp | undefined>> {
    this.checkOpen();
    for (const [partition, time] of times) {
      if (time < 0)
        throw new IllegalArgumentException(
          `The target time for partition ${partition} is ${time}. The target time cannot be negative.`,
        );
    }
    const found = yield* this.list(new Map([...times].map(([partition, time]) => [partition.toString(), time])));
    return new Map(
      [...times.keys()].map((partition) => {
        const { offset, timestamp } = found.get(partition.toString()) as ListedOffset;
        return [partition, offset < 0 ? undefined : { offset, timestamp }];
      }),
    );
  }

  *partitionsFor(topic: string): Process<readonly number[]> {
    this.checkOpen();
    yield* this.learnOf([topic], this.host.clock.now() + this.settings.number('default.api.timeout.ms'), 1);
    return Array.from({ length: this.metadata.partitionCount(topic) }, (_, i) => i);
  }

  groupMetadata(): ConsumerGroupMetadata {
    const { member } = this.requireGroup();
    const { id, memberId } = member.generation;
    return {
      groupId: this.settings.group as string,
      generationId: id,
      memberId,
      ...(this.settings.instanceId === undefined ? {} : { groupInstanceId: this.settings.instanceId }),
    };
  }

  wakeup(): void {
    this.woken = true;
    this.activity.changed();
  }

  *close(timeoutMs = DEFAULT_CLOSE_TIMEOUT_MS): Process<void> {
    if (this.closed) return;
    this.closed = true;
    if (this.coordinator !== undefined) {
      const end = this.host.clock.now() + timeoutMs;
      try {
        yield* this.coordinator.close(end);
      } finally {
        yield* this.coordinator.leave();
        this.coordinator.member.close();
      }
    }
    this.metadata.close();
    this.client.close();
  }

  private *pollUntil(end: number, waitForJoin: boolean): Process<ConsumerRecords<K, V>> {
    this.checkOpen();
    if (this.subscriptions.isEmpty)
      throw new IllegalStateException('Consumer is not subscribed to any topics or assigned any partitions');
    // The old `poll(long)` has no limit for assignment and committed offsets.
    const metadataEnd = waitForJoin ? Number.POSITIVE_INFINITY : end;
    for (;;) {
      this.checkWakeup();
      yield* this.coordinator?.poll(metadataEnd, waitForJoin) ?? nothing();
      yield* this.updatePositions(metadataEnd);
      let fetched = this.fetcher.collect();
      if (fetched.size === 0) {
        this.fetcher.sendFetches();
        yield* this.awaitActivity(end);
        fetched = this.fetcher.collect();
      }
      this.report(fetched);
      if (fetched.size > 0) {
        this.fetcher.sendFetches();
        return new ConsumerRecords(fetched);
      }
      if (this.host.clock.now() >= end) return new ConsumerRecords();
    }
  }

  /** Sees to it that assigned partitions have positions, as far as that is possible now. @throws {NoOffsetForPartitionException | …} */
  private *updatePositions(end: number): Process<void> {
    this.finder.begin();
    if (this.subscriptions.hasAllPositions) return;
    if (this.coordinator !== undefined && !(yield* this.coordinator.refreshCommitted(end))) return;
    this.subscriptions.resetInitializing();
    this.finder.begin();
  }

  /** Waits for an answer, or for what is due by itself. */
  private *awaitActivity(end: number, forRecords = true): Process<void> {
    if (forRecords && this.fetcher.hasAvailable) return;
    const now = this.host.clock.now();
    const until = Math.min(
      end,
      now +
        (this.subscriptions.hasAllPositions
          ? this.settings.number('heartbeat.interval.ms')
          : this.settings.number('retry.backoff.ms')),
    );
    let changed = false;
    yield* this.activity.until(() => {
      const before = changed;
      changed = true;
      return before || this.woken;
    }, until);
    this.checkWakeup();
  }

  private checkWakeup(): void {
    if (!this.woken) return;
    this.woken = false;
    throw new WakeupException();
  }

  private *offsetsAt(partitions: readonly TopicPartition[], time: number): Process<ByPartition<number>> {
    this.checkOpen();
    const found = yield* this.list(new Map(partitions.map((partition) => [partition.toString(), time])));
    return new Map(partitions.map((partition) => [partition, (found.get(partition.toString()) as ListedOffset).offset]));
  }

  private *list(times: ReadonlyMap<string, number>): Process<ReadonlyMap<string, ListedOffset>> {
    const timeoutMs = this.settings.number('default.api.timeout.ms');
    for (const name of times.keys()) this.extraTopics.add(name.slice(0, name.lastIndexOf('-')));
    if ([...times.keys()].some((name) => this.metadata.partition(name) === undefined)) this.metadata.requestUpdate();
    return yield* this.finder.list(times, timeoutMs);
  }

  private *learnOf(topics: readonly string[], end: number, attempts: number): Process<void> {
    for (const topic of topics) this.extraTopics.add(topic);
    for (let i = 0; i < attempts && topics.some((topic) => this.metadata.partitionCount(topic) === 0); i++)
      yield* this.metadata.awaitUpdate(end);
  }

  private orAll(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
    return partitions.length === 0 ? this.subscriptions.assigned : partitions;
  }

  private requireGroup(): ConsumerCoordinator {
    if (this.coordinator !== undefined) return this.coordinator;
    throw new InvalidGroupIdException(
      'To use the group management or offset commit APIs, you must provide a valid group.id in the consumer configuration.',
    );
  }

  private checkOpen(): void {
    if (this.closed) throw new IllegalStateException('This consumer has already been closed.');
  }

  /** Says what a poll hands out, and where positions have moved beyond that. */
  private report(fetched: Fetched<K, V>): void {
    const ends = new Map<string, number>();
    const group = this.settings.group === undefined ? {} : { group: this.settings.group };
    for (const [{ topic, partition }, records] of fetched) {
      const [first] = records;
      const last = records.at(-1);
      if (first === undefined || last === undefined) continue;
      this.cluster.kernel.emitOn(this.host.name, {
        type: 'record.fetched',
        topic,
        partition,
        client: this.clientId,
        ...group,
        fromOffset: first.offset,
        untilOffset: last.offset + 1,
        records: records.length,
      });
      ends.set(`${topic}-${partition}`, last.offset + 1);
    }
    for (const [name, partition] of this.subscriptions.takeAdvanced()) {
      const offset = this.subscriptions.position(name)?.offset;
      if (offset !== undefined && offset !== ends.get(name)) this.reportPosition(partition, offset);
    }
  }

  private reportPosition({ topic, partition }: TopicPartition, offset: number): void {
    const { group } = this.settings;
    this.cluster.kernel.emitOn(this.host.name, {
      type: 'position.moved',
      topic,
      partition,
      client: this.clientId,
      ...(group === undefined ? {} : { group }),
      offset,
    });
  }
}

function* nothing(): Process<void> {}

/** Java's `matches`: the whole name. */
const wholeName = (pattern: RegExp): RegExp => new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''));
