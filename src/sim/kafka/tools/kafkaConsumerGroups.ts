import { IllegalArgumentException, JavaError } from '../../../engine/errors.js';
import type { Process } from '../../../engine/ports/Process.js';
import { checkGroupArguments } from './groups/checkGroupArguments.js';
import { deleteGroups, deleteOffsets } from './groups/deleteGroups.js';
import { describeGroups } from './groups/describeGroups.js';
import { groupsParser } from './groups/parser.js';
import { messageOf, printError } from './groups/printError.js';
import { resetOffsets } from './groups/resetOffsets.js';
import type { OptionSet } from './OptionParser.js';
import { runTool, type Tool, type ToolOutput } from './Tool.js';
import type { GroupState, ToolAdmin } from './ToolCluster.js';

/**
 * `kafka-consumer-groups`: lists and describes groups, resets and deletes their offsets (KA-191 to KA-201). What fails in the cluster is printed, and
 * the exit code is 0 all the same. Model: kafka 2.8.2 core admin/ConsumerGroupCommand.scala.
 */
export const kafkaConsumerGroups: Tool = (args, _, cluster) =>
  runTool(cluster, function* (output): Process<undefined> {
    const options = groupsParser.parse(args);
    checkGroupArguments(options, output);
    try {
      const admin = yield* cluster.admin(options.valueOf('bootstrap-server') as string);
      yield* act(options, admin, cluster.nowMs(), output);
    } catch (error) {
      if (error instanceof IllegalArgumentException) output.usageAndDie(groupsParser, error.message);
      if (!(error instanceof JavaError)) throw error;
      printError(output, `Executing consumer group command failed due to ${messageOf(error)}`, error);
    }
    return undefined;
  });

function* act(options: OptionSet, admin: ToolAdmin, nowMs: number, output: ToolOutput): Process<void> {
  if (options.has('list')) return yield* list(options, admin, output);
  const groups = options.has('all-groups') ? (yield* admin.listGroups()).map(([group]) => group) : options.valuesOf('group');
  if (options.has('describe')) return yield* describeGroups(options, groups, admin, output);
  if (options.has('delete')) return yield* deleteGroups(groups, admin, output);
  if (options.has('reset-offsets')) return yield* resetOffsets(options, groups, admin, nowMs, output);
  yield* deleteOffsets(options.valueOf('group') as string, options.valuesOf('topic'), admin, output);
}

const states: readonly GroupState[] = ['PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Empty'];

function* list(options: OptionSet, admin: ToolAdmin, output: ToolOutput): Process<void> {
  const wanted = options
    .valueOf('state')
    ?.split(',')
    .map((state) => state.trim());
  if (wanted?.some((state) => !(states as readonly string[]).includes(state)))
    throw new IllegalArgumentException(
      `Invalid state list '${options.valueOf('state')}'. Valid states are: ${states.join(', ')}`,
    );
  const groups = yield* admin.listGroups();
  if (!options.has('state')) {
    for (const [group] of groups) output.println(group);
    return;
  }
  const shown = groups.filter(([, state]) => wanted?.includes(state) ?? true);
  const width = Math.max(15, ...shown.map(([group]) => group.length));
  for (const [group, state] of [['GROUP', 'STATE'], ...shown]) output.println(`${(group as string).padEnd(width)} ${state}`);
}
