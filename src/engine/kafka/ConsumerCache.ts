import type { Environment } from '../ports/Environment.js';
import type { Host } from '../ports/Host.js';
import type { ClientConfig, KafkaClient } from '../ports/KafkaClient.js';
import type { Process } from '../ports/Process.js';
import { RangeConsumer } from './RangeConsumer.js';
import type { TopicPartition } from './TopicPartition.js';

type AnyRangeConsumer = RangeConsumer<unknown, unknown>;

interface Entry {
  readonly consumer: AnyRangeConsumer;
  inUse: boolean;
  markedForClose: boolean;
}

/** A consumer for one task. */
export interface LentConsumer<K, V> {
  readonly consumer: RangeConsumer<K, V>;
  /** To be called once, when the task is over. */
  release(): Process<void>;
}

/**
 * The consumers of one executor, by group and partition: used again from batch to batch, one task at a time; the one unused longest goes when there are
 * too many (SS-1150, SS-1151). Model: apache/spark 3.2.1 external/kafka-0-10/.../KafkaDataConsumer.scala.
 */
export class ConsumerCache {
  private static readonly ofHost = new WeakMap<Host, ConsumerCache>();
  /** The least recently used first. */
  private readonly entries = new Map<string, Entry>();

  private constructor(
    private readonly environment: Environment,
    private readonly kafka: KafkaClient,
    private readonly host: Host,
  ) {}

  static on(host: Host, environment: Environment, kafka: KafkaClient): ConsumerCache {
    let cache = ConsumerCache.ofHost.get(host);
    if (cache === undefined) {
      cache = new ConsumerCache(environment, kafka, host);
      ConsumerCache.ofHost.set(host, cache);
    }
    return cache;
  }

  /**
   * @param attempt number of the task's attempt, from 0: a second one does not trust the consumer of the first
   * @param capacity how many may be kept
   */
  *acquire<K, V>(
    partition: TopicPartition,
    params: ClientConfig,
    { attempt, useCache, capacity }: { readonly attempt: number; readonly useCache: boolean; readonly capacity: number },
  ): Process<LentConsumer<K, V>> {
    const key = `${params['group.id']} ${partition}`;
    const known = this.entries.get(key);
    if (attempt >= 1) {
      if (known?.inUse === true) known.markedForClose = true;
      else if (known !== undefined) yield* this.remove(key, known);
      return this.lentOnce(partition, params);
    }
    if (!useCache || known?.inUse === true) return this.lentOnce(partition, params);
    const entry = known ?? { consumer: this.made(partition, params), inUse: false, markedForClose: false };
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.inUse = true;
    if (known === undefined) yield* this.evict(capacity);
    return {
      consumer: entry.consumer as RangeConsumer<K, V>,
      release: () => this.giveBack(key, entry),
    };
  }

  private *giveBack(key: string, entry: Entry): Process<void> {
    entry.inUse = false;
    if (entry.markedForClose) yield* this.remove(key, entry);
  }

  private *evict(capacity: number): Process<void> {
    const [first] = this.entries;
    if (this.entries.size <= capacity || first === undefined || first[1].inUse) return;
    const message = `KafkaConsumer cache hitting max capacity of ${capacity}, removing consumer for ${first[0]}`;
    this.environment.console.log('WARN', 'KafkaDataConsumer', message);
    yield* this.remove(...first);
  }

  private *remove(key: string, entry: Entry): Process<void> {
    if (this.entries.get(key) === entry) this.entries.delete(key);
    yield* entry.consumer.close();
  }

  private lentOnce<K, V>(partition: TopicPartition, params: ClientConfig): LentConsumer<K, V> {
    const consumer = this.made<K, V>(partition, params);
    return { consumer, release: () => consumer.close() };
  }

  private made<K, V>(partition: TopicPartition, params: ClientConfig): RangeConsumer<K, V> {
    const consumer = this.kafka.createConsumer<K, V>(this.host, params);
    return new RangeConsumer<K, V>(consumer, String(params['group.id']), partition, this.environment.console);
  }
}
