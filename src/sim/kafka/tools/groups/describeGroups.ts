import { immutableMapOrder, JavaHashMap } from '../../../../engine/jvm/index.js';
import type { Process } from '../../../../engine/ports/Process.js';
import type { TopicPartition } from '../../TopicPartition.js';
import type { OptionSet } from '../OptionParser.js';
import type { ToolOutput } from '../Tool.js';
import type { GroupDescription, GroupState, MemberDescription, ToolAdmin } from '../ToolCluster.js';
import { printError } from './printError.js';

/** `--describe`: offsets, members or state of groups, by name. Model: kafka 2.8.2 core admin/ConsumerGroupCommand.scala `describeGroups`. */
export function* describeGroups(
  options: OptionSet,
  groups: readonly string[],
  admin: ToolAdmin,
  output: ToolOutput,
): Process<void> {
  for (const group of [...new Set(groups)].sort()) {
    const description = yield* admin.describeGroup(group);
    if (options.has('members')) printMembers(group, description, options.has('verbose'), output);
    else if (options.has('state')) printState(group, description, output);
    else printOffsets(group, description, yield* offsetRows(group, description, admin), output);
  }
}

interface OffsetRow {
  readonly partition: TopicPartition;
  readonly committed: number | undefined;
  readonly end: number | undefined;
  /** Who has it; undefined: nobody. */
  readonly member: MemberDescription | undefined;
}

function* offsetRows(group: string, { members }: GroupDescription, admin: ToolAdmin): Process<OffsetRow[]> {
  const committed = new JavaHashMap<TopicPartition, number>();
  for (const [partition, offset] of yield* admin.committedOffsets(group)) committed.put(partition, offset);
  const rows: OffsetRow[] = [];
  const assigned = new Set<string>();
  const busy = members.filter(({ assignment }) => assignment.length > 0);
  for (const member of [...busy].sort((a, b) => b.assignment.length - a.assignment.length)) {
    const partitions = inHashOrder(member.assignment).sort((a, b) => a.partition - b.partition);
    for (const each of partitions) assigned.add(String(each));
    const ends = yield* admin.listOffsets(partitions, 'latest');
    // The log ends come as a Scala map, and the rows in its order.
    for (const [partition] of immutableMapOrder(partitions.map((each) => [each, null] as const)))
      rows.push({ partition, committed: committed.get(partition), end: ends.get(String(partition)), member });
  }
  const unassigned = [...committed].filter(([partition]) => !assigned.has(String(partition)));
  const ends = yield* admin.listOffsets(
    unassigned.map(([partition]) => partition),
    'latest',
  );
  for (const [partition, offset] of unassigned)
    rows.push({ partition, committed: offset, end: ends.get(String(partition)), member: undefined });
  return rows;
}

/** The order of a Java `HashSet`. */
function inHashOrder(partitions: readonly TopicPartition[]): TopicPartition[] {
  const set = new JavaHashMap<TopicPartition, null>();
  for (const partition of partitions) set.put(partition, null);
  return [...set.keys()];
}

function printOffsets(group: string, { state }: GroupDescription, rows: readonly OffsetRow[], output: ToolOutput): void {
  if (!announce(group, state, rows.length, output)) return;
  const cells = rows.map(({ partition, committed, end, member }) => [
    group,
    partition.topic,
    String(partition.partition),
    shown(committed),
    shown(end),
    shown(committed === undefined || end === undefined ? undefined : end - committed),
    member?.memberId ?? '-',
    member?.host ?? '-',
    member?.clientId ?? '-',
  ]);
  const header = 'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID'.split(' ');
  const width = (column: number): number => Math.max(15, ...cells.map((row) => (row[column] as string).length));
  const widths = [width(0), width(1), 10, 15, 15, 15, width(6), width(7), 0];
  output.println('');
  for (const row of [header, ...cells]) output.println(row.map((cell, i) => cell.padEnd(widths[i] as number)).join(' '));
}

function printMembers(group: string, { state, members }: GroupDescription, isVerbose: boolean, output: ToolOutput): void {
  if (!announce(group, state, members.length, output)) return;
  const isStatic = members.some(({ groupInstanceId }) => groupInstanceId !== undefined);
  const columns = ['GROUP', 'CONSUMER-ID', ...(isStatic ? ['GROUP-INSTANCE-ID'] : []), 'HOST', 'CLIENT-ID', '#PARTITIONS'];
  const cells = members.map(({ memberId, groupInstanceId, host, clientId, assignment }) => [
    group,
    memberId,
    ...(isStatic ? [groupInstanceId ?? ''] : []),
    host,
    clientId,
    String(assignment.length),
  ]);
  const widths = columns.map((name, i) =>
    name === '#PARTITIONS'
      ? 15
      : Math.max(name === 'GROUP-INSTANCE-ID' ? 17 : 15, ...cells.map((row) => (row[i] as string).length)),
  );
  const line = (row: readonly string[]): string => `${row.map((cell, i) => cell.padEnd(widths[i] as number)).join(' ')} `;
  output.println('');
  output.println(line(columns) + (isVerbose ? 'ASSIGNMENT' : ''));
  members.forEach(({ assignment }, i) => {
    output.println(line(cells[i] as string[]) + (isVerbose ? assignmentText(assignment) : ''));
  });
}

/** `words(0,1), other(2)`. */
function assignmentText(assignment: readonly TopicPartition[]): string {
  if (assignment.length === 0) return '-';
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of inHashOrder(assignment)) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return immutableMapOrder([...byTopic])
    .map(([topic, partitions]) => `${topic}(${partitions.sort((a, b) => a - b).join(',')})`)
    .join(', ');
}

function printState(group: string, { state, coordinator, assignor, members }: GroupDescription, output: ToolOutput): void {
  if (!announce(group, state, 1, output)) return;
  // The first column is as wide as the text of the second.
  const width = Math.max(25, coordinator.length);
  const line = (...[first, ...rest]: readonly string[]): string =>
    [first?.padEnd(width), ...rest.map((cell, i) => cell.padEnd([25, 20, 15, 0][i] as number))].join(' ');
  output.println('');
  output.println(line('GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS'));
  output.println(line(group, coordinator, assignor, state, String(members.length)));
}

/** Says in which state the group is, where that matters. @returns whether there is a table to print */
function announce(group: string, state: GroupState, rows: number, output: ToolOutput): boolean {
  if (state === 'Dead') printError(output, `Consumer group '${group}' does not exist.`);
  else if (state === 'Empty') output.errln(`\nConsumer group '${group}' has no active members.`);
  else if (state !== 'Stable') output.errln(`\nWarning: Consumer group '${group}' is rebalancing.`);
  return state !== 'Dead' && rows > 0;
}

const shown = (value: number | undefined): string => (value === undefined ? '-' : String(value));
