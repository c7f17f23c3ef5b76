// biome-ignore-all lint/correctness/useYield: a model takes no time, so its generators wait for nothing
import { utf8Bytes } from '../../../../src/engine/jvm/utf8.js';
import type { Process } from '../../../../src/engine/ports/Process.js';
import { partitionForKey } from '../../../../src/sim/kafka/producer/partitioner.js';
import { type ErrorName, Errors, exceptionOf } from '../../../../src/sim/kafka/protocol/errorCodes.js';
import { ConfigException } from '../../../../src/sim/kafka/protocol/errors.js';
import { TopicPartition } from '../../../../src/sim/kafka/TopicPartition.js';
import type {
  GroupState,
  MemberDescription,
  NewTopic,
  OffsetSpec,
  ToolAdmin,
  ToolCluster,
  ToolConsumer,
  ToolProducer,
  ToolRecord,
} from '../../../../src/sim/kafka/tools/ToolCluster.js';

interface ModelRecord extends ToolRecord {
  readonly isControl: boolean;
  isAborted: boolean;
}

export interface ModelPartition {
  readonly replicas: readonly number[];
  isr: number[];
  leader: number | undefined;
  readonly records: ModelRecord[];
  start: number;
}

const fail = (name: ErrorName, message?: string): never => {
  throw exceptionOf(Errors[name], message);
};

/**
 * What a cluster is to the tools, without time, network or failure: logs, commits and members. It stands for the admin requests of the brokers, so
 * that arguments and output can be held to the recordings by themselves.
 */
export class ModelCluster implements ToolCluster {
  readonly topics = new Map<string, { readonly configs: ReadonlyMap<string, string>; partitions: ModelPartition[] }>();
  readonly groups = new Map<string, { offsets: Map<string, number>; members: MemberDescription[]; assignor: string }>();
  readonly alive = new Set<number>();

  constructor(brokers: number) {
    for (let id = 1; id <= brokers; id++) this.alive.add(id);
    this.addTopic('__consumer_offsets', [[1]], new Map());
  }

  nowMs(): number {
    return 1_800_000_000_000;
  }

  drawInt(_: string, limit: number): number {
    return limit - 1;
  }

  addTopic(name: string, assignment: readonly (readonly number[])[], configs: ReadonlyMap<string, string>): void {
    const partitions = assignment.map((replicas) => ({
      replicas,
      isr: [...replicas],
      leader: replicas[0],
      records: [],
      start: 0,
    }));
    this.topics.set(name, { configs, partitions });
  }

  group(name: string): { offsets: Map<string, number>; members: MemberDescription[]; assignor: string } {
    let group = this.groups.get(name);
    if (group === undefined) {
      group = { offsets: new Map(), members: [], assignor: '' };
      this.groups.set(name, group);
    }
    return group;
  }

  partition({ topic, partition }: TopicPartition): ModelPartition {
    return this.topics.get(topic)?.partitions[partition] ?? fail('UNKNOWN_TOPIC_OR_PARTITION');
  }

  append(to: TopicPartition, key: string | null, value: string | null, timestamp: number, isControl = false): ModelRecord {
    const { records } = this.partition(to);
    const { topic, partition } = to;
    const at = { topic, partition, offset: records.length, timestamp, timestampType: 'CreateTime' as const };
    const record = { ...at, headers: [], key, value, isControl, isAborted: false };
    records.push(record);
    return record;
  }

  settle(): void {
    for (const { partitions } of this.topics.values()) {
      for (const each of partitions) {
        const inSync = each.isr.filter((id) => this.alive.has(id));
        if (inSync.length > 0) each.isr = inSync;
        for (const id of each.replicas) if (this.alive.has(id) && !each.isr.includes(id) && inSync.length > 0) each.isr.push(id);
        if (each.leader === undefined || !this.alive.has(each.leader))
          each.leader = each.replicas.find((id) => inSync.includes(id));
      }
    }
  }

  *admin(): Process<ToolAdmin> {
    const now = <A extends readonly unknown[], T>(run: (...args: A) => T) =>
      function* (...args: A): Process<T> {
        return run(...args);
      };
    return {
      listTopics: now(() => [...this.topics.keys()]),
      describeTopics: now((names: readonly string[]) =>
        names.map((name) => ({
          name,
          topicId: 'xxxxxxxxxxxxxxxxxxxxxx',
          partitions: (this.topics.get(name)?.partitions ?? []).map((each, partition) => ({ ...each, partition })),
        })),
      ),
      topicConfigs: now((name: string) => new Map([['segment.bytes', '1073741824'], ...(this.topics.get(name)?.configs ?? [])])),
      minInsyncReplicas: now(() => 1),
      createTopic: now((topic: NewTopic) => this.create(topic)),
      createPartitions: now((name: string, total: number) => this.grow(name, total)),
      deleteTopic: now((name: string) => void this.topics.delete(name)),
      listGroups: now(() => [...this.groups.keys()].map((name) => [name, this.stateOf(name)] as const)),
      describeGroup: now((name: string) => ({
        state: this.stateOf(name),
        coordinator: 'localhost:9092 (1)',
        assignor: this.stateOf(name) === 'Stable' ? (this.groups.get(name)?.assignor ?? '') : '',
        members: this.groups.get(name)?.members ?? [],
      })),
      committedOffsets: now(
        (name: string) =>
          new Map(
            [...(this.groups.get(name)?.offsets ?? [])].map(([partition, offset]) => [TopicPartition.parse(partition), offset]),
          ),
      ),
      alterOffsets: now((name: string, offsets: ReadonlyMap<TopicPartition, number>) => {
        for (const [partition, offset] of offsets) this.group(name).offsets.set(String(partition), offset);
      }),
      deleteGroup: now((name: string) => {
        if (!this.groups.has(name)) fail('GROUP_ID_NOT_FOUND');
        if (this.groups.get(name)?.members.length !== 0) fail('NON_EMPTY_GROUP');
        this.groups.delete(name);
      }),
      deleteOffsets: now((name: string, partitions: readonly TopicPartition[]) => {
        const isLive = this.group(name).members.length > 0;
        if (!isLive) for (const partition of partitions) this.group(name).offsets.delete(String(partition));
        const error = isLive ? exceptionOf(Errors.GROUP_SUBSCRIBED_TO_TOPIC) : undefined;
        return new Map(partitions.map((partition) => [String(partition), error]));
      }),
      listOffsets: now((partitions: readonly TopicPartition[], spec: OffsetSpec) => {
        const find = (partition: TopicPartition): number | undefined => {
          const { records, start } = this.partition(partition);
          if (spec === 'earliest') return start;
          if (spec === 'latest') return records.length;
          return records.find(({ timestamp, offset }) => offset >= start && timestamp >= spec.timestamp)?.offset;
        };
        return new Map(partitions.map((partition) => [String(partition), find(partition)]));
      }),
    };
  }

