import type { OptionSpec } from '../OptionParser.js';

/** The options of `kafka-console-producer` (tools-single.json, --help). Model: kafka 2.8.2 core tools/ConsoleProducer.scala. */
export const consoleProducerOptions: readonly OptionSpec[] = [
  {
    name: 'batch-size',
    argument: { kind: 'Integer', label: 'size' },
    description: 'Number of messages to send in a single batch if they are not being sent synchronously.',
    defaultValue: '200',
  },
  {
    name: 'bootstrap-server',
    argument: { kind: 'String', label: 'server to connect to' },
    description:
      'REQUIRED unless --broker-list (deprecated) is specified. The server(s) to connect to. The broker list string in the form HOST1:PORT1,HOST2:PORT2.',
  },
  {
    name: 'broker-list',
    argument: { kind: 'String', label: 'broker-list' },
    description:
      'DEPRECATED, use --bootstrap-server instead; ignored if --bootstrap-server is specified.  The broker list string in the form HOST1:PORT1, HOST2:PORT2.',
  },
  {
    name: 'compression-codec',
    argument: { kind: 'String', label: 'compression-codec', isOptional: true },
    description:
      "The compression codec: either 'none', 'gzip', 'snappy', 'lz4', or 'zstd'. If specified without value, then it defaults to 'gzip'",
  },
  { name: 'help', description: 'Print usage information.' },
  {
    name: 'line-reader',
    argument: { kind: 'String', label: 'reader_class' },
    description:
      'The class name of the class to use for reading lines from standard in. By default each line is read as a separate message. (default: kafka. tools.ConsoleProducer$LineMessageReader)',
  },
  {
    name: 'max-block-ms',
    argument: { kind: 'Long', label: 'max block on send' },
    description: 'The max time that the producer will block for during a send request',
    defaultValue: '60000',
  },
  {
    name: 'max-memory-bytes',
    argument: { kind: 'Long', label: 'total memory in bytes' },
    description: 'The total memory used by the producer to buffer records waiting to be sent to the server.',
    defaultValue: '33554432',
  },
  {
    name: 'max-partition-memory-bytes',
    argument: { kind: 'Long', label: 'memory in bytes per partition' },
    description:
      'The buffer size allocated for a partition. When records are received which are smaller than this size the producer will attempt to optimistically group them together until this size is reached.',
    defaultValue: '16384',
  },
  {
    name: 'message-send-max-retries',
    argument: { kind: 'Integer' },
    description:
      'Brokers can fail receiving the message for multiple reasons, and being unavailable transiently is just one of them. This property specifies the number of retries before the producer give up and drop this message.',
    defaultValue: '3',
  },
  {
    name: 'metadata-expiry-ms',
    argument: { kind: 'Long', label: 'metadata expiration interval' },
    description:
      "The period of time in milliseconds after which we force a refresh of metadata even if we haven't seen any leadership changes.",
    defaultValue: '300000',
  },
  {
    name: 'producer-property',
    argument: { kind: 'String', label: 'producer_prop' },
    description: 'A mechanism to pass user-defined properties in the form key=value to the producer.',
  },
  {
    name: 'producer.config',
    argument: { kind: 'String', label: 'config file' },
    description: 'Producer config properties file. Note that [producer-property] takes precedence over this config.',
  },
  {
    name: 'property',
    argument: { kind: 'String', label: 'prop' },
    description:
      'A mechanism to pass user-defined properties in the form key=value to the message reader. This allows custom configuration for a user-defined message reader. Default properties include:\n\tparse.key=true|false\n\tkey.separator=<key.separator>\n\tignore.error=true|false',
  },
  {
    name: 'request-required-acks',
    argument: { kind: 'String', label: 'request required acks' },
    description: 'The required acks of the producer requests',
    defaultValue: '1',
  },
  {
    name: 'request-timeout-ms',
    argument: { kind: 'Integer', label: 'request timeout ms' },
    description: 'The ack timeout of the producer requests. Value must be non-negative and non-zero',
    defaultValue: '1500',
  },
  {
    name: 'retry-backoff-ms',
    argument: { kind: 'Integer' },
    description:
      'Before each retry, the producer refreshes the metadata of relevant topics. Since leader election takes a bit of time, this property specifies the amount of time that the producer waits before refreshing the metadata.',
    defaultValue: '100',
  },
  {
    name: 'socket-buffer-size',
    argument: { kind: 'Integer', label: 'size' },
    description: 'The size of the tcp RECV size.',
    defaultValue: '102400',
  },
  { name: 'sync', description: 'If set message send requests to the brokers are synchronously, one at a time as they arrive.' },
  {
    name: 'timeout',
    argument: { kind: 'Integer', label: 'timeout_ms' },
    description:
      'If set and the producer is running in asynchronous mode, this gives the maximum amount of time a message will queue awaiting sufficient batch size. The value is given in ms.',
    defaultValue: '1000',
  },
  { name: 'topic', argument: { kind: 'String', label: 'topic' }, description: 'REQUIRED: The topic id to produce messages to.' },
  { name: 'version', description: 'Display Kafka version.' },
];
