import { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import type { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import type { ByPartition, ClientConfig } from '../../../engine/ports/KafkaClient.js';
import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { KafkaCluster } from '../broker/KafkaCluster.js';
import { addressOf, ClientMetadata } from '../net/ClientMetadata.js';
import { ClientRequests } from '../net/ClientRequests.js';
import { NetworkClient } from '../net/NetworkClient.js';
import type {
  ApiName,
  BrokerAddress,
  DescribedGroup,
  ListedOffset,
  NewTopic,
  RequestOf,
  ResponseOf,
  Result,
  TopicMetadata,
} from '../protocol/api.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';
import { TimeoutException } from '../protocol/errors.js';
import { InvalidTopicException } from '../protocol/exceptions.js';
import { splitName } from '../topics.js';

const RETRY_MS = 100;

/** The admin client: topics, groups and their offsets, seen from outside. Model: kafka 2.8.0 clients/admin/KafkaAdminClient.java. */
export class KafkaAdmin {
  private readonly client: NetworkClient;
  private readonly metadata: ClientMetadata;
  private readonly requests: ClientRequests;
  private readonly timeoutMs: number;

  constructor(
    cluster: KafkaCluster,
    private readonly host: SimHost,
    config: ClientConfig = {},
  ) {
    this.timeoutMs = Number(config['default.api.timeout.ms'] ?? 60_000);
    const requestTimeoutMs = Number(config['request.timeout.ms'] ?? 30_000);
    this.client = new NetworkClient(cluster.network, host, 'adminclient', (address) => cluster.endpointAt(address), {
      requestTimeoutMs,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
    });
    const servers = config['bootstrap.servers'];
    this.metadata = new ClientMetadata(this.client, host.clock, {
      bootstrap: typeof servers === 'string' ? servers.split(',') : cluster.bootstrapServers,
      maxAgeMs: 300_000,
      retryBackoffMs: RETRY_MS,
      allowAutoTopicCreation: false,
    });
    this.metadata.want(() => []);
    this.requests = new ClientRequests(this.client, this.metadata, host.clock, RETRY_MS);
  }

  /** @throws {KafkaException} */
  *createTopic(topic: NewTopic): Process<void> {
    if (topic.topic === '') throw new InvalidTopicException(`The given topic name '' cannot be represented in a request.`);
    yield* this.controller('createTopics', { topics: [topic] }, ({ topics }) => topics.get(topic.topic));
  }

  /** @throws {KafkaException} */
  *deleteTopic(topic: string): Process<void> {
    yield* this.controller('deleteTopics', { topics: [topic] }, ({ topics }) => topics.get(topic));
  }

  /** @throws {KafkaException} */
  *createPartitions(topic: string, total: number): Process<void> {
    yield* this.controller('createPartitions', { topic, total }, (result) => result);
  }

  *electLeaders(kind: 'PREFERRED' | 'UNCLEAN', partitions: readonly string[]): Process<ReadonlyMap<string, Error | undefined>> {
    const { partitions: results } = yield* this.controller('electLeaders', { kind, partitions }, () => undefined);
    return new Map([...results].map(([name, result]) => [name, problemOf(result)]));
  }

  /** @throws {UnknownTopicOrPartitionException} */
  *describeTopic(topic: string): Process<TopicMetadata> {
    const { topics } = yield* this.any('metadata', { topics: [topic], allowAutoTopicCreation: false });
    const [found] = topics as readonly [TopicMetadata];
    throwProblem(found);
    return found;
  }

  *listTopics(): Process<readonly TopicMetadata[]> {
    return (yield* this.any('metadata', { topics: undefined, allowAutoTopicCreation: false })).topics;
  }

  *describeConfigs(topic: string): Process<ResponseOf<'describeConfigs'>['configs']> {
    const response = yield* this.any('describeConfigs', { topic });
    throwProblem(response);
    return response.configs;
  }

  /** @param before -1: the high watermark. @returns the new log start. @throws {KafkaException} */
  *deleteRecords(partition: string, before: number): Process<number> {
    const end = this.deadline();
    for (;;) {
      const topic = partition.slice(0, partition.lastIndexOf('-'));
      const described = yield* this.describeTopic(topic);
      const leader = described.partitions[Number(partition.slice(topic.length + 1))]?.leader;
      const broker = this.metadata.broker(leader ?? -1);
      if (broker !== undefined) {
        const request = { offsets: new Map([[partition, before]]) };
        const result = (yield* this.requests.to(addressOf(broker), 'deleteRecords', request))?.partitions.get(partition);
        if (result !== undefined && !Errors[result.error].isRetriable) {
          throwProblem(result);
          return result.lowWatermark;
        }
      }
      yield* this.again(end, 'deleteRecords');
    }
  }

  /**
   * Offsets by name of the partition, asked of the leaders; offset -1: no record has such a timestamp.
   * @param time milliseconds since the epoch; -1: the end of the log, -2: its start
   * @throws {TimeoutException | KafkaException}
   */
  *listOffsets(partitions: readonly string[], time: number): Process<ReadonlyMap<string, ListedOffset>> {
    const end = this.deadline();
    const found = new Map<string, ListedOffset>();
    const topics = [...new Set(partitions.map((name) => splitName(name).topic))];
    while (partitions.length > 0) {
      const metadata = yield* this.any('metadata', { topics, allowAutoTopicCreation: false });
      const byLeader = new Map<BrokerAddress, Map<string, number>>();
      for (const name of partitions.filter((each) => !found.has(each))) {
        const { topic, partition } = splitName(name);
        const leader = metadata.topics.find((each) => each.topic === topic)?.partitions[partition]?.leader;
        const broker = metadata.brokers.find(({ id }) => id === leader);
        if (broker !== undefined) byLeader.set(broker, (byLeader.get(broker) ?? new Map()).set(name, time));
      }
      for (const [broker, times] of byLeader) {
        const request = { isolation: 'read_uncommitted' as const, times };
        const response = yield* this.requests.to(addressOf(broker), 'listOffsets', request);
        for (const [name, result] of response?.partitions ?? []) {
          if (Errors[result.error].isRetriable) continue;
          throwProblem(result);
          found.set(name, result);
        }
      }
      if (found.size === partitions.length) break;
      yield* this.again(end, 'listOffsets');
    }
    return found;
  }

  /** The broker that coordinates a group. @throws {TimeoutException} */
  *groupCoordinator(group: string): Process<BrokerAddress> {
    const end = this.deadline();
    for (;;) {
      const { error, node } = yield* this.any('findCoordinator', { kind: 'group', key: group });
      if (error === 'NONE' && node !== undefined) return node;
      yield* this.again(end, 'findCoordinator');
    }
  }

  *describeGroup(group: string): Process<DescribedGroup> {
    const { groups } = yield* this.coordinator(group, 'describeGroups', { groups: [group] }, ({ groups: [found] }) => found);
    return groups[0] as DescribedGroup;
  }

  /** Of all brokers. */
  *listGroups(): Process<ResponseOf<'listGroups'>['groups']> {
    yield* this.any('metadata', { topics: [], allowAutoTopicCreation: false });
    const found: ResponseOf<'listGroups'>['groups'][number][] = [];
    for (const broker of this.metadata.brokers)
      found.push(...((yield* this.requests.to(addressOf(broker), 'listGroups', {}))?.groups ?? []));
    return found;
  }

  /** What the group has committed, by `topic-0`. */
  *groupOffsets(group: string): Process<ReadonlyMap<string, OffsetAndMetadata>> {
    const request = { group, partitions: undefined, requireStable: false };
    const { offsets } = yield* this.coordinator(group, 'offsetFetch', request, (response) => response);
    return new Map(
      [...offsets].map(([name, { offset, metadata, leaderEpoch }]) => [
        name,
        new OffsetAndMetadata(offset, metadata, leaderEpoch),
      ]),
    );
  }

  /** @throws {KafkaException} `UNKNOWN_MEMBER_ID` while the group has members */
  *alterGroupOffsets(group: string, offsets: ByPartition<OffsetAndMetadata>): Process<void> {
    const values = new Map(
      [...offsets].map(([partition, { offset, leaderEpoch, metadata }]) => [
        partition.toString(),
        { offset, leaderEpoch, metadata },
      ]),
    );
    const request = { group, generation: -1, memberId: '', offsets: values };
    const { partitions } = yield* this.coordinator(group, 'offsetCommit', request, ({ partitions }) =>
      firstRetriable(partitions),
    );
    const failed = [...partitions].filter(([, { error }]) => error !== 'NONE');
    const [first] = failed;
    if (first === undefined) return;
    const text = `Failed altering consumer group offsets for the following partitions: [${failed.map(([name]) => name).join(', ')}]`;
    throw exceptionOf(Errors[first[1].error], text);
  }

  /** @returns what was wrong with each partition, by `topic-0`; undefined: nothing. @throws {KafkaException} all failed alike */
  *deleteGroupOffsets(group: string, partitions: readonly TopicPartition[]): Process<ReadonlyMap<string, Error | undefined>> {
    const request = { group, partitions: partitions.map(String) };
    const response = yield* this.coordinator(group, 'offsetDelete', request, (result) => result);
    throwProblem(response);
    return new Map([...response.partitions].map(([name, result]) => [name, problemOf(result)]));
  }

  /** @throws {KafkaException} */
  *deleteGroup(group: string): Process<void> {
    const response = yield* this.coordinator(group, 'deleteGroups', { groups: [group] }, ({ groups }) => groups.get(group));
    const result = response.groups.get(group);
    if (result !== undefined) throwProblem(result);
  }

  close(): void {
    this.metadata.close();
    this.client.close();
  }

  /** Asks the controller until it answers; an error in the answer is thrown. */
  private *controller<K extends ApiName>(
    api: K,
    body: RequestOf<K>,
    resultIn: (response: ResponseOf<K>) => Result | undefined,
  ): Process<ResponseOf<K>> {
    const end = this.deadline();
    for (;;) {
      if (this.metadata.version === 0) yield* this.metadata.awaitUpdate(end);
      const broker = this.metadata.broker(this.metadata.controllerId);
      const response = broker === undefined ? undefined : yield* this.requests.to(addressOf(broker), api, body);
      const result = response === undefined ? undefined : (resultIn(response) ?? { error: 'NONE' as const });
      if (response !== undefined && result !== undefined && result.error !== 'NOT_CONTROLLER') {
        throwProblem(result);
        return response;
      }
      yield* this.metadata.awaitUpdate(end);
      yield* this.again(end, api);
    }
  }

  private *any<K extends ApiName>(api: K, body: RequestOf<K>): Process<ResponseOf<K>> {
    const end = this.deadline();
    for (;;) {
      if (this.metadata.version === 0) yield* this.metadata.awaitUpdate(end);
      const response = yield* this.requests.any(api, body);
      if (response !== undefined) return response;
      this.metadata.requestUpdate();
      yield* this.again(end, api);
    }
  }

  private *coordinator<K extends ApiName>(
    group: string,
    api: K,
    body: RequestOf<K>,
    resultIn: (response: ResponseOf<K>) => Result | undefined,
  ): Process<ResponseOf<K>> {
    const end = this.deadline();
    for (;;) {
      const response = yield* this.requests.coordinator('group', group, api, body, end);
      const error = response === undefined ? 'NETWORK_EXCEPTION' : (resultIn(response)?.error ?? 'NONE');
      if (response !== undefined && !repeated.has(error)) return response;
      this.requests.forgetCoordinator('group', group);
      yield* this.again(end, api);
    }
  }

  private *again(end: number, what: string): Process<void> {
    if (this.host.clock.now() >= end) throw new TimeoutException(`Timed out waiting for ${what}`);
    yield* awaiting(this.host.clock.sleep(RETRY_MS));
  }

  private deadline(): number {
    return this.host.clock.now() + this.timeoutMs;
  }
}

const repeated = new Set<ErrorName>([
  'NOT_COORDINATOR',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NETWORK_EXCEPTION',
]);

const problemOf = ({ error, message }: Result): Error | undefined =>
  error === 'NONE' ? undefined : exceptionOf(Errors[error], message ?? Errors[error].message);

function throwProblem(result: Result): void {
  const problem = problemOf(result);
  if (problem !== undefined) throw problem;
}

function firstRetriable(results: ReadonlyMap<string, Result>): Result | undefined {
  for (const result of results.values()) if (result.error !== 'NONE' && Errors[result.error].isRetriable) return result;
  return undefined;
}
