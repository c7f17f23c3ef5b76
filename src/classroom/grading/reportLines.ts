import type { Exercise } from '../exercise/Exercise.js';
import type { FirstFailure, Report } from './Finding.js';

const signs = { pass: '✓', fail: '✗', vacuous: '–', error: '!' } as const;

/**
 * A report as lines of at most 78 columns: points and a line for each property, then the first failure in six parts (lesson-format.md, section 10).
 * @param commands how the failure is opened, and where the lesson explains it
 */
export function reportLines(exercise: Exercise, report: Report, commands: readonly string[] = []): string[] {
  const { examples, properties, points, maxPoints, first } = report;
  const lines = [`${exercise.title}: ${report.passed ? 'solved' : 'not yet'}   ${points} of ${maxPoints} points`, ''];
  lines.push(`${examples.passed === examples.of ? '✓' : '✗'} examples ${examples.passed} of ${examples.of}`);
  for (const { id, points: worth, says } of exercise.properties) {
    const verdict = properties.find(({ property }) => property === id);
    const state = verdict === undefined ? '·' : signs[verdict.verdict];
    const failed =
      verdict === undefined || verdict.failedSeeds.length === 0
        ? ''
        : `   fails on ${verdict.failedSeeds.length} of ${verdict.tried} seeds`;
    const vacuous = verdict?.verdict === 'vacuous' ? '   never put to the test' : '';
    lines.push(`${state} ${says} (${worth})${failed}${vacuous}`);
  }
  if (first !== undefined) lines.push('', ...failureLines(first, commands));
  return lines.flatMap((line) => wrapped(line, 78));
}

/** The six parts, in their order; parts that do not exist are left out. */
function failureLines(first: FirstFailure, commands: readonly string[]): string[] {
  const { owner, failure, line } = first;
  const at = line === undefined ? '' : `, line ${line}`;
  const lines = [`${owner}${at}${failure.anomaly === undefined ? '' : ` · ${failure.anomaly}`}`, failure.sentence];
  if (failure.expected !== undefined || failure.actual !== undefined) {
    lines.push('', ...besides(failure.expected ?? [], failure.actual ?? []));
  }
  if (failure.chain !== undefined && failure.chain.length > 0) lines.push('', failure.chain.slice(0, 5).join(' → '));
  if (first.call !== undefined) lines.push('', `smallest call: ${first.call}`);
  else if (first.script !== undefined && first.script.trim() !== '') {
    lines.push(
      '',
      'smallest script:',
      ...first.script
        .trimEnd()
        .split('\n')
        .map((each) => `  ${each}`),
    );
  }
  if (first.seed !== '') lines.push(first.seed.startsWith('example') ? first.seed : `seed: ${first.seed}`);
  if (commands.length > 0) lines.push('', ...commands);
  return lines;
}

/** Expected and actual side by side; what differs is marked. */
function besides(expected: readonly string[], actual: readonly string[]): string[] {
  const width = Math.min(36, Math.max(8, ...expected.map((line) => line.length)));
  const rows = [`    ${'expected'.padEnd(width)}   actual`];
  for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
    const same = expected[i] === actual[i];
    rows.push(`  ${same ? ' ' : '≠'} ${cut(expected[i] ?? '', width).padEnd(width)}   ${cut(actual[i] ?? '', 70 - width)}`);
  }
  return rows;
}

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

/** Breaks a line at spaces; what follows is indented as the line was. */
export function wrapped(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const rows: string[] = [];
  let row = indent;
  for (const word of line.trimStart().split(' ')) {
    if (row.trim() !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = `${indent}${word}`;
    } else row = row.trim() === '' ? `${indent}${word}` : `${row} ${word}`;
  }
  return [...rows, row];
}
