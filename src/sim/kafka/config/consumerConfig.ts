import { ConfigDef } from './ConfigDef.js';
import { atLeast, nonEmpty, nonNull, oneOf } from './validators.js';

/**
 * Every key of the consumer, but the deserialisers, ssl, sasl and security, with its default in 2.8 (KA-204; pure-defaults.json).
 * Model: kafka 2.8.0 clients/consumer/ConsumerConfig.java.
 */
export const consumerConfig = new ConfigDef([
  ['allow.auto.create.topics', 'BOOLEAN', true],
  ['auto.commit.interval.ms', 'INT', 5000, atLeast(0)],
  ['auto.offset.reset', 'STRING', 'latest', oneOf('latest', 'earliest', 'none')],
  ['bootstrap.servers', 'LIST', [], nonNull],
  ['check.crcs', 'BOOLEAN', true],
  [
    'client.dns.lookup',
    'STRING',
    'use_all_dns_ips',
    oneOf('default', 'use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
  ],
  ['client.id', 'STRING', ''],
  ['client.rack', 'STRING', ''],
  ['connections.max.idle.ms', 'LONG', 540000],
  ['default.api.timeout.ms', 'INT', 60000, atLeast(0)],
  ['enable.auto.commit', 'BOOLEAN', true],
  ['exclude.internal.topics', 'BOOLEAN', true],
  ['fetch.max.bytes', 'INT', 52428800, atLeast(0)],
  ['fetch.max.wait.ms', 'INT', 500, atLeast(0)],
  ['fetch.min.bytes', 'INT', 1, atLeast(0)],
  ['group.id', 'STRING', null],
  ['group.instance.id', 'STRING', null, nonEmpty],
  ['heartbeat.interval.ms', 'INT', 3000],
  ['interceptor.classes', 'LIST', [], nonNull],
  ['internal.leave.group.on.close', 'BOOLEAN', true],
  ['internal.throw.on.fetch.stable.offset.unsupported', 'BOOLEAN', false],
  ['isolation.level', 'STRING', 'read_uncommitted', oneOf('read_committed', 'read_uncommitted')],
  ['max.partition.fetch.bytes', 'INT', 1048576, atLeast(0)],
  ['max.poll.interval.ms', 'INT', 300000, atLeast(1)],
  ['max.poll.records', 'INT', 500, atLeast(1)],
  ['metadata.max.age.ms', 'LONG', 300000, atLeast(0)],
  ['metric.reporters', 'LIST', [], nonNull],
  ['metrics.num.samples', 'INT', 2, atLeast(1)],
  ['metrics.recording.level', 'STRING', 'INFO', oneOf('INFO', 'DEBUG', 'TRACE')],
  ['metrics.sample.window.ms', 'LONG', 30000, atLeast(0)],
  ['partition.assignment.strategy', 'LIST', ['org.apache.kafka.clients.consumer.RangeAssignor'], nonNull],
  ['receive.buffer.bytes', 'INT', 65536, atLeast(-1)],
  ['reconnect.backoff.max.ms', 'LONG', 1000, atLeast(0)],
  ['reconnect.backoff.ms', 'LONG', 50, atLeast(0)],
  ['request.timeout.ms', 'INT', 30000, atLeast(0)],
  ['retry.backoff.ms', 'LONG', 100, atLeast(0)],
  ['send.buffer.bytes', 'INT', 131072, atLeast(-1)],
  ['session.timeout.ms', 'INT', 10000],
  ['socket.connection.setup.timeout.max.ms', 'LONG', 30000],
  ['socket.connection.setup.timeout.ms', 'LONG', 10000],
]);
