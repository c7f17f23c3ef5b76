import { brokerKeysOf } from '../log/LogConfig.js';
import { batchOf } from '../log/RecordBatch.js';
import { RecordBuffer } from '../log/RecordBuffer.js';
import type { Handlers, ListedOffset, NewTopic, RequestOf, ResponseOf, Result, TopicMetadata } from '../protocol/api.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { isInternalTopic, OFFSETS_TOPIC, splitName, TRANSACTION_TOPIC, topicNameProblem } from '../topics.js';
import { isOffsetsPartition } from '../transaction/TransactionCoordinator.js';
import type { Broker } from './Broker.js';

const LATEST = -1;
const EARLIEST = -2;

/** What a broker does with each request. Model: kafka 2.8.0 core server/KafkaApis.scala. */
export function brokerHandlers(broker: Broker): Handlers {
  const { metadata, replicas, groups, transactions } = broker;

  /** Runs `handle` on the controller, if this is it. */
  const onController = <T>(
    handle: (controller: NonNullable<Broker['controller']>) => T,
    otherwise: (error: ErrorName) => T,
  ): T =>
    broker.controller === undefined || broker.cluster.metadata.controllerId !== broker.id
      ? otherwise('NOT_CONTROLLER')
      : handle(broker.controller);

  return {
    metadata: (request, respond) => respond(describeCluster(broker, request)),
    produce: ({ acks, timeoutMs, batches }, respond) => {
      if (acks !== 0 && acks !== 1 && acks !== -1) {
        const refused = { error: 'INVALID_REQUIRED_ACKS' as const, baseOffset: -1, logAppendTime: -1, logStartOffset: -1 };
        respond({ partitions: new Map([...batches.keys()].map((name) => [name, refused])) });
        return;
      }
      replicas.append(batches, acks, timeoutMs, false, (partitions) => respond({ partitions }));
    },
    fetch: (request, respond) => replicas.fetch(request, (partitions) => respond({ partitions })),
    listOffsets: ({ isolation, times }, respond) =>
      respond({ partitions: new Map([...times].map(([name, time]) => [name, listOffset(broker, name, time, isolation)])) }),
    offsetForLeaderEpoch: ({ partitions }, respond) =>
      respond({ partitions: new Map([...partitions].map(([name, { epoch }]) => [name, replicas.endOfEpoch(name, epoch)])) }),
    findCoordinator: ({ kind, key }, respond) => findCoordinator(broker, kind, key, respond),
    joinGroup: (request, respond) => groups.join(request, respond),
    syncGroup: (request, respond) => groups.sync(request, respond),
    heartbeat: (request, respond) => groups.heartbeat(request, respond),
    leaveGroup: (request, respond) => respond(groups.leave(request)),
    offsetCommit: (request, respond) => groups.offsets.commit(request, respond),
    offsetFetch: (request, respond) => respond(groups.offsets.fetch(request)),
    initProducerId: (request, respond) => transactions.initProducerId(request, respond),
    addPartitionsToTxn: (request, respond) => {
      const unknown = request.partitions.filter((name) => !metadata.has(name));
      const all = (error: ErrorName): ResponseOf<'addPartitionsToTxn'> => ({
        partitions: new Map(request.partitions.map((name) => [name, { error }])),
      });
      if (unknown.length > 0) {
        const error = (name: string): ErrorName =>
          unknown.includes(name) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'OPERATION_NOT_ATTEMPTED';
        respond({ partitions: new Map(request.partitions.map((name) => [name, { error: error(name) }])) });
        return;
      }
      transactions.addPartitions(request, ({ error }) => respond(all(error)));
    },
    addOffsetsToTxn: (request, respond) => transactions.addOffsets(request, groups.store.partitionOf(request.group), respond),
    txnOffsetCommit: (request, respond) => groups.offsets.commitTransactional(request, respond),
    endTxn: (request, respond) => transactions.endTransaction(request, respond),
    writeTxnMarkers: (request, respond) => writeMarkers(broker, request, respond),
    createTopics: ({ topics }, respond) => {
      const create = (topic: NewTopic): Result =>
        onController(
          (controller) => controller.createTopic(topic),
          (error) => ({ error }),
        );
      respond({ topics: new Map(topics.map((topic) => [topic.topic, create(topic)])) });
    },
    deleteTopics: ({ topics }, respond) =>
      respond({
        topics: new Map(
          topics.map((topic) => [
            topic,
            onController(
              (controller) => controller.deleteTopic(topic),
              (error) => ({ error }),
            ),
          ]),
        ),
      }),
    createPartitions: (request, respond) =>
      respond(
        onController(
          (controller) => controller.createPartitions(request),
          (error) => ({ error }),
        ),
      ),
    deleteRecords: ({ offsets }, respond) => {
      const partitions = new Map<string, Result & { readonly lowWatermark: number }>();
      for (const [name, before] of offsets) {
        replicas.deleteRecords(name, before, (result) => {
          partitions.set(name, result);
          if (partitions.size === offsets.size) respond({ partitions });
        });
      }
    },
    electLeaders: ({ kind, partitions }, respond) =>
      respond({
        partitions: new Map(
          partitions.map((name) => [
            name,
            onController(
              (controller) => controller.electLeader(name, kind),
              (error): Result => ({ error }),
            ),
          ]),
        ),
      }),
    describeGroups: ({ groups: ids }, respond) => respond({ groups: ids.map((id) => groups.describe(id)) }),
    listGroups: (_, respond) =>
      respond({
        error: 'NONE',
        groups: [...groups.store.groups.values()].map(({ id, protocolType, state }) => ({
          group: id,
          protocolType: protocolType ?? '',
          state,
        })),
      }),
    deleteGroups: ({ groups: ids }, respond) => respond({ groups: new Map(ids.map((id) => [id, groups.deleteGroup(id)])) }),
    offsetDelete: (request, respond) => respond(groups.offsets.delete(request)),
    describeConfigs: ({ topic }, respond) => {
      const registration = broker.cluster.metadata.topics.get(topic);
      if (registration === undefined) respond({ error: 'UNKNOWN_TOPIC_OR_PARTITION', configs: new Map() });
      else {
        const config = broker.topicSettings(registration.configs);
        const isDefault = (name: string) =>
          !(name in registration.configs) && !brokerKeysOf(name).some((key) => broker.cluster.configured.has(key));
        const entry = (name: string, value: unknown) =>
          [name, { value: Array.isArray(value) ? value.join(',') : String(value), isDefault: isDefault(name) }] as const;
        respond({ error: 'NONE', configs: new Map([...config.all].map(([name, value]) => entry(name, value))) });
      }
    },
    leaderAndIsr: ({ partitions }, respond) => {
      const { leaders, followers } = replicas.becomeLeaderOrFollower(partitions);
      const names = (of: typeof leaders): string[] => of.map(({ name }) => name);
      broker.leadershipChanged(names(leaders), names(followers));
      respond({});
    },
    stopReplica: ({ partitions, deletes }, respond) => {
      for (const name of partitions) replicas.stopReplica(name, deletes);
      respond({});
    },
    updateMetadata: (request, respond) => {
      for (const topic of metadata.update(request)) groups.offsets.topicDeleted(topic);
      respond({});
    },
    alterIsr: (request, respond) =>
      respond(
        onController(
          (controller) => controller.alterIsr(request),
          (error) => ({ error, isr: [] }),
        ),
      ),
    controlledShutdown: (request, respond) =>
      respond(
        onController(
          (controller) => controller.controlledShutdown(request),
          (error) => ({ error }),
        ),
      ),
  };
}

