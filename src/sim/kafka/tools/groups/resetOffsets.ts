import { IllegalArgumentException } from '../../../../engine/errors.js';
import { immutableMapOrder, JavaHashMap } from '../../../../engine/jvm/index.js';
import type { Process } from '../../../../engine/ports/Process.js';
import { Errors, exceptionOf } from '../../protocol/errorCodes.js';
import { TopicPartition } from '../../TopicPartition.js';
import type { OptionSet } from '../OptionParser.js';
import type { ToolOutput } from '../Tool.js';
import type { OffsetSpec, ToolAdmin } from '../ToolCluster.js';
import { parseDateTime, parseDuration } from './dateTime.js';
import { groupsParser, scenarios } from './parser.js';
import { printError } from './printError.js';

type Offsets = readonly (readonly [partition: TopicPartition, offset: number])[];

/**
 * `--reset-offsets`: plans new offsets, and with `--execute` commits them, for groups without members (KA-199, KA-200).
 * Model: kafka 2.8.2 core admin/ConsumerGroupCommand.scala `resetOffsets`.
 */
export function* resetOffsets(
  options: OptionSet,
  groups: readonly string[],
  admin: ToolAdmin,
  nowMs: number,
  output: ToolOutput,
): Process<void> {
  const planned: (readonly [group: string, offsets: Offsets])[] = [];
  for (const group of groups) {
    const { state } = yield* admin.describeGroup(group);
    if (state !== 'Empty' && state !== 'Dead') {
      const message = `Assignments can only be reset if the group '${group}' is inactive, but the current state is ${state}.`;
      printError(output, message);
      continue;
    }
    const partitions = yield* partitionsToReset(options, group, admin, output);
    const offsets = immutableMapOrder(yield* newOffsets(options, group, partitions, admin, nowMs, output));
    if (options.has('execute')) yield* admin.alterOffsets(group, new Map(offsets));
    planned.push([group, offsets]);
  }
  if (options.has('export')) printCsv(planned, output);
  else printTable(planned, output);
}

function* partitionsToReset(options: OptionSet, group: string, admin: ToolAdmin, output: ToolOutput): Process<TopicPartition[]> {
  if (options.has('all-topics')) {
    const committed = new JavaHashMap<TopicPartition, number>();
    for (const [partition, offset] of yield* admin.committedOffsets(group)) committed.put(partition, offset);
    return [...committed.keys()];
  }
  if (!options.has('topic') && !options.has('from-file'))
    output.usageAndDie(groupsParser, 'One of the reset scopes should be defined: --all-topics, --topic.');
  return yield* namedPartitions(options.valuesOf('topic'), admin);
}

/** `words` or `words:0,2`. @throws the cluster's exception for a topic that isn't there */
export function* namedPartitions(topics: readonly string[], admin: ToolAdmin): Process<TopicPartition[]> {
  const partitions: TopicPartition[] = [];
  for (const text of topics) {
    const [topic = '', numbers] = text.split(':');
    if (numbers !== undefined) {
      partitions.push(...numbers.split(',').map((number) => new TopicPartition(topic, Number(number))));
      continue;
    }
    const [described] = (yield* admin.listTopics()).includes(topic) ? yield* admin.describeTopics([topic]) : [];
    if (described === undefined) throw exceptionOf(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    partitions.push(...described.partitions.map(({ partition }) => new TopicPartition(topic, partition)));
  }
  return partitions;
}

function* newOffsets(
  options: OptionSet,
  group: string,
  partitions: readonly TopicPartition[],
  admin: ToolAdmin,
  nowMs: number,
  output: ToolOutput,
): Process<Offsets> {
  if (options.has('to-earliest')) return yield* offsetsAt(partitions, 'earliest', admin);
  if (options.has('to-latest')) return yield* offsetsAt(partitions, 'latest', admin);
  if (options.has('to-offset')) {
    const offset = options.numberOf('to-offset') as number;
    return yield* insideLog(
      partitions.map((partition) => [partition, offset] as const),
      admin,
    );
  }
  if (options.has('to-datetime'))
    return yield* offsetsAt(partitions, { timestamp: parseDateTime(options.valueOf('to-datetime') as string) }, admin);
  if (options.has('by-duration'))
    return yield* offsetsAt(partitions, { timestamp: nowMs - parseDuration(options.valueOf('by-duration') as string) }, admin);
  if (options.has('from-file'))
    throw new IllegalArgumentException('--from-file needs a file: the tools of a simulated cluster read none');
  const committed = new Map(
    [...(yield* admin.committedOffsets(group))].map(([partition, offset]) => [String(partition), offset]),
  );
  if (options.has('shift-by')) {
    const shift = options.numberOf('shift-by') as number;
    return yield* insideLog(
      partitions.map((partition) => {
        const current = committed.get(String(partition));
        if (current === undefined)
          throw new IllegalArgumentException(
            `Cannot shift offset for partition ${partition} since there is no current committed offset`,
          );
        return [partition, current + shift] as const;
      }),
      admin,
    );
  }
  if (options.has('to-current')) {
    const known = partitions.filter((partition) => committed.has(String(partition)));
    const others = partitions.filter((partition) => !committed.has(String(partition)));
    return [
      ...known.map((partition) => [partition, committed.get(String(partition)) as number] as const),
      ...(yield* offsetsAt(others, 'latest', admin)),
    ];
  }
  const names = scenarios.map((scenario) => `[${scenario}]`).join(', ');
  output.usageAndDie(groupsParser, `Option '[reset-offsets]' requires one of the following scenarios: Set(${names})`);
}

/** Of a timestamp that no record reaches: the log's end. */
function* offsetsAt(partitions: readonly TopicPartition[], spec: OffsetSpec, admin: ToolAdmin): Process<Offsets> {
  if (partitions.length === 0) return [];
  const found = yield* admin.listOffsets(partitions, spec);
  const missing = partitions.filter((partition) => found.get(String(partition)) === undefined);
  const ends = missing.length === 0 ? found : yield* admin.listOffsets(missing, 'latest');
  return partitions.map(
    (partition) => [partition, found.get(String(partition)) ?? (ends.get(String(partition)) as number)] as const,
  );
}

function* insideLog(offsets: Offsets, admin: ToolAdmin): Process<Offsets> {
  const partitions = offsets.map(([partition]) => partition);
  const starts = new Map(
    (yield* offsetsAt(partitions, 'earliest', admin)).map(([partition, offset]) => [String(partition), offset]),
  );
  const ends = new Map((yield* offsetsAt(partitions, 'latest', admin)).map(([partition, offset]) => [String(partition), offset]));
  return offsets.map(([partition, offset]) => {
    const key = String(partition);
    return [partition, Math.max(starts.get(key) as number, Math.min(ends.get(key) as number, offset))] as const;
  });
}

function printTable(planned: readonly (readonly [string, Offsets])[], output: ToolOutput): void {
  const line = (group: string, topic: string, partition: string, offset: string): string =>
    `${group.padEnd(30)} ${topic.padEnd(30)} ${partition.padEnd(10)} ${offset.padEnd(15)}`;
  output.println('');
  output.println(line('GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET'));
  for (const [group, offsets] of planned)
    for (const [{ topic, partition }, offset] of offsets) output.println(line(group, topic, String(partition), String(offset)));
}

function printCsv(planned: readonly (readonly [string, Offsets])[], output: ToolOutput): void {
  const rows = planned.flatMap(([group, offsets]) =>
    offsets.map(([{ topic, partition }, offset]) => [...(planned.length > 1 ? [group] : []), topic, partition, offset].join(',')),
  );
  output.println(rows.map((row) => `${row}\n`).join(''));
}
