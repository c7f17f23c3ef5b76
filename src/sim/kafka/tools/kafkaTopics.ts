import { IllegalArgumentException } from '../../../engine/errors.js';
import { JavaHashMap, mutableMapOrder } from '../../../engine/jvm/index.js';
import type { Process } from '../../../engine/ports/Process.js';
import { topicConfig } from '../config/topicConfig.js';
import { ConfigException } from '../protocol/errors.js';
import { InvalidConfigurationException, TopicExistsException } from '../protocol/exceptions.js';
import { OptionParser, type OptionSet } from './OptionParser.js';
import { topicsOptions } from './options/topicsOptions.js';
import { OptionChecks, runTool, type Tool, ToolExit, type ToolOutput } from './Tool.js';
import type { PartitionDescription, ToolAdmin, TopicDescription } from './ToolCluster.js';
import { matchingTopics } from './topicFilter.js';

const parser = new OptionParser(topicsOptions);
const actions = ['list', 'describe', 'create', 'alter', 'delete'] as const;
/** What `--describe` may be narrowed down to. */
const reports = [
  'under-replicated-partitions',
  'unavailable-partitions',
  'under-min-isr-partitions',
  'at-min-isr-partitions',
] as const;

/** `kafka-topics`: creates, lists, describes, grows and deletes topics (KA-177 to KA-182). Model: kafka 2.8.2 core admin/TopicCommand.scala. */
export const kafkaTopics: Tool = (args, _, cluster) =>
  runTool(cluster, function* (output): Process<number> {
    if (args.length === 0) output.usageAndDie(parser, 'Create, delete, describe, or change a topic.');
    const options = parser.parse(args);
    check(options, output);
    const admin = yield* cluster.admin(options.valueOf('bootstrap-server') ?? options.valueOf('zookeeper') ?? '');
    try {
      yield* act(options, admin, output);
      return 0;
    } catch (error) {
      if (error instanceof ToolExit || !(error instanceof Error)) throw error;
      output.println(`Error while executing topic command : ${error.message}`);
      return 1;
    }
  });

function check(options: OptionSet, output: ToolOutput): void {
  const checks = new OptionChecks(output, parser, options);
  if (options.has('help')) checks.die('This tool helps to create, delete, describe, or change a topic.');
  if (actions.filter((action) => options.has(action)).length !== 1)
    checks.die('Command must include exactly one action: --list, --describe, --create, --alter or --delete');
  if (options.has('bootstrap-server') === options.has('zookeeper'))
    throw new IllegalArgumentException('Only one of --bootstrap-server or --zookeeper must be specified');
  if (options.has('describe') && options.has('if-exists')) checks.requires('topic');
  if (!options.has('list') && !options.has('describe')) checks.requires('topic');
  if (options.has('alter') && options.has('bootstrap-server')) checks.requires('partitions');
  // In the order of Scala's sets of more than four: describe is found first.
  const except = (...allowed: readonly string[]) =>
    ['describe', 'list', 'create', 'alter', 'delete'].filter((each) => !allowed.includes(each));
  checks.excludes('config', except('alter', 'create'));
  checks.excludes('delete-config', [...except('alter'), 'bootstrap-server']);
  checks.excludes('partitions', except('alter', 'create'));
  checks.excludes('replication-factor', except('create'));
  checks.excludes('replica-assignment', except('create', 'alter'));
  if (options.has('create')) checks.excludes('replica-assignment', ['partitions', 'replication-factor']);
  for (const report of reports) checks.excludes(report, [...except('describe'), ...reports, 'topics-with-overrides']);
  checks.excludes('topics-with-overrides', [...except('describe'), ...reports]);
  checks.excludes('if-exists', except('alter', 'delete', 'describe'));
  checks.excludes('if-not-exists', except('create'));
  checks.excludes('exclude-internal', except('list', 'describe'));
}

function* act(options: OptionSet, admin: ToolAdmin, output: ToolOutput): Process<void> {
  if (options.has('create')) return yield* create(options, admin, output);
  const pattern = options.valueOf('topic');
  const topics = matchingTopics(yield* admin.listTopics(), pattern, options.has('exclude-internal'));
  if (options.has('list')) {
    output.println(topics.join('\n'));
    return;
  }
  if (pattern !== undefined && topics.length === 0 && !options.has('if-exists'))
    throw new IllegalArgumentException(`Topic '${pattern}' does not exist as expected`);
  if (options.has('describe')) return yield* describe(options, topics, admin, output);
  if (options.has('delete')) {
    for (const topic of topics) yield* admin.deleteTopic(topic);
    return;
  }
  const total = options.numberOf('partitions') as number;
  for (const topic of topics) yield* admin.createPartitions(topic, total);
}

