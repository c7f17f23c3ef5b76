import { ConfigDef, INT_MAX, LONG_MAX } from './ConfigDef.js';
import { atLeast, between, nonEmpty, nonNull, oneOf } from './validators.js';

/**
 * Every key of the producer, but the serialisers, ssl, sasl and security, with its default in 2.8 (KA-203; pure-defaults.json).
 * Model: kafka 2.8.0 clients/producer/ProducerConfig.java.
 */
export const producerConfig = new ConfigDef([
  ['acks', 'STRING', '1', oneOf('all', '-1', '0', '1')],
  ['batch.size', 'INT', 16384, atLeast(0)],
  ['bootstrap.servers', 'LIST', [], nonNull],
  ['buffer.memory', 'LONG', 33554432, atLeast(0)],
  [
    'client.dns.lookup',
    'STRING',
    'use_all_dns_ips',
    oneOf('default', 'use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'),
  ],
  ['client.id', 'STRING', ''],
  ['compression.type', 'STRING', 'none'],
  ['connections.max.idle.ms', 'LONG', 540000],
  ['delivery.timeout.ms', 'INT', 120000, atLeast(0)],
  ['enable.idempotence', 'BOOLEAN', false],
  ['interceptor.classes', 'LIST', [], nonNull],
  ['internal.auto.downgrade.txn.commit', 'BOOLEAN', false],
  ['linger.ms', 'LONG', 0, atLeast(0)],
  ['max.block.ms', 'LONG', 60000, atLeast(0)],
  ['max.in.flight.requests.per.connection', 'INT', 5, atLeast(1)],
  ['max.request.size', 'INT', 1048576, atLeast(0)],
  ['metadata.max.age.ms', 'LONG', 300000, atLeast(0)],
  ['metadata.max.idle.ms', 'LONG', 300000, between(5000, LONG_MAX)],
  ['metric.reporters', 'LIST', [], nonNull],
  ['metrics.num.samples', 'INT', 2, atLeast(1)],
  ['metrics.recording.level', 'STRING', 'INFO', oneOf('INFO', 'DEBUG', 'TRACE')],
  ['metrics.sample.window.ms', 'LONG', 30000, atLeast(0)],
  ['partitioner.class', 'CLASS', 'org.apache.kafka.clients.producer.internals.DefaultPartitioner'],
  ['receive.buffer.bytes', 'INT', 32768, atLeast(-1)],
  ['reconnect.backoff.max.ms', 'LONG', 1000, atLeast(0)],
  ['reconnect.backoff.ms', 'LONG', 50, atLeast(0)],
  ['request.timeout.ms', 'INT', 30000, atLeast(0)],
  ['retries', 'INT', INT_MAX, between(0, INT_MAX)],
  ['retry.backoff.ms', 'LONG', 100, atLeast(0)],
  ['send.buffer.bytes', 'INT', 131072, atLeast(-1)],
  ['socket.connection.setup.timeout.max.ms', 'LONG', 30000],
  ['socket.connection.setup.timeout.ms', 'LONG', 10000],
  ['transaction.timeout.ms', 'INT', 60000],
  ['transactional.id', 'STRING', null, nonEmpty],
]);
