import type { Cancel } from '../../../engine/ports/Process.js';
import { Rank } from '../../kernel/EventQueue.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { ConfigValue } from '../config/ConfigDef.js';
import { PRODUCER_ID_BLOCK } from '../controller/ClusterMetadata.js';
import { Controller } from '../controller/Controller.js';
import { GroupCoordinator } from '../group/GroupCoordinator.js';
import { GroupStore } from '../group/GroupStore.js';
import { cleanLog, isCleanable } from '../log/cleanLog.js';
import { LogConfig } from '../log/LogConfig.js';
import type { PartitionLog } from '../log/PartitionLog.js';
import { NetworkClient } from '../net/NetworkClient.js';
import type { BrokerAddress } from '../protocol/api.js';
import { OFFSETS_TOPIC, splitName, TRANSACTION_TOPIC } from '../topics.js';
import { MarkerSender } from '../transaction/MarkerSender.js';
import { TransactionCoordinator } from '../transaction/TransactionCoordinator.js';
import type { BrokerContext } from './BrokerContext.js';
import type { BrokerDisk } from './BrokerDisk.js';
import { brokerHandlers } from './brokerHandlers.js';
import type { KafkaCluster } from './KafkaCluster.js';
import { MetadataCache } from './MetadataCache.js';
import { emptyLog, ReplicaManager } from './ReplicaManager.js';

/** One incarnation of a broker at work. Model: kafka 2.8.0 core server/KafkaServer.scala. */
export class Broker implements BrokerContext {
  readonly kernel;
  readonly metadata = new MetadataCache();
  readonly client: NetworkClient;
  readonly replicas: ReplicaManager;
  readonly groups: GroupCoordinator;
  readonly transactions: TransactionCoordinator;
  readonly handlers;
  /** Virtual milliseconds that every request takes; a slow broker has more. */
  requestMs = 0;
  /** Set while this broker is the controller. */
  controller: Controller | undefined;
  private producerIds = { next: 0, end: 0 };

  constructor(
    readonly cluster: KafkaCluster,
    readonly host: SimHost,
    readonly address: BrokerAddress,
    private readonly disk: BrokerDisk,
    private readonly settings: ReadonlyMap<string, ConfigValue>,
  ) {
    this.kernel = cluster.kernel;
    this.client = new NetworkClient(cluster.network, host, host.name, (at) => cluster.endpointAt(at), {
      requestTimeoutMs: this.number('request.timeout.ms'),
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
    });
    this.replicas = new ReplicaManager(this);
    this.groups = new GroupCoordinator(this, new GroupStore(this, this.replicas));
    const markers = new MarkerSender(this, (name) => this.metadata.leaderOf(name));
    this.transactions = new TransactionCoordinator(this, this.replicas, markers, () => this.nextProducerId());
    this.handlers = brokerHandlers(this);
    this.every(this.number('log.cleaner.backoff.ms'), 'log cleaner', () => this.clean());
    this.after(this.number('log.initial.task.delay.ms'), 'retention', () => {
      this.enforceRetention();
      this.every(this.number('log.retention.check.interval.ms'), 'retention', () => this.enforceRetention());
    });
    this.every(this.number('offsets.retention.check.interval.ms'), 'offsets retention', () => this.groups.offsets.expire());
  }

  get id(): number {
    return this.address.id;
  }

  get nowMs(): number {
    return Math.floor(this.kernel.now / 1000);
  }

  get detail(): boolean {
    return this.cluster.detail;
  }

  number = (setting: string): number => this.settings.get(setting) as number;

  flag(setting: string): boolean {
    return this.settings.get(setting) as boolean;
  }

  emit(event: Parameters<BrokerContext['emit']>[0]): void {
    this.kernel.emitOn(this.host.name, event);
  }

  every(ms: number, label: string, run: () => void): void {
    this.after(ms, label, () => {
      this.every(ms, label, run);
      run();
    });
  }

  after(ms: number, label: string, run: () => void): Cancel {
    return this.kernel.schedule(this.kernel.now + ms * 1000, this.host, label, run, Rank.timer);
  }

  draw(...key: readonly (string | number)[]): number {
    return this.cluster.draw('kafka', this.id, ...key);
  }

  logFor(topic: string, partition: number): PartitionLog {
    const config = this.topicSettings(this.cluster.metadata.topics.get(topic)?.configs ?? {});
    return this.disk.log(topic, partition, () => emptyLog(topic, partition, config, this.nowMs));
  }

  deleteLog(name: string): void {
    this.disk.delete(name);
  }

  knows(partition: string): boolean {
    return this.metadata.has(partition);
  }

  addressOf(id: number): string | undefined {
    return this.metadata.addressOf(id);
  }

  topicSettings(configs: Readonly<Record<string, string>>): LogConfig {
    return new LogConfig(configs, this.settings);
  }

  askController: BrokerContext['askController'] = (api, body, done) => {
    const address = this.addressOf(this.metadata.controllerId);
    if (address === undefined) this.after(100, api, () => done(undefined));
    else this.client.send(address, api, body, done, undefined, ' controller');
  };

  /** ZooKeeper has elected this broker. */
  becomeController(): void {
    this.controller = new Controller(this, this.cluster.metadata, (configs) => this.topicSettings(configs));
    this.controller.start(this.flag('auto.leader.rebalance.enable'));
  }

  /** The coordinators follow the leadership of their topics. */
  leadershipChanged(elected: readonly string[], resigned: readonly string[]): void {
    for (const name of resigned) {
      const { topic, partition } = splitName(name);
      if (topic === OFFSETS_TOPIC) this.groups.resigned(partition);
      else if (topic === TRANSACTION_TOPIC) this.transactions.resigned(partition);
    }
    for (const name of elected) {
      const { topic, partition } = splitName(name);
      if (topic === OFFSETS_TOPIC) this.groups.elected(partition);
      else if (topic === TRANSACTION_TOPIC) this.transactions.elected(partition);
    }
  }

  /** Deletes what is due, on every replica here. @returns segments deleted, of one partition or of all */
  enforceRetention(only?: string): number {
    let deleted = 0;
    for (const [name, { log }] of this.replicas.partitions) {
      if (only !== undefined && name !== only) continue;
      const start = log.logStartOffset;
      deleted += log.enforceRetention(this.nowMs);
      if (log.logStartOffset !== start)
        this.emit({ type: 'logStart.moved', topic: log.topic, partition: log.partition, offset: log.logStartOffset });
    }
    return deleted;
  }

  private clean(): void {
    if (!this.flag('log.cleaner.enable')) return;
    for (const { log } of this.replicas.partitions.values()) if (isCleanable(log, this.nowMs)) cleanLog(log, this.nowMs);
  }

  private nextProducerId(): number {
    if (this.producerIds.next === this.producerIds.end) {
      const next = this.cluster.metadata.takeProducerIds();
      this.producerIds = { next, end: next + PRODUCER_ID_BLOCK };
    }
    return this.producerIds.next++;
  }
}