function* create(options: OptionSet, admin: ToolAdmin, output: ToolOutput): Process<void> {
  const name = options.valueOf('topic') as string;
  const partitions = options.numberOf('partitions');
  const replicationFactor = options.numberOf('replication-factor');
  const configs = configsToAdd(options);
  if (/[._]/.test(name)) output.println(COLLISION_WARNING);
  if (partitions !== undefined && partitions < 1) throw new IllegalArgumentException('The partitions must be greater than 0');
  if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32767))
    throw new IllegalArgumentException('The replication factor must be between 1 and 32767 inclusive');
  const assignment = options
    .valueOf('replica-assignment')
    ?.split(',')
    .map((replicas) => replicas.split(':').map(Number));
  try {
    yield* admin.createTopic({ name, partitions, replicationFactor, assignment, configs });
  } catch (error) {
    if (error instanceof TopicExistsException && options.has('if-not-exists')) return;
    throw error;
  }
  output.println(`Created topic ${name}.`);
}

const COLLISION_WARNING =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.";

/** `--config name=value`, checked before the cluster is asked. */
function configsToAdd(options: OptionSet): ReadonlyMap<string, string> {
  const configs = new Map<string, string>();
  for (const text of options.valuesOf('config')) {
    const [, name, value] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new IllegalArgumentException(
        'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".',
      );
    configs.set(name, value);
  }
  for (const name of configs.keys()) {
    if (!topicConfig.has(name)) throw new InvalidConfigurationException(`Unknown topic config name: ${name}`);
  }
  for (const [name, value] of configs) {
    try {
      topicConfig.parseValue(name, value);
    } catch (error) {
      if (error instanceof ConfigException) throw new InvalidConfigurationException(error.message);
      throw error;
    }
  }
  return configs;
}

function* describe(options: OptionSet, names: readonly string[], admin: ToolAdmin, output: ToolOutput): Process<void> {
  if (names.length === 0) return;
  const described = yield* admin.describeTopics(names);
  for (const topic of described) {
    const isReport = reports.some((report) => options.has(report));
    if (!isReport) {
      const configs = inConfigOrder(yield* admin.topicConfigs(topic.name));
      if (!options.has('topics-with-overrides') || configs.length > 0) output.println(topicLine(topic, configs));
    }
    if (options.has('topics-with-overrides')) continue;
    const minIsr =
      options.has('under-min-isr-partitions') || options.has('at-min-isr-partitions')
        ? yield* admin.minInsyncReplicas(topic.name)
        : 1;
    for (const partition of topic.partitions) {
      if (isReport && !isReported(options, partition, minIsr)) continue;
      output.println(partitionLine(topic.name, partition));
    }
  }
}

function isReported(options: OptionSet, { leader, replicas, isr }: PartitionDescription, minIsr: number): boolean {
  return (
    (options.has('under-replicated-partitions') && isr.length < replicas.length) ||
    (options.has('unavailable-partitions') && leader === undefined) ||
    (options.has('under-min-isr-partitions') && (leader === undefined || isr.length < minIsr)) ||
    (options.has('at-min-isr-partitions') && isr.length === minIsr)
  );
}

function topicLine({ name, topicId, partitions }: TopicDescription, configs: readonly string[]): string {
  const replicationFactor = partitions[0]?.replicas.length ?? 0;
  return `Topic: ${name}\tTopicId: ${topicId}\tPartitionCount: ${partitions.length}\tReplicationFactor: ${replicationFactor}\tConfigs: ${configs.join(',')}`;
}

function partitionLine(topic: string, { partition, leader, replicas, isr }: PartitionDescription): string {
  return `\tTopic: ${topic}\tPartition: ${partition}\tLeader: ${leader ?? 'none'}\tReplicas: ${replicas.join(',')}\tIsr: ${isr.join(',')}`;
}

/** Settings in the order of the client's `HashMap`, which the broker's Scala map fills. */
function inConfigOrder(configs: ReadonlyMap<string, string>): string[] {
  const all = new JavaHashMap<string, null>();
  for (const [name] of mutableMapOrder(topicConfig.names.map((name) => [name, null] as const))) all.put(name, null);
  return [...all.keys()].filter((name) => configs.has(name)).map((name) => `${name}=${configs.get(name)}`);
}
