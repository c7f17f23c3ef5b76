import type { OptionSpec } from './OptionParser.js';

/** Width of each column at most. */
const COLUMN = 39;
const GAP = '  ';
const INDENT = '  ';

/**
 * The list of options as joptsimple prints it: two columns, options by name; what is wrapped is indented by two.
 * Model: jopt-simple 5.0.4 BuiltinHelpFormatter, internal/Columns.
 */
export function usage(specs: readonly OptionSpec[]): string {
  const rows: (readonly [string, string])[] = [
    ['Option', 'Description'],
    ['------', '-----------'],
  ];
  for (const spec of [...specs].sort((a, b) => (a.name < b.name ? -1 : 1))) rows.push([optionText(spec), descriptionText(spec)]);
  const wrappedRows = rows.map(([option, description]) => [wrapped(option), wrapped(description)] as const);
  // A column is as wide as its widest line, not as wide as it may be.
  const left = widest(wrappedRows.flatMap(([options]) => options));
  const right = widest(wrappedRows.flatMap(([, descriptions]) => descriptions));
  const lines = wrappedRows.flatMap(([options, descriptions]) =>
    Array.from(
      { length: Math.max(options.length, descriptions.length) },
      (_, i) => (options[i] ?? '').padEnd(left) + GAP + (descriptions[i] ?? '').padEnd(right),
    ),
  );
  return `${lines.join('\n')}\n`;
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map(({ length }) => length));

function optionText({ name, argument }: OptionSpec): string {
  if (argument === undefined) return `--${name}`;
  const text = argument.label === undefined ? argument.kind : `${argument.kind}: ${argument.label}`;
  return `--${name} ${argument.isOptional ? `[${text}]` : `<${text}>`}`;
}

const descriptionText = ({ description, defaultValue }: OptionSpec): string =>
  defaultValue === undefined ? description : `${description} (default: ${defaultValue})`.trimStart();

function wrapped(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let current = '';
    for (const word of words(line)) {
      if (current.length + word.length > COLUMN) {
        lines.push(current.trimEnd());
        current = INDENT + word;
      } else current += word;
    }
    if (current !== '' || lines.length === 0) lines.push(current);
    return lines;
  });
}

/** What stays together in a line: Java's `BreakIterator` also divides after hyphens, after `.` and `:` inside a word, and before `(`. */
function words(line: string): string[] {
  return line.split(/(?<= )(?! )|(?<=-)(?![- ])|(?<=[.:])(?=[A-Za-z0-9])|(?<![ ('`])(?=\()/);
}
