import { plural, type RunTexts } from '../../recording/index.js';
import { wrapped } from '../grading/reportLines.js';
import type { AnomalyGroup, Exploration } from './explore.js';
import type { Plan } from './Plan.js';

/** An exploration as lines. @param replay the command that opens a run at an event */
export function explorationLines(found: Exploration, replay: (texts: RunTexts, at: number) => string): string[] {
  const { done, of, broken, vacuous, groups, errors, checks } = found;
  const early = done.length < of ? ` (of ${of}; stopped early)` : '';
  const idle = vacuous === 0 ? '' : `; ${vacuous} did no harm that could be checked`;
  const lines = [`${plural(done.length, 'run')}${early}: ${broken} broken, ${share(broken, done.length)}${idle}`];
  if (groups.length === 0) lines.push(`No run was ${checks.join(', ')}.`);
  for (const group of groups)
    lines.push('', ...groupLines(group, done).flatMap((line) => wrapped(line, 100)), ...replayLines(group, replay));
  for (const { plan, message } of errors.slice(0, 3))
    lines.push('', `! ${plan.name} could not be run: ${message.split('\n')[0]}`);
  if (errors.length > 3) lines.push(`! and ${errors.length - 3} more`);
  return lines;
}

function groupLines({ check, plans, small }: AnomalyGroup, done: readonly Plan[]): string[] {
  const lines = [`✗ ${check}: ${plans.length} of ${done.length}, ${share(plans.length, done.length)}   ${namesOf(plans)}`];
  const kinds = [...new Set(done.map(({ group }) => group))];
  if (kinds.length > 1) {
    for (const kind of kinds) {
      const count = plans.filter(({ group }) => group === kind).length;
      if (count > 0) lines.push(`    ${kind.padEnd(26)} ${count} of ${done.filter(({ group }) => group === kind).length}`);
    }
  }
  if (small === undefined) return lines;
  lines.push(`  ${small.record.sentence}`);
  const chain = small.record.chain.slice(0, 5).map(({ what }) => what);
  if (chain.length > 0) lines.push(`  ${chain.join(' → ')}`);
  return [
    ...lines,
    '  smallest script:',
    ...small.texts.script
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
  ];
}

const replayLines = ({ small }: AnomalyGroup, replay: (texts: RunTexts, at: number) => string): string[] =>
  small === undefined ? [] : [`  ${replay(small.texts, small.record.seq)}`];

function namesOf(plans: readonly Plan[]): string {
  const names = plans.slice(0, 5).map(({ name }) => name);
  return `${names.join(', ')}${plans.length > 5 ? ', …' : ''}`;
}

/** `12 %` */
const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
