import type { ConfigValue } from '../config/ConfigDef.js';
import { topicConfig } from '../config/topicConfig.js';
import { ConfigException } from '../protocol/errors.js';
import { InvalidConfigurationException } from '../protocol/exceptions.js';

/** Topic settings whose broker-wide default has another name (KA-202). Model: kafka 2.8.0 core log/LogConfig.scala, server/KafkaServer.scala. */
const brokerKeys: Readonly<Record<string, string>> = {
  'segment.bytes': 'log.segment.bytes',
  'retention.bytes': 'log.retention.bytes',
  'cleanup.policy': 'log.cleanup.policy',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'message.timestamp.type': 'log.message.timestamp.type',
  'message.timestamp.difference.max.ms': 'log.message.timestamp.difference.max.ms',
  'min.insync.replicas': 'min.insync.replicas',
  'unclean.leader.election.enable': 'unclean.leader.election.enable',
  'max.message.bytes': 'message.max.bytes',
};

/** The broker's settings that say what a topic's setting is when the topic doesn't. */
export function brokerKeysOf(topicKey: string): readonly string[] {
  if (topicKey === 'retention.ms') return ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'];
  if (topicKey === 'segment.ms') return ['log.roll.ms', 'log.roll.hours'];
  return [brokerKeys[topicKey] ?? topicKey];
}

/** The settings of one topic: its own, else the broker's. */
export class LogConfig {
  private readonly values: ReadonlyMap<string, ConfigValue>;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly deletes: boolean;
  readonly compacts: boolean;
  readonly deleteRetentionMs: number;
  readonly minCleanableRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly maxMessageBytes: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  readonly maxTimestampDifferenceMs: number;
  readonly minInsyncReplicas: number;
  readonly uncleanElection: boolean;

  /** @param broker settings of the broker, all or some */
  constructor(
    readonly overrides: Readonly<Record<string, string>>,
    broker: ReadonlyMap<string, ConfigValue>,
  ) {
    const values = new Map(topicConfig.parse(overrides));
    for (const [name, brokerName] of Object.entries(brokerKeys)) {
      const value = broker.get(brokerName);
      if (!(name in overrides) && value !== undefined && value !== null) values.set(name, value);
    }
    const hours = (name: string, short: readonly string[], long: string): void => {
      const ms = short.map((key) => broker.get(key)).find((value) => typeof value === 'number');
      if (!(name in overrides)) values.set(name, ms ?? ((broker.get(long) as number | undefined) ?? 168) * 3_600_000);
    };
    hours('retention.ms', ['log.retention.ms'], 'log.retention.hours');
    hours('segment.ms', ['log.roll.ms'], 'log.roll.hours');
    this.values = values;
    this.segmentBytes = this.number('segment.bytes');
    this.segmentMs = this.number('segment.ms');
    this.retentionMs = this.number('retention.ms');
    this.retentionBytes = this.number('retention.bytes');
    const policy = values.get('cleanup.policy') as readonly string[];
    this.deletes = policy.includes('delete');
    this.compacts = policy.includes('compact');
    this.deleteRetentionMs = this.number('delete.retention.ms');
    this.minCleanableRatio = this.number('min.cleanable.dirty.ratio');
    this.minCompactionLagMs = this.number('min.compaction.lag.ms');
    this.maxCompactionLagMs = this.number('max.compaction.lag.ms');
    this.maxMessageBytes = this.number('max.message.bytes');
    this.timestampType = values.get('message.timestamp.type') as 'CreateTime' | 'LogAppendTime';
    this.maxTimestampDifferenceMs = this.number('message.timestamp.difference.max.ms');
    this.minInsyncReplicas = this.number('min.insync.replicas');
    this.uncleanElection = values.get('unclean.leader.election.enable') as boolean;
  }

  get all(): ReadonlyMap<string, ConfigValue> {
    return this.values;
  }

  private number(name: string): number {
    return this.values.get(name) as number;
  }
}

/** Checks what somebody wants to set for a topic. @throws {InvalidConfigurationException} with Kafka's text */
export function checkTopicConfigs(configs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(configs)) {
    if (!topicConfig.has(name)) throw new InvalidConfigurationException(`Unknown topic config name: ${name}`);
    try {
      topicConfig.parseValue(name, value);
    } catch (error) {
      if (error instanceof ConfigException) throw new InvalidConfigurationException(error.message);
      throw error;
    }
  }
}
