import type { Process } from '../../../engine/ports/Process.js';
import { KafkaException } from '../protocol/errors.js';
import { TopicPartition } from '../TopicPartition.js';
import { formatRecord } from './console/formatRecord.js';
import { keyValueArgs } from './console/keyValueArgs.js';
import { OptionException, OptionParser, type OptionSet } from './OptionParser.js';
import { consoleConsumerOptions } from './options/consoleConsumerOptions.js';
import { OptionChecks, runTool, type Tool, type ToolOutput } from './Tool.js';
import type { ToolCluster, ToolConsumer, ToolRecord } from './ToolCluster.js';
import { topicRegex } from './topicFilter.js';

const parser = new OptionParser(consoleConsumerOptions);

/** `kafka-console-consumer`: prints records until it has enough, or none came for its timeout (KA-186 to KA-190). Model: kafka 2.8.2 core tools/ConsoleConsumer.scala. */
export const kafkaConsoleConsumer: Tool = (args, _, cluster) =>
  runTool(cluster, function* (output): Process<number> {
    const asked = readArguments(args, cluster, output);
    try {
      const consumer = yield* cluster.consumer(asked.config);
      const count = yield* consume(asked, consumer, output);
      yield* consumer.close();
      output.errln(`Processed a total of ${count} messages`);
      return 0;
    } catch (error) {
      // It says so in its log only.
      if (error instanceof KafkaException) return 1;
      throw error;
    }
  });

interface Asked {
  readonly config: Readonly<Record<string, string>>;
  readonly topics: readonly string[] | RegExp;
  readonly partition: TopicPartition | undefined;
  readonly offset: number | 'earliest' | 'latest';
  readonly maxMessages: number;
  readonly timeoutMs: number;
  readonly format: Readonly<Record<string, string>>;
}

function readArguments(args: readonly string[], cluster: ToolCluster, output: ToolOutput): Asked {
  const options = parsed(args, output);
  const checks = new OptionChecks(output, parser, options);
  if (args.length === 0 || options.has('help'))
    checks.die('This tool helps to read data from Kafka topics and outputs it to standard output.');
  const partition = options.numberOf('partition');
  const format = keyValueArgs(options.valuesOf('property'));
  const maxMessages = options.numberOf('max-messages') ?? -1;
  const timeoutMs = options.numberOf('timeout-ms') ?? -1;
  checks.requires('bootstrap-server');
  if (options.has('topic') === options.has('whitelist')) checks.die('Exactly one of whitelist/topic is required.');
  const topic = options.valueOf('topic');
  if (partition !== undefined) {
    if (topic === undefined) checks.die('The topic is required when partition is specified.');
    if (options.has('offset') && options.has('from-beginning'))
      checks.die('Options from-beginning and offset cannot be specified together.');
  } else if (options.has('offset')) checks.die('The partition is required when offset is specified.');
  const offset = offsetOf(options, checks);
  const config = configOf(options, cluster, output, checks);
  return {
    config,
    topics: topic === undefined ? topicRegex(options.valueOf('whitelist') as string) : [topic],
    partition: partition === undefined ? undefined : new TopicPartition(topic as string, partition),
    offset,
    maxMessages,
    timeoutMs: timeoutMs < 0 ? Number.POSITIVE_INFINITY : timeoutMs,
    format,
  };
}

function parsed(args: readonly string[], output: ToolOutput): OptionSet {
  try {
    return parser.parse(args);
  } catch (error) {
    if (error instanceof OptionException) output.usageAndDie(parser, error.message);
    throw error;
  }
}

function offsetOf(options: OptionSet, checks: OptionChecks): number | 'earliest' | 'latest' {
  if (!options.has('offset')) return options.has('from-beginning') ? 'earliest' : 'latest';
  const text = (options.valueOf('offset') as string).toLowerCase();
  if (text === 'earliest' || text === 'latest') return text;
  if (!/^\+?\d+$/.test(text))
    checks.die(
      `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
    );
  return Number(text);
}

function configOf(
  options: OptionSet,
  cluster: ToolCluster,
  output: ToolOutput,
  checks: OptionChecks,
): Readonly<Record<string, string>> {
  const config = keyValueArgs(options.valuesOf('consumer-property'));
  config['bootstrap.servers'] = options.valueOf('bootstrap-server') as string;
  config['isolation.level'] = options.valueOf('isolation-level') as string;
  const isFromBeginning = options.has('from-beginning');
  if (isFromBeginning && (config['auto.offset.reset'] ?? 'earliest') !== 'earliest') {
    output.errln(
      `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${config['auto.offset.reset']}', please remove one option`,
    );
    checks.die('');
  }
  config['auto.offset.reset'] ??= isFromBeginning ? 'earliest' : 'latest';
  const group = options.valueOf('group');
  const inProperties = config['group.id'];
  if (group !== undefined && inProperties !== undefined && group !== inProperties)
    checks.die(
      `The group ids provided in different places (directly using '--group', via '--consumer-property', or via '--consumer.config') do not match. Detected group ids: '${group}', '${inProperties}'`,
    );
  if (group !== undefined || inProperties !== undefined) {
    config['group.id'] = (group ?? inProperties) as string;
    if (options.has('partition')) checks.die('Options group and partition cannot be specified together.');
  } else {
    // A group that nobody will use again: it commits nothing.
    config['group.id'] = `console-consumer-${cluster.drawInt('console-consumer', 100_000)}`;
    config['enable.auto.commit'] ??= 'false';
  }
  return config;
}

/** @returns how many records it printed */
function* consume(asked: Asked, consumer: ToolConsumer, output: ToolOutput): Process<number> {
  if (asked.partition === undefined) yield* consumer.subscribe(asked.topics);
  else {
    yield* consumer.assign(asked.partition);
    yield* consumer.seek(asked.partition, asked.offset);
  }
  let count = 0;
  let left: readonly ToolRecord[] = [];
  while (asked.maxMessages < 0 || count < asked.maxMessages) {
    if (left.length === 0) left = yield* consumer.poll(asked.timeoutMs);
    const [record, ...rest] = left;
    if (record === undefined) break;
    output.print(formatRecord(record, asked.format));
    left = rest;
    count++;
  }
  // What was polled but not printed is not to be committed.
  yield* consumer.resetTo(left);
  return count;
}
