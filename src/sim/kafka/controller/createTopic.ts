import { checkTopicConfigs } from '../log/LogConfig.js';
import type { NewTopic } from '../protocol/api.js';
import { ConfigException, KafkaException } from '../protocol/errors.js';
import {
  InvalidPartitionsException,
  InvalidReplicaAssignmentException,
  InvalidReplicationFactorException,
  InvalidRequestException,
  InvalidTopicException,
  TopicExistsException,
} from '../protocol/exceptions.js';
import { topicNameProblem } from '../topics.js';

/** What a topic may be made from. */
export interface Placement {
  /** Alive, ascending. */
  readonly brokers: readonly number[];
  readonly existing: readonly string[];
  readonly defaultPartitions: number;
  readonly defaultReplication: number;
  /** A number in [0, 1) for where the replicas of a topic begin (KA-177). */
  draw(what: string): number;
}

/**
 * The replicas of each partition of a new topic. Model: kafka 2.8.0 core server/ZkAdminManager.scala `createTopics`, zk/AdminZkClient.scala
 * `validateTopicCreate`; checks in their order.
 * @throws {KafkaException} the topic can't be made
 */
export function placeTopic(wanted: NewTopic, placement: Placement): readonly (readonly number[])[] {
  const { topic } = wanted;
  if (placement.existing.includes(topic)) throw new TopicExistsException(`Topic '${topic}' already exists.`);
  if (wanted.assignment !== undefined && (wanted.partitions !== -1 || wanted.replication !== -1)) {
    throw new InvalidRequestException(
      'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
    );
  }
  const replicas =
    wanted.assignment ??
    placeReplicas(
      topic,
      wanted.partitions === -1 ? placement.defaultPartitions : wanted.partitions,
      wanted.replication === -1 ? placement.defaultReplication : wanted.replication,
      0,
      placement,
    );
  const problem = topicNameProblem(topic);
  if (problem !== undefined) throw new InvalidTopicException(problem);
  const colliding = placement.existing.filter((each) => /[._]/.test(topic) && collisionForm(each) === collisionForm(topic));
  if (colliding.length > 0)
    throw new InvalidTopicException(`Topic '${topic}' collides with existing topics: ${colliding.join(', ')}`);
  if (new Set(replicas.map((each) => each.length)).size !== 1)
    throw new InvalidReplicaAssignmentException('All partitions should have the same number of replicas');
  if (replicas.some((each) => new Set(each).size !== each.length)) {
    const shown = replicas.map((each, i) => `${i} -> ArrayBuffer(${each.join(', ')})`).join(', ');
    throw new InvalidReplicaAssignmentException(`Duplicate replica assignment found: HashMap(${shown})`);
  }
  checkTopicConfigs(wanted.configs ?? {});
  return replicas;
}

/** Replicas spread over the brokers from a drawn start. Model: kafka 2.8.0 core admin/AdminUtils.scala `assignReplicasToBrokers`. */
export function placeReplicas(
  topic: string,
  partitions: number,
  replication: number,
  firstPartition: number,
  { brokers, draw }: Pick<Placement, 'brokers' | 'draw'>,
): readonly (readonly number[])[] {
  if (partitions <= 0) throw new InvalidPartitionsException('Number of partitions must be larger than 0.');
  if (replication <= 0) throw new InvalidReplicationFactorException('Replication factor must be larger than 0.');
  if (replication > brokers.length) {
    throw new InvalidReplicationFactorException(
      `Replication factor: ${replication} larger than available brokers: ${brokers.length}.`,
    );
  }
  const start = Math.floor(draw(`start of ${topic}`) * brokers.length);
  let shift = Math.floor(draw(`shift of ${topic}`) * brokers.length);
  return Array.from({ length: partitions }, (_, i) => {
    const partition = firstPartition + i;
    if (partition > 0 && partition % brokers.length === 0) shift++;
    const first = (partition + start) % brokers.length;
    return Array.from({ length: replication }, (_, replica) => {
      const step = replica === 0 ? 0 : 1 + ((shift + replica - 1) % (brokers.length - 1));
      return brokers[(first + step) % brokers.length] as number;
    });
  });
}

/** Names that differ in these only give one metric name. */
const collisionForm = (topic: string): string => topic.replaceAll('.', '_');

export const isKafkaError = (error: unknown): error is KafkaException =>
  error instanceof KafkaException && !(error instanceof ConfigException);
