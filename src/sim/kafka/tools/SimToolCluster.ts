import { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import { ProducerRecord } from '../../../engine/kafka/ProducerRecord.js';
import { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import type { Consumer } from '../../../engine/ports/KafkaClient.js';
import type { Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { KafkaAdmin } from '../admin/KafkaAdmin.js';
import type { PartitionMetadata } from '../protocol/api.js';
import { decodeUtf8 } from '../protocol/decodeUtf8.js';
import type { SimKafka } from '../SimKafka.js';
import type {
  GroupDescription,
  GroupState,
  MemberDescription,
  NewTopic,
  OffsetSpec,
  PartitionDescription,
  ToolAdmin,
  ToolCluster,
  ToolConsumer,
  ToolProducer,
  ToolRecord,
  TopicDescription,
} from './ToolCluster.js';

/** The simulated cluster as the tools on one host reach it. */
export class SimToolCluster implements ToolCluster {
  private draws = 0;

  constructor(
    private readonly kafka: SimKafka,
    private readonly host: SimHost,
    readonly wrote?: (text: string) => void,
  ) {}

  nowMs(): number {
    return this.host.clock.now();
  }

  drawInt(purpose: string, limit: number): number {
    const { host } = this;
    return Math.floor(this.kafka.cluster.draw(purpose, host.name, host.incarnation, this.draws++) * limit);
  }

  // biome-ignore lint/correctness/useYield: the admin client connects with its first request
  *admin(bootstrapServers: string): Process<ToolAdmin> {
    return new SimToolAdmin(new KafkaAdmin(this.kafka.cluster, this.host, { 'bootstrap.servers': bootstrapServers }));
  }

  *producer(config: Readonly<Record<string, string>>): Process<ToolProducer> {
    const producer = this.kafka.createProducer<string, string>(this.host, config);
    return {
      *send(topic, key, value, wait) {
        const future = yield* producer.send(new ProducerRecord(topic, key ?? undefined, value ?? undefined));
        if (wait) yield* future.get();
      },
      close: () => producer.close(),
    };
  }

  // biome-ignore lint/correctness/useYield: so does the consumer
  *consumer(config: Readonly<Record<string, string>>): Process<ToolConsumer> {
    return new SimToolConsumer(this.kafka.createConsumer<string | null, string | null>(this.host, config));
  }
}

class SimToolAdmin implements ToolAdmin {
  constructor(private readonly admin: KafkaAdmin) {}

  *listTopics(): Process<readonly string[]> {
    return (yield* this.admin.listTopics()).map(({ topic }) => topic);
  }

  *describeTopics(names: readonly string[]): Process<readonly TopicDescription[]> {
    const described: TopicDescription[] = [];
    for (const name of names) {
      const { topicId, partitions } = yield* this.admin.describeTopic(name);
      described.push({ name, topicId, partitions: partitions.map(descriptionOf) });
    }
    return described;
  }

  *topicConfigs(topic: string): Process<ReadonlyMap<string, string>> {
    const configs = yield* this.admin.describeConfigs(topic);
    return new Map([...configs].filter(([, { isDefault }]) => !isDefault).map(([name, { value }]) => [name, value]));
  }

  *minInsyncReplicas(topic: string): Process<number> {
    return Number((yield* this.admin.describeConfigs(topic)).get('min.insync.replicas')?.value);
  }

  *createTopic({ name, partitions = -1, replicationFactor = -1, assignment, configs }: NewTopic): Process<void> {
    const replicas = assignment === undefined ? {} : { assignment };
    yield* this.admin.createTopic({
      topic: name,
      partitions: assignment === undefined ? partitions : -1,
      replication: assignment === undefined ? replicationFactor : -1,
      configs: Object.fromEntries(configs),
      ...replicas,
    });
  }

  createPartitions(topic: string, total: number): Process<void> {
    return this.admin.createPartitions(topic, total);
  }

  deleteTopic(topic: string): Process<void> {
    return this.admin.deleteTopic(topic);
  }

  *listGroups(): Process<readonly (readonly [group: string, state: GroupState])[]> {
    return (yield* this.admin.listGroups()).map(({ group, state }) => [group, state as GroupState]);
  }

  *describeGroup(group: string): Process<GroupDescription> {
    const { host, port, id } = yield* this.admin.groupCoordinator(group);
    const { state, protocol, members } = yield* this.admin.describeGroup(group);
    return {
      state: state as GroupState,
      coordinator: `${host}:${port} (${id})`,
      assignor: protocol,
      members: members.map(
        ({ memberId, instanceId, clientId, clientHost, assignment }): MemberDescription => ({
          memberId,
          groupInstanceId: instanceId,
          clientId,
          host: clientHost,
          assignment: assignment.map((name) => TopicPartition.parse(name)),
        }),
      ),
    };
  }

  *committedOffsets(group: string): Process<ReadonlyMap<TopicPartition, number>> {
    const offsets = yield* this.admin.groupOffsets(group);
    return new Map([...offsets].map(([name, { offset }]) => [TopicPartition.parse(name), offset]));
  }

  *alterOffsets(group: string, offsets: ReadonlyMap<TopicPartition, number>): Process<void> {
    const values = [...offsets].map(([partition, offset]) => [partition, new OffsetAndMetadata(offset)] as const);
    yield* this.admin.alterGroupOffsets(group, new Map(values));
  }

  deleteGroup(group: string): Process<void> {
    return this.admin.deleteGroup(group);
  }

  deleteOffsets(group: string, partitions: readonly TopicPartition[]): Process<ReadonlyMap<string, Error | undefined>> {
    return this.admin.deleteGroupOffsets(group, partitions);
  }

  *listOffsets(partitions: readonly TopicPartition[], spec: OffsetSpec): Process<ReadonlyMap<string, number | undefined>> {
    const time = spec === 'latest' ? -1 : spec === 'earliest' ? -2 : spec.timestamp;
    const found = yield* this.admin.listOffsets(partitions.map(String), time);
    return new Map([...found].map(([name, { offset }]) => [name, offset < 0 ? undefined : offset]));
  }
}

const descriptionOf = ({ partition, leader, replicas, isr }: PartitionMetadata): PartitionDescription => ({
  partition,
  leader: leader < 0 ? undefined : leader,
  replicas,
  isr,
});

class SimToolConsumer implements ToolConsumer {
  constructor(private readonly consumer: Consumer<string | null, string | null>) {}

  // biome-ignore lint/correctness/useYield: takes effect with the next poll, as all that follow
  *subscribe(topics: readonly string[] | RegExp): Process<void> {
    this.consumer.subscribe(topics);
  }

  // biome-ignore lint/correctness/useYield: see subscribe
  *assign(partition: TopicPartition): Process<void> {
    this.consumer.assign([partition]);
  }

  // biome-ignore lint/correctness/useYield: see subscribe
  *seek(partition: TopicPartition, to: number | 'earliest' | 'latest'): Process<void> {
    if (to === 'earliest') this.consumer.seekToBeginning([partition]);
    else if (to === 'latest') this.consumer.seekToEnd([partition]);
    else this.consumer.seek(partition, to);
  }

  *poll(timeoutMs: number): Process<readonly ToolRecord[]> {
    return [...(yield* this.consumer.poll(timeoutMs))].map(
      ({ topic, partition, offset, timestamp, timestampType, headers, key, value }): ToolRecord => ({
        topic,
        partition,
        offset,
        timestamp,
        timestampType,
        headers: headers.map((header) => [header.key, decodeUtf8(header.value)]),
        key,
        value,
      }),
    );
  }

  // biome-ignore lint/correctness/useYield: see subscribe
  *resetTo(records: readonly ToolRecord[]): Process<void> {
    const seen = new Set<string>();
    for (const { topic, partition, offset } of records) {
      const name = `${topic}-${partition}`;
      if (!seen.has(name)) this.consumer.seek(new TopicPartition(topic, partition), offset);
      seen.add(name);
    }
  }

  close(): Process<void> {
    return this.consumer.close();
  }
}
