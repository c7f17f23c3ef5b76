import type { Host } from '../../engine/ports/Host.js';
import type { ClientConfig, Consumer, KafkaClient, Producer } from '../../engine/ports/KafkaClient.js';
import type { Draws } from '../kernel/draws.js';
import type { Kernel } from '../kernel/Kernel.js';
import { SimHost } from '../kernel/SimHost.js';
import type { SimNetwork } from '../net/SimNetwork.js';
import { KafkaCluster } from './broker/KafkaCluster.js';
import { KafkaConsumer } from './consumer/KafkaConsumer.js';
import { KafkaProducer } from './producer/KafkaProducer.js';

const PREFIX = 'kafka.';

/** The Kafka of a world: its brokers, and the clients that run on its hosts. */
export class SimKafka implements KafkaClient {
  /** How many clients each host has made: they are numbered, as in a JVM. */
  private readonly made = new WeakMap<Host, { consumers: number; producers: number }>();

  constructor(readonly cluster: KafkaCluster) {}

  createConsumer<K, V>(host: Host, config: ClientConfig): Consumer<K, V> {
    return new KafkaConsumer<K, V>(this.cluster, simulated(host), config, ++this.countOf(host).consumers);
  }

  createProducer<K, V>(host: Host, config: ClientConfig): Producer<K, V> {
    return new KafkaProducer<K, V>(this.cluster, simulated(host), config, ++this.countOf(host).producers);
  }

  private countOf(host: Host): { consumers: number; producers: number } {
    let count = this.made.get(host);
    if (count === undefined) {
      count = { consumers: 0, producers: 0 };
      this.made.set(host, count);
    }
    return count;
  }
}

/**
 * The Kafka that a scenario asks for: `kafka.brokers` says how many brokers, any other `kafka.<key>` is a setting of all of them.
 * @returns undefined when it asks for none
 */
export function kafkaOf(
  kernel: Kernel,
  network: SimNetwork,
  draws: Draws,
  settings: ReadonlyMap<string, string>,
  detail: boolean,
): SimKafka | undefined {
  const brokers = settings.get(`${PREFIX}brokers`);
  if (brokers === undefined) return undefined;
  const count = Number(brokers);
  // What a cluster of this size needs to have groups and transactions at all; Kafka's own defaults want three brokers.
  const own: Record<string, string> = {
    'offsets.topic.replication.factor': String(Math.min(3, count)),
    'transaction.state.log.replication.factor': String(Math.min(3, count)),
    'transaction.state.log.min.isr': String(Math.min(2, count)),
  };
  for (const [name, value] of settings)
    if (name.startsWith(PREFIX) && name !== `${PREFIX}brokers`) own[name.slice(PREFIX.length)] = value;
  return new SimKafka(new KafkaCluster(kernel, network, draws, count, own, detail));
}

function simulated(host: Host): SimHost {
  if (host instanceof SimHost) return host;
  throw new TypeError(`${host.name} is not a simulated host`);
}
