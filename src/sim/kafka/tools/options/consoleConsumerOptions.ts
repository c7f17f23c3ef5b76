import type { OptionSpec } from '../OptionParser.js';

/** The options of `kafka-console-consumer` (tools-single.json, --help). Model: kafka 2.8.2 core tools/ConsoleConsumer.scala. */
export const consoleConsumerOptions: readonly OptionSpec[] = [
  {
    name: 'bootstrap-server',
    argument: { kind: 'String', label: 'server to connect to' },
    description: 'REQUIRED: The server(s) to connect to.',
  },
  {
    name: 'consumer-property',
    argument: { kind: 'String', label: 'consumer_prop' },
    description: 'A mechanism to pass user-defined properties in the form key=value to the consumer.',
  },
  {
    name: 'consumer.config',
    argument: { kind: 'String', label: 'config file' },
    description: 'Consumer config properties file. Note that [consumer-property] takes precedence over this config.',
  },
  {
    name: 'enable-systest-events',
    description:
      'Log lifecycle events of the consumer in addition to logging consumed messages. (This is specific for system tests.)',
  },
  {
    name: 'formatter',
    argument: { kind: 'String', label: 'class' },
    description: 'The name of a class to use for formatting kafka messages for display.',
    defaultValue: 'kafka.tools.DefaultMessageFormatter',
  },
  {
    name: 'from-beginning',
    description:
      'If the consumer does not already have an established offset to consume from, start with the earliest message present in the log rather than the latest message.',
  },
  {
    name: 'group',
    argument: { kind: 'String', label: 'consumer group id' },
    description: 'The consumer group id of the consumer.',
  },
  { name: 'help', description: 'Print usage information.' },
  {
    name: 'isolation-level',
    argument: { kind: 'String' },
    description:
      'Set to read_committed in order to filter out transactional messages which are not committed. Set to read_uncommitted to read all messages.',
    defaultValue: 'read_uncommitted',
  },
  { name: 'key-deserializer', argument: { kind: 'String', label: 'deserializer for key' }, description: '' },
  {
    name: 'max-messages',
    argument: { kind: 'Integer', label: 'num_messages' },
    description: 'The maximum number of messages to consume before exiting. If not set, consumption is continual.',
  },
  {
    name: 'offset',
    argument: { kind: 'String', label: 'consume offset' },
    description:
      "The offset id to consume from (a non-negative number), or 'earliest' which means from beginning, or 'latest' which means from end",
    defaultValue: 'latest',
  },
  {
    name: 'partition',
    argument: { kind: 'Integer', label: 'partition' },
    description:
      "The partition to consume from. Consumption starts from the end of the partition unless '--offset' is specified.",
  },
  {
    name: 'property',
    argument: { kind: 'String', label: 'prop' },
    description:
      "The properties to initialize the message formatter. Default properties include:\n print.timestamp=true|false\n print.key=true|false\n print.offset=true|false\n print.partition=true|false\n print.headers=true|false\n print.value=true|false\n key.separator=<key.separator>\n line.separator=<line.separator>\n headers.separator=<line.separator>\n null.literal=<null.literal>\n key.deserializer=<key.deserializer>\n value.deserializer=<value.deserializer>\n header.deserializer=<header.deserializer>\nUsers can also pass in customized properties for their formatter; more specifically, users can pass in properties keyed with 'key. deserializer.', 'value.deserializer.' and 'headers. deserializer.' prefixes to configure their deserializers.",
  },
  { name: 'skip-message-on-error', description: 'If there is an error when processing a message, skip it instead of halt.' },
  {
    name: 'timeout-ms',
    argument: { kind: 'Integer', label: 'timeout_ms' },
    description: 'If specified, exit if no message is available for consumption for the specified interval.',
  },
  { name: 'topic', argument: { kind: 'String', label: 'topic' }, description: 'The topic id to consume on.' },
  { name: 'value-deserializer', argument: { kind: 'String', label: 'deserializer for values' }, description: '' },
  { name: 'version', description: 'Display Kafka version.' },
  {
    name: 'whitelist',
    argument: { kind: 'String', label: 'whitelist' },
    description: 'Regular expression specifying whitelist of topics to include for consumption.',
  },
];
