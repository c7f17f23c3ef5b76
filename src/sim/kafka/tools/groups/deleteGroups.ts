import type { Process } from '../../../../engine/ports/Process.js';
import { Errors, errorOf, exceptionOf, type ProtocolError } from '../../protocol/errorCodes.js';
import { ApiException } from '../../protocol/errors.js';
import { TopicPartition } from '../../TopicPartition.js';
import type { ToolOutput } from '../Tool.js';
import type { ToolAdmin } from '../ToolCluster.js';
import { printError } from './printError.js';
import { namedPartitions } from './resetOffsets.js';

const quoted = (groups: readonly string[]): string => groups.map((group) => `'${group}'`).join(', ');

/** `--delete`: whole groups. Model: kafka 2.8.2 core admin/ConsumerGroupCommand.scala `deleteGroups`. */
export function* deleteGroups(groups: readonly string[], admin: ToolAdmin, output: ToolOutput): Process<void> {
  const deleted: string[] = [];
  const failed: (readonly [group: string, error: ApiException])[] = [];
  for (const group of groups) {
    try {
      yield* admin.deleteGroup(group);
      deleted.push(group);
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      failed.push([group, error]);
    }
  }
  if (failed.length === 0) {
    output.println(`Deletion of requested consumer groups (${quoted(deleted)}) was successful.`);
    return;
  }
  printError(output, 'Deletion of some consumer groups failed:');
  for (const [group, error] of failed)
    output.println(`* Group '${group}' could not be deleted due to: java.util.concurrent.ExecutionException: ${error}`);
  if (deleted.length > 0) output.println(`\nThese consumer groups were deleted successfully: ${quoted(deleted)}`);
}

/** `--delete-offsets`: of a group's topics, `words` or `words:0,2`. */
export function* deleteOffsets(group: string, topics: readonly string[], admin: ToolAdmin, output: ToolOutput): Process<void> {
  const results: (readonly [TopicPartition, Error | undefined])[] = [];
  const partitions: TopicPartition[] = [];
  for (const topic of topics) {
    try {
      partitions.push(...(yield* namedPartitions([topic], admin)));
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      results.push([new TopicPartition(topic, NOT_PROVIDED), error]);
    }
  }
  let outcome: ProtocolError = Errors.NONE;
  try {
    const found = yield* admin.deleteOffsets(group, partitions);
    for (const partition of partitions) results.push([partition, found.get(String(partition))]);
    const failure = [...found.values()].find((error) => error !== undefined);
    if (failure !== undefined) outcome = errorOf(failure);
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    outcome = errorOf(error);
    for (const partition of partitions) results.push([partition, exceptionOf(outcome)]);
  }
  say(outcome, group, topics, output);
  const line = (topic: string, partition: string, status: string): string =>
    `${topic.padEnd(30)} ${partition.padEnd(15)} ${status.padEnd(15)}`;
  output.println('');
  output.println(line('TOPIC', 'PARTITION', 'STATUS'));
  const sortKey = ({ topic, partition }: TopicPartition): string => topic + partition;
  for (const [partition, error] of results.sort(([a], [b]) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
    const number = partition.partition === NOT_PROVIDED ? 'Not Provided' : String(partition.partition);
    output.println(line(partition.topic, number, error === undefined ? 'Successful' : `Error: ${error}`));
  }
}

const NOT_PROVIDED = -1;

function say(outcome: ProtocolError, group: string, topics: readonly string[], output: ToolOutput): void {
  switch (outcome) {
    case Errors.NONE:
      output.println(`Request succeed for deleting offsets with topic ${topics.join(', ')} group ${group}`);
      return;
    case Errors.INVALID_GROUP_ID:
      printError(output, `'${group}' is not valid.`);
      return;
    case Errors.GROUP_ID_NOT_FOUND:
      printError(output, `'${group}' does not exist.`);
      return;
    case Errors.NON_EMPTY_GROUP:
      printError(output, `Deleting offsets of a consumer group '${group}' is forbidden if the group is not empty.`);
      return;
    case Errors.GROUP_SUBSCRIBED_TO_TOPIC:
    case Errors.TOPIC_AUTHORIZATION_FAILED:
    case Errors.UNKNOWN_TOPIC_OR_PARTITION:
      printError(output, 'Encounter some partition level error, see the follow-up details:');
      return;
    default:
      printError(output, `Encounter some unknown error: ${outcome.name}`);
  }
}
