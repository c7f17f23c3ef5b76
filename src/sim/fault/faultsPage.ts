import { everything } from './everything.js';
import type { FaultKind } from './FaultKind.js';
import { faultLines, printValue } from './faultLines.js';
import { faultKinds } from './vocabulary.js';

/** The page of the documentation that shows the vocabulary, as Markdown. */
export function faultsPage(): string {
  const head = `# Faults

Written by \`npm run docs\` from the definitions in \`src/sim/fault/vocabulary.ts\`; do not edit.

A fault is one line of a script. \`@2s\` is when it strikes, in virtual time. A crash may wait for an effect instead:
\`@0s driver crash after=line-printed nth=3\` strikes between the third printed line and whatever would have come next, and
\`before=\` in place of the effect. What is already dead cannot die again: nothing happens, and the recording says so.

| fault | line | drawn with weight |
| --- | --- | ---: |
${faultKinds.map((kind) => `| [${kind.title}](#${kind.id}) | \`${example(kind)[0]}\` | ${kind.weight} |`).join('\n')}
`;
  return `${[head, ...faultKinds.map(section)].join('\n')}`;
}

const example = (kind: FaultKind): string[] =>
  faultLines({ kind: kind.id, target: kind.targets(everything)[0] as string, atUs: 2_000_000, values: {} });

function section(kind: FaultKind): string {
  const rows = kind.parameters.map(
    (parameter) =>
      `| \`${parameter.name}\` | ${printValue(parameter, parameter.min)} to ${printValue(parameter, parameter.max)} | ${printValue(parameter, parameter.usual)} | ${parameter.meaning} |`,
  );
  const table =
    rows.length === 0 ? '' : `\n| parameter | range | usual | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  return `## ${kind.id}

**${kind.title}.** ${kind.happens}

\`\`\`
${example(kind).join('\n')}
\`\`\`

${kind.answer}
${table}`;
}
