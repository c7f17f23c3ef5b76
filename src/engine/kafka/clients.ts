import { currentEnvironment } from '../ambient.js';
import { BatchwiseError } from '../errors.js';
import type { Environment } from '../ports/Environment.js';
import type { ClientConfig, Consumer, KafkaClient, Producer } from '../ports/KafkaClient.js';

/** The scenario has no Kafka. */
export class NoKafkaError extends BatchwiseError {
  override readonly code: string = 'NO_KAFKA';
  constructor() {
    super({
      message: 'There is no Kafka in this world.',
      hint: 'Say how many brokers there are: the setting kafka.brokers=1.',
    });
  }
}

/** The Kafka of a world. @throws {NoKafkaError} it has none */
export function requireKafka({ kafka }: Environment = currentEnvironment()): KafkaClient {
  if (kafka === undefined) throw new NoKafkaError();
  return kafka;
}

export interface KafkaConsumer<K, V> extends Consumer<K, V> {}

/** `new KafkaConsumer(config)`: a consumer on the host of the program, with Kafka's configuration keys (`Consumer` has its methods). */
export class KafkaConsumer<K, V> {
  /** @throws {NoKafkaError | ConfigException | KafkaException} */
  constructor(config: ClientConfig) {
    // biome-ignore lint/correctness/noConstructorReturn: the world's consumer is what the program gets
    return requireKafka().createConsumer<K, V>(currentEnvironment().driver, config);
  }
}

export interface KafkaProducer<K, V> extends Producer<K, V> {}

/** `new KafkaProducer(config)`: a producer on the host of the program, with Kafka's configuration keys (`Producer` has its methods). */
export class KafkaProducer<K, V> {
  /** @throws {NoKafkaError | ConfigException | KafkaException} */
  constructor(config: ClientConfig) {
    // biome-ignore lint/correctness/noConstructorReturn: the world's producer is what the program gets
    return requireKafka().createProducer<K, V>(currentEnvironment().driver, config);
  }
}
