import { IllegalArgumentException } from '../../../engine/errors.js';
import type { Process } from '../../../engine/ports/Process.js';
import { TopicPartition } from '../TopicPartition.js';
import { OptionParser } from './OptionParser.js';
import { OptionChecks, runTool, type Tool } from './Tool.js';
import type { OffsetSpec } from './ToolCluster.js';

const parser = new OptionParser([
  {
    name: 'broker-list',
    argument: { kind: 'String', label: 'hostname:port,...,hostname:port' },
    description: 'REQUIRED: The list of hostname and port of the server to connect to.',
  },
  { name: 'topic', argument: { kind: 'String', label: 'topic' }, description: 'REQUIRED: The topic to get offset from.' },
  {
    name: 'partitions',
    argument: { kind: 'String', label: 'partition ids' },
    description: 'comma separated list of partition ids. If not specified, it will find offsets for all partitions',
  },
  {
    name: 'time',
    argument: { kind: 'Long', label: 'timestamp/-1(latest)/-2(earliest)' },
    description:
      'timestamp of the offsets before that. [Note: No offset is returned, if the timestamp greater than recently commited record timestamp is given.]',
    defaultValue: '-1',
  },
  {
    name: 'max-wait-ms',
    argument: { kind: 'Integer', label: 'ms' },
    description: 'DEPRECATED AND IGNORED: The max amount of time each fetch request waits.',
    defaultValue: '1000',
  },
  {
    name: 'offsets',
    argument: { kind: 'Integer', label: 'count' },
    description: 'DEPRECATED AND IGNORED: number of offsets returned',
    defaultValue: '1',
  },
]);

/** `kafka.tools.GetOffsetShell`, later `kafka-get-offsets`: `topic:partition:offset` for each partition. Model: kafka 2.8.2 core tools/GetOffsetShell.scala. */
export const getOffsetShell: Tool = (args, _, cluster) =>
  runTool(cluster, function* (output): Process<number> {
    if (args.length === 0) output.usageAndDie(parser, 'An interactive shell for getting topic offsets.');
    const options = parser.parse(args);
    new OptionChecks(output, parser, options).requires('broker-list', 'topic');
    const topic = options.valueOf('topic') as string;
    const wanted = options.valueOf('partitions')?.split(',').map(Number);
    const time = options.numberOf('time') as number;
    const admin = yield* cluster.admin(options.valueOf('broker-list') as string);
    if (!(yield* admin.listTopics()).includes(topic)) {
      output.errln(`Topic ${topic} does not exist`);
      return 1;
    }
    const [described] = yield* admin.describeTopics([topic]);
    const found = described?.partitions.filter(({ partition }) => wanted?.includes(partition) ?? true) ?? [];
    for (const partition of wanted ?? []) {
      if (!found.some((each) => each.partition === partition)) output.errln(`Error: partition ${partition} does not exist`);
    }
    for (const { partition, leader } of found) {
      if (leader === undefined) output.errln(`Error: partition ${partition} does not have a leader. Skip getting offsets`);
    }
    const partitions = found
      .filter(({ leader }) => leader !== undefined)
      .map(({ partition }) => new TopicPartition(topic, partition));
    const offsets = yield* admin.listOffsets(partitions, specOf(time));
    for (const partition of partitions) output.println(`${topic}:${partition.partition}:${offsets.get(String(partition)) ?? ''}`);
    return 0;
  });

function specOf(time: number): OffsetSpec {
  if (time === -1) return 'latest';
  if (time === -2) return 'earliest';
  if (time < 0) throw new IllegalArgumentException(`The target time cannot be negative: ${time}`);
  return { timestamp: time };
}