  *producer(): Process<ToolProducer> {
    const cluster = this;
    return {
      *send(topic, key, value) {
        const count = cluster.topics.get(topic)?.partitions.length ?? 1;
        const partition = key === null ? 0 : partitionForKey(utf8Bytes(key), count);
        cluster.append(new TopicPartition(topic, partition), key, value, 0);
      },
      *close() {},
    };
  }

  *consumer(config: Readonly<Record<string, string>>): Process<ToolConsumer> {
    const cluster = this;
    const group = config['group.id'] as string;
    if (!['read_committed', 'read_uncommitted'].includes(config['isolation.level'] as string)) throw new ConfigException('');
    const positions = new Map<TopicPartition, number>();
    const commits = config['enable.auto.commit'] !== 'false';
    const at = (partition: TopicPartition, to: number | string): number => {
      const { records, start } = cluster.partition(partition);
      return typeof to === 'number' ? to : to === 'earliest' ? start : records.length;
    };
    return {
      *subscribe(topics) {
        for (const name of cluster.topics.keys()) {
          if (!(Array.isArray(topics) ? topics.includes(name) : (topics as RegExp).test(name))) continue;
          cluster.topics.get(name)?.partitions.forEach((_, i) => {
            const partition = new TopicPartition(name, i);
            const committed = cluster.groups.get(group)?.offsets.get(String(partition));
            positions.set(partition, committed ?? at(partition, config['auto.offset.reset'] as string));
          });
        }
      },
      *assign() {},
      *seek(partition, to) {
        positions.set(partition, at(partition, to));
      },
      *poll() {
        const isCommitted = config['isolation.level'] === 'read_committed';
        const found: ToolRecord[] = [];
        for (const [partition, position] of positions) {
          const { records } = cluster.partition(partition);
          found.push(...records.slice(position).filter((each) => !each.isControl && !(isCommitted && each.isAborted)));
          positions.set(partition, records.length);
        }
        return found;
      },
      *resetTo(records) {
        for (const [partition, position] of positions) {
          const first = records.find((each) => each.topic === partition.topic && each.partition === partition.partition);
          positions.set(partition, Math.min(position, first?.offset ?? position));
        }
      },
      *close() {
        if (commits) for (const [partition, position] of positions) cluster.group(group).offsets.set(String(partition), position);
      },
    };
  }

  private stateOf(name: string): GroupState {
    const group = this.groups.get(name);
    return group === undefined ? 'Dead' : group.members.length > 0 ? 'Stable' : 'Empty';
  }

  private create({ name, partitions = 1, replicationFactor = 1, assignment, configs }: NewTopic): void {
    if (this.topics.has(name)) fail('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
    if (name.length > 249)
      fail('INVALID_TOPIC_EXCEPTION', `Topic name is illegal, it can't be longer than 249 characters, topic name: ${name}`);
    if (!/^[\w.-]+$/.test(name))
      fail(
        'INVALID_TOPIC_EXCEPTION',
        `Topic name "${name}" is illegal, it contains a character other than ASCII alphanumerics, '.', '_' and '-'`,
      );
    const alike = [...this.topics.keys()].find((each) => each.replace(/\./g, '_') === name.replace(/\./g, '_'));
    if (alike !== undefined) fail('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topics: ${alike}`);
    if (replicationFactor > this.alive.size)
      fail(
        'INVALID_REPLICATION_FACTOR',
        `Replication factor: ${replicationFactor} larger than available brokers: ${this.alive.size}.`,
      );
    this.addTopic(name, assignment ?? Array.from({ length: partitions }, () => [1]), configs);
  }

  private grow(name: string, total: number): void {
    const topic = this.topics.get(name) ?? fail('UNKNOWN_TOPIC_OR_PARTITION');
    const { length } = topic.partitions;
    if (total === length) fail('INVALID_PARTITIONS', `Topic already has ${length} partitions.`);
    if (total < length)
      fail('INVALID_PARTITIONS', `Topic currently has ${length} partitions, which is higher than the requested ${total}.`);
    for (let i = length; i < total; i++) topic.partitions.push({ replicas: [1], isr: [1], leader: 1, records: [], start: 0 });
  }
}
