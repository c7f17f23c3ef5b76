import type { OptionSet } from '../OptionParser.js';
import { OptionChecks, type ToolOutput } from '../Tool.js';
import { groupsParser, scenarios } from './parser.js';

const actions = ['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'] as const;
const scope = '[group], [all-groups]';

/** Which options go together, in Kafka's order. Model: kafka 2.8.2 core admin/ConsumerGroupCommand.scala `checkArgs`. */
export function checkGroupArguments(options: OptionSet, output: ToolOutput): void {
  const checks = new OptionChecks(output, groupsParser, options);
  const hasScope = options.has('group') || options.has('all-groups');
  checks.requires('bootstrap-server');
  if (options.has('describe')) {
    if (!hasScope) checks.die(`Option [describe] takes one of these options: ${scope}`);
    if (['members', 'offsets', 'state'].filter((each) => options.has(each)).length > 1)
      checks.die('Option [describe] takes at most one of these options: [members], [offsets], [state]');
    if (options.valueOf('state') !== undefined) checks.die('Option [describe] does not take a value for [state]');
  }
  if (options.has('delete')) {
    if (!hasScope) checks.die(`Option [delete] takes one of these options: ${scope}`);
    if (options.has('topic')) checks.die('The consumer does not support topic-specific offset deletion from a consumer group.');
  }
  if (options.has('delete-offsets') && !(options.has('group') && options.has('topic')))
    checks.die('Option [delete-offsets] takes the following options: [group], [topic]');
  if (options.has('reset-offsets')) {
    if (options.has('dry-run') && options.has('execute'))
      checks.die('Option [reset-offsets] only accepts one of [execute] and [dry-run]');
    if (!options.has('dry-run') && !options.has('execute')) output.errln(DRY_RUN_WARNING);
    if (!hasScope) checks.die(`Option [reset-offsets] takes one of these options: ${scope}`);
    for (const scenario of scenarios) checks.excludes(scenario, scenarios);
  }
  checks.excludes('group', ['all-groups']);
  checks.excludes('group', ['list']);
  checks.excludes('topic', ['list', 'describe']);
  if (options.has('help'))
    checks.die(
      'This tool helps to list all consumer groups, describe a consumer group, delete consumer group info, or reset consumer group offsets.',
    );
  if (actions.filter((action) => options.has(action)).length !== 1)
    checks.die('Command must include exactly one action: --list, --describe, --delete, --reset-offsets, --delete-offsets');
}

const DRY_RUN_WARNING =
  'WARN: No action will be performed as the --execute option is missing.In a future major release, the default behavior of this command will be to prompt the user before executing the reset rather than doing a dry run. You should add the --dry-run option explicitly if you are scripting this command and want to keep the current default behavior without prompting.';
