import type { OptionSpec } from '../OptionParser.js';

/** The options of `kafka-topics` (tools-single.json, --help). Model: kafka 2.8.2 core admin/TopicCommand.scala. */
export const topicsOptions: readonly OptionSpec[] = [
  { name: 'alter', description: 'Alter the number of partitions, replica assignment, and/or configuration for the topic.' },
  {
    name: 'at-min-isr-partitions',
    description:
      'if set when describing topics, only show partitions whose isr count is equal to the configured minimum. Not supported with the --zookeeper option.',
  },
  {
    name: 'bootstrap-server',
    argument: { kind: 'String', label: 'server to connect to' },
    description:
      "REQUIRED: The Kafka server to connect to. In case of providing this, a direct Zookeeper connection won't be required.",
  },
  {
    name: 'command-config',
    argument: { kind: 'String', label: 'command config property file' },
    description:
      'Property file containing configs to be passed to Admin Client. This is used only with --bootstrap-server option for describing and altering broker configs.',
  },
  {
    name: 'config',
    argument: { kind: 'String', label: 'name=value' },
    description:
      'A topic configuration override for the topic being created or altered. The following is a list of valid configurations:\n\tcleanup.policy\n\tcompression.type\n\tdelete.retention.ms\n\tfile.delete.delay.ms\n\tflush.messages\n\tflush.ms\n\tfollower.replication.throttled.replicas\n\tindex.interval.bytes\n\tleader.replication.throttled.replicas\n\tmax.compaction.lag.ms\n\tmax.message.bytes\n\tmessage.downconversion.enable\n\tmessage.format.version\n\tmessage.timestamp.difference.max.ms\n\tmessage.timestamp.type\n\tmin.cleanable.dirty.ratio\n\tmin.compaction.lag.ms\n\tmin.insync.replicas\n\tpreallocate\n\tretention.bytes\n\tretention.ms\n\tsegment.bytes\n\tsegment.index.bytes\n\tsegment.jitter.ms\n\tsegment.ms\n\tunclean.leader.election.enable\nSee the Kafka documentation for full details on the topic configs. It is supported only in combination with --create if --bootstrap-server option is used (the kafka-configs CLI supports altering topic configs with a --bootstrap-server option).',
  },
  { name: 'create', description: 'Create a new topic.' },
  { name: 'delete', description: 'Delete a topic' },
  {
    name: 'delete-config',
    argument: { kind: 'String', label: 'name' },
    description:
      'A topic configuration override to be removed for an existing topic (see the list of configurations under the --config option). Not supported with the --bootstrap-server option.',
  },
  { name: 'describe', description: 'List details for the given topics.' },
  { name: 'disable-rack-aware', description: 'Disable rack aware replica assignment' },
  {
    name: 'exclude-internal',
    description: 'exclude internal topics when running list or describe command. The internal topics will be listed by default',
  },
  { name: 'force', description: 'Suppress console prompts' },
  { name: 'help', description: 'Print usage information.' },
  {
    name: 'if-exists',
    description: 'if set when altering or deleting or describing topics, the action will only execute if the topic exists.',
  },
  {
    name: 'if-not-exists',
    description: 'if set when creating topics, the action will only execute if the topic does not already exist.',
  },
  { name: 'list', description: 'List all available topics.' },
  {
    name: 'partitions',
    argument: { kind: 'Integer', label: '# of partitions' },
    description:
      'The number of partitions for the topic being created or altered (WARNING: If partitions are increased for a topic that has a key, the partition logic or ordering of the messages will be affected). If not supplied for create, defaults to the cluster default.',
  },
  {
    name: 'replica-assignment',
    argument: {
      kind: 'String',
      label:
        'broker_id_for_part1_replica1 : broker_id_for_part1_replica2 , broker_id_for_part2_replica1 : broker_id_for_part2_replica2 , ...',
    },
    description: 'A list of manual partition-to-broker assignments for the topic being created or altered.',
  },
  {
    name: 'replication-factor',
    argument: { kind: 'Integer', label: 'replication factor' },
    description:
      'The replication factor for each partition in the topic being created. If not supplied, defaults to the cluster default.',
  },
  {
    name: 'topic',
    argument: { kind: 'String', label: 'topic' },
    description:
      'The topic to create, alter, describe or delete. It also accepts a regular expression, except for --create option. Put topic name in double quotes and use the \'\\\' prefix to escape regular expression symbols; e.g. "test\\.topic".',
  },
  { name: 'topics-with-overrides', description: 'if set when describing topics, only show topics that have overridden configs' },
  {
    name: 'unavailable-partitions',
    description: 'if set when describing topics, only show partitions whose leader is not available',
  },
  {
    name: 'under-min-isr-partitions',
    description:
      'if set when describing topics, only show partitions whose isr count is less than the configured minimum. Not supported with the --zookeeper option.',
  },
  { name: 'under-replicated-partitions', description: 'if set when describing topics, only show under replicated partitions' },
  { name: 'version', description: 'Display Kafka version.' },
  {
    name: 'zookeeper',
    argument: { kind: 'String', label: 'hosts' },
    description:
      'DEPRECATED, The connection string for the zookeeper connection in the form host:port. Multiple hosts can be given to allow fail-over.',
  },
];
