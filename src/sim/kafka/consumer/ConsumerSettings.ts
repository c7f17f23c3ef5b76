import { IllegalArgumentException } from '../../../engine/errors.js';
import type { ClientConfig } from '../../../engine/ports/KafkaClient.js';
import type { ConfigValue } from '../config/ConfigDef.js';
import { consumerConfig } from '../config/consumerConfig.js';
import type { NetworkClientOptions } from '../net/NetworkClient.js';
import { type Deserializer, deserializerOf } from '../producer/serializers.js';
import type { IsolationLevel } from '../protocol/api.js';
import { ConfigException, KafkaException } from '../protocol/errors.js';
import { InvalidConfigurationException } from '../protocol/exceptions.js';
import type { Assignor } from './assignors/Assignor.js';
import { assignors } from './assignors/index.js';
import type { CoordinatorOptions } from './ConsumerCoordinator.js';
import type { FetcherOptions } from './Fetcher.js';
import type { ResetPolicy } from './SubscriptionState.js';

/** A consumer's configuration, checked as its constructor does. Model: kafka 2.8.0 clients/consumer/ConsumerConfig.java, KafkaConsumer.java. */
export class ConsumerSettings {
  readonly clientId: string;
  readonly group: string | undefined;
  readonly instanceId: string | undefined;
  readonly autoCommit: boolean;
  readonly assignors: readonly Assignor[];
  private readonly keys: Deserializer;
  private readonly deserializer: Deserializer;
  private readonly values: ReadonlyMap<string, ConfigValue>;

  /** @throws {ConfigException | KafkaException} */
  constructor(config: ClientConfig, number: number) {
    this.values = consumerConfig.parse(config);
    this.group = (this.values.get('group.id') as string | null) ?? undefined;
    this.instanceId = (this.values.get('group.instance.id') as string | null) ?? undefined;
    const id = this.values.get('client.id') as string;
    this.clientId = id !== '' ? id : `consumer-${this.group ?? 'null'}-${this.instanceId ?? number}`;
    const wantsAutoCommit = this.values.get('enable.auto.commit') as boolean;
    try {
      if (this.group === undefined && Object.hasOwn(config, 'enable.auto.commit') && wantsAutoCommit) {
        throw new InvalidConfigurationException('enable.auto.commit cannot be set to true when default group id (null) is used.');
      }
      this.autoCommit = this.group !== undefined && wantsAutoCommit;
      this.keys = deserializerOf('key.deserializer', config['key.deserializer']);
      this.deserializer = deserializerOf('value.deserializer', config['value.deserializer']);
      this.assignors = (this.values.get('partition.assignment.strategy') as readonly string[]).map((name) => {
        const found = assignors.get(name);
        if (found === undefined) throw new ConfigException(`Class ${name} not found`);
        return new found();
      });
      if (this.number('heartbeat.interval.ms') >= this.number('session.timeout.ms'))
        throw new IllegalArgumentException('Heartbeat must be set lower than the session timeout');
    } catch (error) {
      throw new KafkaException('Failed to construct kafka consumer', error);
    }
  }

  number(name: string): number {
    return this.values.get(name) as number;
  }

  get bootstrap(): readonly string[] {
    return this.values.get('bootstrap.servers') as readonly string[];
  }

  get resetPolicy(): ResetPolicy {
    return this.values.get('auto.offset.reset') as ResetPolicy;
  }

  get isolation(): IsolationLevel {
    return this.values.get('isolation.level') as IsolationLevel;
  }

  get allowAutoTopicCreation(): boolean {
    return this.values.get('allow.auto.create.topics') as boolean;
  }

  get network(): NetworkClientOptions {
    return {
      requestTimeoutMs: this.number('request.timeout.ms'),
      reconnectBackoffMs: this.number('reconnect.backoff.ms'),
      reconnectBackoffMaxMs: this.number('reconnect.backoff.max.ms'),
    };
  }

  get fetcher(): FetcherOptions {
    return {
      isolation: this.isolation,
      minBytes: this.number('fetch.min.bytes'),
      maxBytes: this.number('fetch.max.bytes'),
      maxWaitMs: this.number('fetch.max.wait.ms'),
      maxPartitionBytes: this.number('max.partition.fetch.bytes'),
      maxPollRecords: this.number('max.poll.records'),
      keys: this.keys,
      values: this.deserializer,
    };
  }

  coordinator(group: string): CoordinatorOptions {
    return {
      group,
      instanceId: this.instanceId,
      clientId: this.clientId,
      sessionTimeoutMs: this.number('session.timeout.ms'),
      heartbeatIntervalMs: this.number('heartbeat.interval.ms'),
      maxPollIntervalMs: this.number('max.poll.interval.ms'),
      retryBackoffMs: this.number('retry.backoff.ms'),
      autoCommit: this.autoCommit,
      autoCommitIntervalMs: this.number('auto.commit.interval.ms'),
      excludeInternalTopics: this.values.get('exclude.internal.topics') as boolean,
      defaultApiTimeoutMs: this.number('default.api.timeout.ms'),
    };
  }
}
