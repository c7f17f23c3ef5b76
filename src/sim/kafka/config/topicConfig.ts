import { ConfigDef, LONG_MAX } from './ConfigDef.js';
import { atLeast, between, listOf, oneOf } from './validators.js';

/** Every key of a topic, with its default in 2.8 (KA-202; pure-defaults.json). Model: kafka 2.8.0 core log/LogConfig.scala. */
export const topicConfig = new ConfigDef([
  ['cleanup.policy', 'LIST', ['delete'], listOf('compact', 'delete')],
  ['compression.type', 'STRING', 'producer', oneOf('uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer')],
  ['delete.retention.ms', 'LONG', 86400000, atLeast(0)],
  ['file.delete.delay.ms', 'LONG', 60000, atLeast(0)],
  ['flush.messages', 'LONG', LONG_MAX, atLeast(0)],
  ['flush.ms', 'LONG', LONG_MAX, atLeast(0)],
  ['follower.replication.throttled.replicas', 'LIST', []],
  ['index.interval.bytes', 'INT', 4096, atLeast(0)],
  ['leader.replication.throttled.replicas', 'LIST', []],
  ['max.compaction.lag.ms', 'LONG', LONG_MAX, atLeast(1)],
  ['max.message.bytes', 'INT', 1048588, atLeast(0)],
  ['message.downconversion.enable', 'BOOLEAN', true],
  ['message.format.version', 'STRING', '2.8-IV1'],
  ['message.timestamp.difference.max.ms', 'LONG', LONG_MAX, atLeast(0)],
  ['message.timestamp.type', 'STRING', 'CreateTime', oneOf('CreateTime', 'LogAppendTime')],
  ['min.cleanable.dirty.ratio', 'DOUBLE', 0.5, between(0, 1)],
  ['min.compaction.lag.ms', 'LONG', 0, atLeast(0)],
  ['min.insync.replicas', 'INT', 1, atLeast(1)],
  ['preallocate', 'BOOLEAN', false],
  ['retention.bytes', 'LONG', -1],
  ['retention.ms', 'LONG', 604800000, atLeast(-1)],
  ['segment.bytes', 'INT', 1073741824, atLeast(14)],
  ['segment.index.bytes', 'INT', 10485760, atLeast(0)],
  ['segment.jitter.ms', 'LONG', 0, atLeast(0)],
  ['segment.ms', 'LONG', 604800000, atLeast(1)],
  ['unclean.leader.election.enable', 'BOOLEAN', false],
]);
