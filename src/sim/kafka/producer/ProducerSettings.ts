import type { ClientConfig } from '../../../engine/ports/KafkaClient.js';
import type { ConfigValue } from '../config/ConfigDef.js';
import { producerConfig } from '../config/producerConfig.js';
import type { NetworkClientOptions } from '../net/NetworkClient.js';
import { ConfigException, KafkaException } from '../protocol/errors.js';
import type { AccumulatorOptions } from './RecordAccumulator.js';
import type { SenderOptions } from './Sender.js';
import { type Serializer, serializerOf } from './serializers.js';

/** A producer's configuration, checked as its constructor does (KA-071, KA-074). Model: kafka 2.8.0 clients/producer/ProducerConfig.java, KafkaProducer.java. */
export class ProducerSettings {
  readonly clientId: string;
  readonly transactionalId: string | undefined;
  readonly idempotent: boolean;
  readonly keySerializer: Serializer;
  readonly valueSerializer: Serializer;
  private readonly values: ReadonlyMap<string, ConfigValue>;

  /** @throws {ConfigException | KafkaException} */
  constructor(
    private readonly config: ClientConfig,
    number: number,
  ) {
    this.values = producerConfig.parse(config);
    this.transactionalId = (this.values.get('transactional.id') as string | null) ?? undefined;
    const given = (name: string): boolean => Object.hasOwn(config, name);
    if (this.transactionalId !== undefined && given('enable.idempotence') && this.values.get('enable.idempotence') === false)
      throw new ConfigException('Cannot set a transactional.id without also enabling idempotence.');
    this.idempotent = this.transactionalId !== undefined || this.values.get('enable.idempotence') === true;
    if (this.idempotent) {
      if (given('retries') && this.number('retries') === 0)
        throw new ConfigException('Must set retries to non-zero when using the idempotent producer.');
      if (given('acks') && this.acks !== -1) {
        throw new ConfigException(
          'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.',
        );
      }
    }
    const id = this.values.get('client.id') as string;
    this.clientId = id !== '' ? id : `producer-${this.transactionalId ?? number}`;
    try {
      this.keySerializer = serializerOf('key.serializer', config['key.serializer']);
      this.valueSerializer = serializerOf('value.serializer', config['value.serializer']);
      this.checkDeliveryTimeout();
      if (this.idempotent && this.number('max.in.flight.requests.per.connection') > 5) {
        throw new ConfigException('Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.');
      }
    } catch (error) {
      throw new KafkaException('Failed to construct kafka producer', error);
    }
  }

  number(name: string): number {
    return this.values.get(name) as number;
  }

  get bootstrap(): readonly string[] {
    return this.values.get('bootstrap.servers') as readonly string[];
  }

  get partitioner(): string {
    return this.values.get('partitioner.class') as string;
  }

  get network(): NetworkClientOptions {
    return {
      requestTimeoutMs: this.number('request.timeout.ms'),
      reconnectBackoffMs: this.number('reconnect.backoff.ms'),
      reconnectBackoffMaxMs: this.number('reconnect.backoff.max.ms'),
    };
  }

  get accumulator(): AccumulatorOptions {
    return {
      batchSize: this.number('batch.size'),
      lingerMs: this.number('linger.ms'),
      retryBackoffMs: this.number('retry.backoff.ms'),
      bufferMemory: this.number('buffer.memory'),
      maxBlockMs: this.number('max.block.ms'),
    };
  }

  get sender(): SenderOptions {
    return {
      acks: this.idempotent ? -1 : this.acks,
      retries: this.number('retries'),
      maxInFlight: this.number('max.in.flight.requests.per.connection'),
      maxRequestSize: this.number('max.request.size'),
      requestTimeoutMs: this.number('request.timeout.ms'),
      deliveryTimeoutMs: this.deliveryTimeoutMs,
    };
  }

  private get acks(): number {
    const acks = this.values.get('acks') as string;
    return acks === 'all' ? -1 : Number(acks);
  }

  /** Raised silently to what linger and request need, unless somebody has set it. */
  private get deliveryTimeoutMs(): number {
    return Math.max(this.number('delivery.timeout.ms'), this.number('linger.ms') + this.number('request.timeout.ms'));
  }

  private checkDeliveryTimeout(): void {
    if (Object.hasOwn(this.config, 'delivery.timeout.ms') && this.number('delivery.timeout.ms') < this.deliveryTimeoutMs)
      throw new ConfigException('delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms');
  }
}
