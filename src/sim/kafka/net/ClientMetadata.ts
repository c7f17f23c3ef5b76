import type { Clock } from '../../../engine/ports/Clock.js';
import type { Process } from '../../../engine/ports/Process.js';
import { Condition } from '../../../engine/process/Condition.js';
import type { BrokerAddress, PartitionMetadata, ResponseOf, TopicMetadata } from '../protocol/api.js';
import { splitName } from '../topics.js';
import type { Address, NetworkClient } from './NetworkClient.js';

export interface MetadataOptions {
  readonly bootstrap: readonly Address[];
  readonly maxAgeMs: number;
  readonly retryBackoffMs: number;
  readonly allowAutoTopicCreation: boolean;
}

/** Leader and epoch of a partition, as a client knows them. */
export interface LeaderAndEpoch {
  readonly leader: BrokerAddress | undefined;
  readonly epoch: number;
}

/**
 * What a client knows of the cluster. It is asked for again when it has grown old or has proved wrong, not more often than `retry.backoff.ms`.
 * Model: kafka 2.8.0 clients/Metadata.java, clients/NetworkClient.java `DefaultMetadataUpdater` (KA-113).
 */
export class ClientMetadata implements MetadataView {
  brokers: readonly BrokerAddress[] = [];
  controllerId = -1;
  readonly topics = new Map<string, TopicMetadata>();
  /** Goes up with every answer. */
  version = 0;
  readonly changed: Condition;
  onUpdate: () => void = () => {};
  private wanted: () => readonly string[] | undefined = () => [];
  private asking = false;
  private askAgain = false;
  private lastAskedMs = Number.NEGATIVE_INFINITY;
  private closed = false;
  private cancelTimer = (): void => {};
  private readonly epochs = new Map<string, number>();

  constructor(
    private readonly client: NetworkClient,
    private readonly clock: Clock,
    private readonly options: MetadataOptions,
  ) {
    this.changed = new Condition('metadata of the cluster', clock);
  }

  /** @param topics what to ask for; undefined: everything */
  want(topics: () => readonly string[] | undefined): void {
    this.wanted = topics;
  }

  /** Asks as soon as it may. */
  requestUpdate(): void {
    if (this.closed) return;
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    const at = Math.max(this.clock.now(), this.lastAskedMs + this.options.retryBackoffMs);
    if (at <= this.clock.now()) this.ask();
    else this.clock.schedule(at, 'metadata', () => this.ask());
  }

  /** Waits for the next answer, until `end` in ms. @returns whether it came */
  *awaitUpdate(end: number): Process<boolean> {
    const { version } = this;
    this.requestUpdate();
    return yield* this.changed.until(() => this.version > version, end);
  }

  partitionCount(topic: string): number {
    return this.topics.get(topic)?.partitions.length ?? 0;
  }

  availablePartitions(topic: string): readonly number[] {
    return (this.topics.get(topic)?.partitions ?? []).filter(({ leader }) => leader >= 0).map(({ partition }) => partition);
  }

  partition(name: string): PartitionMetadata | undefined {
    const { topic, partition } = splitName(name);
    return this.topics.get(topic)?.partitions[partition];
  }

  leaderOf(name: string): LeaderAndEpoch {
    const found = this.partition(name);
    return { leader: this.brokers.find(({ id }) => id === found?.leader), epoch: found?.leaderEpoch ?? -1 };
  }

  broker(id: number): BrokerAddress | undefined {
    return this.brokers.find((each) => each.id === id);
  }

  /** Whom to ask what any broker can answer. */
  anyAddress(): Address | undefined {
    return this.client.leastLoaded(this.brokers.length > 0 ? this.brokers.map(addressOf) : this.options.bootstrap);
  }

  close(): void {
    this.closed = true;
    this.cancelTimer();
  }

  private ask(): void {
    if (this.closed) return;
    this.lastAskedMs = this.clock.now();
    const address = this.anyAddress();
    const topics = this.wanted();
    const request = { topics, allowAutoTopicCreation: this.options.allowAutoTopicCreation };
    if (address === undefined) this.answered(undefined, topics);
    else this.client.send(address, 'metadata', request, (response) => this.answered(response, topics));
  }

  private answered(response: ResponseOf<'metadata'> | undefined, asked: readonly string[] | undefined): void {
    this.asking = false;
    if (this.closed) return;
    let again = this.askAgain || response === undefined;
    this.askAgain = false;
    if (response !== undefined) {
      if (response.brokers.length > 0) this.brokers = response.brokers;
      this.controllerId = response.controllerId;
      if (asked === undefined) this.topics.clear();
      for (const topic of response.topics) {
        if (topic.error === 'NONE') this.topics.set(topic.topic, this.newest(topic));
        else this.topics.set(topic.topic, topic);
        // A leader that is missing is looked for again.
        if (topic.error === 'LEADER_NOT_AVAILABLE') again = true;
      }
      this.version++;
      this.cancelTimer();
      this.cancelTimer = this.clock.schedule(this.clock.now() + this.options.maxAgeMs, 'metadata', () => this.requestUpdate());
      this.onUpdate();
      this.changed.changed();
    }
    if (again) this.requestUpdate();
  }

  /** A broker that is behind does not turn back an epoch that is known. */
  private newest(topic: TopicMetadata): TopicMetadata {
    const known = this.topics.get(topic.topic);
    const partitions = topic.partitions.map((each) => {
      const name = `${topic.topic}-${each.partition}`;
      const seen = topic.topicId === known?.topicId ? (this.epochs.get(name) ?? -1) : -1;
      if (each.leaderEpoch < seen) return known?.partitions[each.partition] ?? each;
      this.epochs.set(name, each.leaderEpoch);
      return each;
    });
    return { ...topic, partitions };
  }
}

/** What partitioners see. */
export interface MetadataView {
  partitionCount(topic: string): number;
  availablePartitions(topic: string): readonly number[];
}

export const addressOf = ({ host, port }: BrokerAddress): Address => `${host}:${port}`;
