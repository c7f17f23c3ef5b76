import type { BrokerContext } from '../broker/BrokerContext.js';
import type { LogConfig } from '../log/LogConfig.js';
import type { NewTopic, PartitionState, RequestOf, ResponseOf, Result } from '../protocol/api.js';
import { errorOf } from '../protocol/errorCodes.js';
import { partitionName, splitName } from '../topics.js';
import type { ClusterMetadata, PartitionRegistration } from './ClusterMetadata.js';
import { isKafkaError, placeReplicas, placeTopic } from './createTopic.js';

/**
 * The controller: decides about leaders and tells the brokers. It lives on the broker that ZooKeeper has elected.
 * Model: kafka 2.8.0 core controller/KafkaController.scala, controller/Election.scala (KA-037 to KA-039).
 */
export class Controller {
  private readonly shuttingDown = new Set<number>();

  constructor(
    private readonly broker: BrokerContext,
    private readonly cluster: ClusterMetadata,
    private readonly settingsOf: (configs: Readonly<Record<string, string>>) => LogConfig,
  ) {}

  /** Takes over: what happened while there was no controller is made up for. */
  start(rebalances: boolean): void {
    this.electWhereNeeded(this.allPartitions());
    this.tell(this.allPartitions(), undefined);
    if (!rebalances) return;
    this.broker.every(this.broker.number('leader.imbalance.check.interval.seconds') * 1000, 'preferred leaders', () =>
      this.rebalanceLeaders(),
    );
  }

  brokerStarted(id: number): void {
    this.shuttingDown.delete(id);
    const held = this.allPartitions().filter((name) => this.of(name).replicas.includes(id));
    this.electWhereNeeded(held);
    this.updateMetadata(undefined);
    this.tell(held, id);
    this.tell(held, undefined);
  }

  /** Its session is over: other replicas take its place (KA-038). */
  brokerFailed(id: number): void {
    this.shuttingDown.delete(id);
    const changed = this.allPartitions().filter((name) => this.of(name).replicas.includes(id) && this.withdraw(name, id));
    this.tell(changed, undefined);
    this.updateMetadata(undefined);
  }

  /** Moves leaderships away before a broker stops (KA-037). */
  controlledShutdown({ brokerId }: RequestOf<'controlledShutdown'>): Result {
    this.shuttingDown.add(brokerId);
    const changed: string[] = [];
    for (const name of this.allPartitions()) {
      const partition = this.of(name);
      if (!partition.replicas.includes(brokerId) || partition.isr.length < 2 || !partition.isr.includes(brokerId)) continue;
      const isr = partition.isr.filter((each) => each !== brokerId);
      if (partition.leader === brokerId) {
        const leader = partition.replicas.find((each) => isr.includes(each) && this.isUsable(each));
        if (leader === undefined) continue;
        this.setLeader(name, leader, isr, false);
      } else this.setLeader(name, partition.leader, isr, false);
      changed.push(name);
    }
    this.tell(changed, undefined);
    return { error: 'NONE' };
  }

  alterIsr({ brokerId, partition: name, leaderEpoch, isr }: RequestOf<'alterIsr'>): ResponseOf<'alterIsr'> {
    const partition = this.find(name);
    if (partition === undefined) return { error: 'UNKNOWN_TOPIC_OR_PARTITION', isr: [] };
    if (leaderEpoch !== partition.leaderEpoch || partition.leader !== brokerId) return { error: 'FENCED_LEADER_EPOCH', isr: [] };
    if (isr.some((id) => !this.isUsable(id))) return { error: 'INVALID_REQUEST', isr: [] };
    partition.isr = isr;
    const { topic, partition: number } = splitName(name);
    this.broker.emit({ type: 'isr.changed', topic, partition: number, isr });
    this.updateMetadata([topic]);
    return { error: 'NONE', isr };
  }

  createTopic(wanted: NewTopic): Result {
    try {
      const replicas = placeTopic(wanted, {
        brokers: this.liveBrokers(),
        existing: [...this.cluster.topics.keys()],
        defaultPartitions: this.broker.number('num.partitions'),
        defaultReplication: this.broker.number('default.replication.factor'),
        draw: (what) => this.broker.draw('placement', what),
      });
      this.register(wanted.topic, wanted.configs ?? {}, replicas);
      return { error: 'NONE' };
    } catch (error) {
      if (!isKafkaError(error)) throw error;
      return { error: errorOf(error).name, message: error.message };
    }
  }