function describeCluster(broker: Broker, { topics, allowAutoTopicCreation }: RequestOf<'metadata'>): ResponseOf<'metadata'> {
  const { metadata } = broker;
  const describe = (topic: string): TopicMetadata => {
    const found = metadata.topics.get(topic);
    if (found !== undefined) return found;
    const nothing = { topic, topicId: '', internal: isInternalTopic(topic), partitions: [] };
    if (topicNameProblem(topic) !== undefined) return { ...nothing, error: 'INVALID_TOPIC_EXCEPTION' };
    if (allowAutoTopicCreation && (isInternalTopic(topic) || broker.flag('auto.create.topics.enable')))
      createTopic(broker, topic);
    return { ...nothing, error: 'UNKNOWN_TOPIC_OR_PARTITION' };
  };
  const wanted = topics ?? [...metadata.topics.keys()];
  return { brokers: metadata.brokers, controllerId: metadata.controllerId, topics: wanted.map(describe) };
}

/** A topic that a client or a coordinator needs: with the broker's defaults, or those of its kind (KA-136, KA-205). */
function createTopic(broker: Broker, topic: string): void {
  const kind = topic === OFFSETS_TOPIC ? 'offsets.topic' : topic === TRANSACTION_TOPIC ? 'transaction.state.log' : undefined;
  const wanted: NewTopic =
    kind === undefined
      ? { topic, partitions: -1, replication: -1 }
      : {
          topic,
          partitions: broker.number(`${kind}.num.partitions`),
          replication: broker.number(`${kind}.replication.factor`),
          configs: {
            'cleanup.policy': 'compact',
            'segment.bytes': String(broker.number(`${kind}.segment.bytes`)),
            ...(topic === TRANSACTION_TOPIC
              ? { 'min.insync.replicas': String(broker.number('transaction.state.log.min.isr')) }
              : {}),
          },
        };
  broker.askController('createTopics', { topics: [wanted] }, () => {});
}

