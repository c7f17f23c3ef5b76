import type { ToolResult } from '../../../src/sim/kafka/tools/Tool.js';

/** A `tool` step as recorded (recordings/kafka/README.md, "Tools"). */
export interface RecordedTool {
  readonly tool: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  /** The order of the rows is random: they are compared sorted. */
  readonly sortRows?: boolean;
  readonly result: ToolResult & { readonly usageFollows?: boolean };
}

/** What a tool gave, in the form of the recording; random ids are still as they were drawn. */
export function asRecorded(step: RecordedTool, { exit, stdout, stderr }: ToolResult): RecordedTool['result'] {
  const { usageFollows } = step.result;
  // The recording ends where the list of options begins: at the first line, but for the very first, that begins with "Option ".
  const end = usageFollows ? stderr.indexOf('\nOption ') + 1 : stderr.length;
  const followed = usageFollows === undefined ? {} : { usageFollows };
  return { exit, stdout: step.sortRows ? withSortedRows(stdout) : stdout, stderr: stderr.slice(0, end), ...followed };
}

/** Rows below the header in the order of their text. */
function withSortedRows(text: string): string {
  const [first, header, ...rows] = text.split('\n');
  return [first, header, ...rows.filter((row) => row !== '').sort(), ''].join('\n');
}

/** With the ids masked that the recordings mask. */
export function withoutIds({ exit, stdout, stderr }: ToolResult): ToolResult {
  const mask = (text: string): string =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx')
      .replace(/TopicId: [\w-]{22}/g, 'TopicId: xxxxxxxxxxxxxxxxxxxxxx');
  return { exit, stdout: mask(stdout), stderr: mask(stderr) };
}