  deleteTopic(topic: string): Result {
    const registration = this.cluster.topics.get(topic);
    if (registration === undefined) return { error: 'UNKNOWN_TOPIC_OR_PARTITION' };
    this.cluster.topics.delete(topic);
    this.broker.emit({ type: 'topic.deleted', topic });
    const names = registration.partitions.map((_, partition) => partitionName(topic, partition));
    for (const id of this.liveBrokers()) this.send(id, 'stopReplica', { partitions: names, deletes: true });
    this.updateMetadata([], [topic]);
    return { error: 'NONE' };
  }

  createPartitions({ topic, total }: RequestOf<'createPartitions'>): Result {
    const registration = this.cluster.topics.get(topic);
    if (registration === undefined)
      return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${topic}' does not exist.` };
    const count = registration.partitions.length;
    if (total < count)
      return {
        error: 'INVALID_PARTITIONS',
        message: `Topic currently has ${count} partitions, which is higher than the requested ${total}.`,
      };
    if (total === count) return { error: 'INVALID_PARTITIONS', message: `Topic already has ${count} partitions.` };
    const [first] = registration.partitions as [PartitionRegistration, ...PartitionRegistration[]];
    const added = placeReplicas(topic, total - count, first.replicas.length, count, {
      brokers: this.liveBrokers(),
      draw: (what) => this.broker.draw('placement', what),
    });
    this.addPartitions(topic, added);
    return { error: 'NONE' };
  }