function findCoordinator(
  broker: Broker,
  kind: 'group' | 'transaction',
  key: string,
  respond: (response: ResponseOf<'findCoordinator'>) => void,
): void {
  const topic = kind === 'group' ? OFFSETS_TOPIC : TRANSACTION_TOPIC;
  const partition = kind === 'group' ? broker.groups.store.partitionOf(key) : broker.transactions.partitionOf(key);
  const found = broker.metadata.topics.get(topic);
  if (found === undefined) createTopic(broker, topic);
  const leader = found?.partitions[partition]?.leader ?? -1;
  const node = leader < 0 ? undefined : broker.metadata.broker(leader);
  respond(node === undefined ? { error: 'COORDINATOR_NOT_AVAILABLE', node: undefined } : { error: 'NONE', node });
}

/** KA-020. */
function listOffset(broker: Broker, name: string, time: number, isolation: RequestOf<'listOffsets'>['isolation']): ListedOffset {
  const partition = broker.replicas.leaderOf(name);
  const refuse = (error: ErrorName): ListedOffset => ({ error, offset: -1, timestamp: -1, leaderEpoch: -1 });
  if (typeof partition === 'string') return refuse(partition);
  const { log, leaderEpoch } = partition;
  const end = log.upperBound(isolation);
  // The last high watermark may still have been higher than the one of this leader.
  const unsure = log.highWatermark < partition.epochStartOffset && partition.isr.length > 1;
  if (time === EARLIEST) return { error: 'NONE', offset: log.logStartOffset, timestamp: -1, leaderEpoch };
  if (time === LATEST)
    return unsure ? refuse('OFFSET_NOT_AVAILABLE') : { error: 'NONE', offset: end, timestamp: -1, leaderEpoch };
  const found = log.findTimestamp(time, end);
  if (found !== undefined) return { error: 'NONE', offset: found.offset, timestamp: found.timestamp, leaderEpoch: found.epoch };
  return unsure ? refuse('OFFSET_NOT_AVAILABLE') : { error: 'NONE', offset: -1, timestamp: -1, leaderEpoch };
}

function writeMarkers(
  broker: Broker,
  { producerId, epoch, commit, partitions }: RequestOf<'writeTxnMarkers'>,
  respond: (response: ResponseOf<'writeTxnMarkers'>) => void,
): void {
  const buffer = new RecordBuffer();
  buffer.append(new Uint8Array([0, 0, 0, commit ? 1 : 0]), new Uint8Array(6), broker.nowMs);
  const marker = batchOf(buffer.columns(), {
    producerId,
    producerEpoch: epoch,
    isTransactional: true,
    control: commit ? 'COMMIT' : 'ABORT',
  });
  const timeoutMs = broker.number('request.timeout.ms');
  broker.replicas.append(new Map(partitions.map((name) => [name, marker])), -1, timeoutMs, true, (results) => {
    for (const [name, { error }] of results)
      if (error === 'NONE' && isOffsetsPartition(name))
        broker.groups.store.endTransaction(producerId, splitName(name).partition, commit);
    respond({ partitions: new Map([...results].map(([name, { error }]) => [name, { error }])) });
  });
}