  electLeader(name: string, kind: 'PREFERRED' | 'UNCLEAN'): Result {
    const partition = this.find(name);
    if (partition === undefined) return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'The partition does not exist.' };
    const leads = partition.leader >= 0 && this.cluster.isAlive(partition.leader);
    const [preferred] = partition.replicas as [number, ...number[]];
    if (kind === 'PREFERRED') {
      if (leads && partition.leader === preferred) return { error: 'ELECTION_NOT_NEEDED' };
      if (!this.isUsable(preferred) || !partition.isr.includes(preferred)) {
        return {
          error: 'PREFERRED_LEADER_NOT_AVAILABLE',
          message: `Failed to elect leader for partition ${name} under strategy PreferredReplicaPartitionLeaderElectionStrategy`,
        };
      }
      this.setLeader(name, preferred, partition.isr, false);
    } else {
      if (leads) return { error: 'ELECTION_NOT_NEEDED' };
      if (!this.elect(name, true)) {
        return {
          error: 'ELIGIBLE_LEADERS_NOT_AVAILABLE',
          message: `Failed to elect leader for partition ${name} under strategy OfflinePartitionLeaderElectionStrategy(true)`,
        };
      }
    }
    this.tell([name], undefined);
    return { error: 'NONE' };
  }

  private register(topic: string, configs: Readonly<Record<string, string>>, replicas: readonly (readonly number[])[]): void {
    const topicId = topicIdOf((part) => this.broker.draw('topic id', topic, this.broker.nowMs, part));
    this.cluster.topics.set(topic, { topic, topicId, configs, partitions: [] });
    this.broker.emit({ type: 'topic.created', topic, partitions: replicas.length, replication: replicas[0]?.length ?? 0 });
    this.addPartitions(topic, replicas);
  }

  private addPartitions(topic: string, replicas: readonly (readonly number[])[]): void {
    const registration = this.cluster.topics.get(topic);
    if (registration === undefined) return;
    const names: string[] = [];
    for (const each of replicas) {
      const alive = each.filter((id) => this.isUsable(id));
      const partition = { replicas: each, leader: alive[0] ?? -1, leaderEpoch: 0, isr: alive.length > 0 ? alive : each };
      names.push(partitionName(topic, registration.partitions.push(partition) - 1));
    }
    for (const name of names) this.reportLeader(name, false);
    this.tell(names, undefined);
  }

  /** @returns whether the partition has changed */
  private withdraw(name: string, id: number): boolean {
    const partition = this.of(name);
    const led = partition.leader === id;
    if (led && this.elect(name, this.uncleanAllowed(name))) return true;
    if (!partition.isr.includes(id)) return led;
    // The in-sync replicas are never emptied (KA-036).
    const isr = partition.isr.length === 1 ? partition.isr : partition.isr.filter((each) => each !== id);
    this.setLeader(name, led ? -1 : partition.leader, isr, false);
    return true;
  }

  private electWhereNeeded(names: readonly string[]): void {
    for (const name of names) {
      const { leader } = this.of(name);
      if (leader < 0 || !this.cluster.isAlive(leader)) this.elect(name, this.uncleanAllowed(name));
    }
  }

  /** The first replica, in the order of the assignment, that is alive and in sync; else, if allowed, that is alive (KA-038, KA-039). */
  private elect(name: string, unclean: boolean): boolean {
    const partition = this.of(name);
    const alive = partition.replicas.filter((id) => this.isUsable(id));
    const clean = alive.find((id) => partition.isr.includes(id));
    if (clean !== undefined) {
      this.setLeader(
        name,
        clean,
        partition.isr.filter((id) => this.isUsable(id)),
        false,
      );
      return true;
    }
    const [any] = alive;
    if (!unclean || any === undefined) return false;
    this.setLeader(name, any, [any], true);
    return true;
  }

  private setLeader(name: string, leader: number, isr: readonly number[], unclean: boolean): void {
    const partition = this.of(name);
    partition.leader = leader;
    partition.isr = isr;
    partition.leaderEpoch++;
    this.reportLeader(name, unclean);
  }

  private reportLeader(name: string, unclean: boolean): void {
    const { leader, leaderEpoch, replicas, isr } = this.of(name);
    const { topic, partition } = splitName(name);
    this.broker.emit({ type: 'leader.elected', topic, partition, leader, leaderEpoch, replicas, isr, unclean });
  }

  private rebalanceLeaders(): void {
    for (const name of this.allPartitions()) {
      const { leader, replicas } = this.of(name);
      if (leader >= 0 && leader !== replicas[0]) this.electLeader(name, 'PREFERRED');
    }
  }

  /** Sends the states of partitions to those who hold them (or to one broker alone), and what is new to everybody. */
  private tell(names: readonly string[], only: number | undefined): void {
    if (names.length === 0) return;
    for (const id of this.liveBrokers()) {
      if (only !== undefined && id !== only) continue;
      const partitions = names.filter((name) => this.of(name).replicas.includes(id)).map((name) => this.stateOf(name));
      if (partitions.length > 0) this.send(id, 'leaderAndIsr', { controllerEpoch: this.cluster.controllerEpoch, partitions });
    }
    if (only === undefined) this.updateMetadata([...new Set(names.map((name) => splitName(name).topic))]);
  }

  /** @param topics undefined: all */
  private updateMetadata(topics: readonly string[] | undefined, deleted: readonly string[] = []): void {
    const registrations =
      topics === undefined ? [...this.cluster.topics.values()] : topics.map((topic) => this.cluster.topics.get(topic));
    const body: RequestOf<'updateMetadata'> = {
      brokers: [...this.cluster.brokers.values()].sort((a, b) => a.id - b.id),
      controllerId: this.broker.id,
      topics: registrations.flatMap((each) => (each === undefined ? [] : [copyOf(this.cluster.describe(each))])),
      deleted,
    };
    for (const id of this.liveBrokers()) this.send(id, 'updateMetadata', body);
  }

  private send<K extends 'leaderAndIsr' | 'stopReplica' | 'updateMetadata'>(id: number, api: K, body: RequestOf<K>): void {
    const address = this.cluster.brokers.get(id);
    if (address === undefined) return;
    this.broker.client.send(`${address.host}:${address.port}`, api, body, () => {}, undefined, ' controller');
  }

  private isUsable(id: number): boolean {
    return this.cluster.isAlive(id) && !this.shuttingDown.has(id);
  }

  private uncleanAllowed(name: string): boolean {
    return this.settingsOf(this.cluster.topics.get(splitName(name).topic)?.configs ?? {}).uncleanElection;
  }

  private liveBrokers(): number[] {
    return [...this.cluster.brokers.keys()].sort((a, b) => a - b);
  }

  private allPartitions(): string[] {
    return [...this.cluster.topics.values()].flatMap(({ topic, partitions }) =>
      partitions.map((_, i) => partitionName(topic, i)),
    );
  }

  private find(name: string): PartitionRegistration | undefined {
    const { topic, partition } = splitName(name);
    return this.cluster.partition(topic, partition);
  }

  private of(name: string): PartitionRegistration {
    return this.find(name) as PartitionRegistration;
  }

  private stateOf(name: string): PartitionState {
    const { topic, partition } = splitName(name);
    return this.cluster.stateOf(topic, partition);
  }
}

/** What travels must not change under way. */
const copyOf = (topic: ReturnType<ClusterMetadata['describe']>): ReturnType<ClusterMetadata['describe']> => ({
  ...topic,
  partitions: topic.partitions.map((each) => ({ ...each })),
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 22 characters of base 64, as Kafka writes a topic's UUID. */
const topicIdOf = (draw: (part: number) => number): string =>
  Array.from({ length: 22 }, (_, i) => ALPHABET[Math.floor(draw(i) * (i === 21 ? 4 : 64)) * (i === 21 ? 16 : 1)]).join('');
