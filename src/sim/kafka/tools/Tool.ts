import { JavaError } from '../../../engine/errors.js';
import type { Process } from '../../../engine/ports/Process.js';
import type { OptionParser, OptionSet } from './OptionParser.js';
import type { ToolCluster } from './ToolCluster.js';
import { usage } from './usage.js';

/** What a tool wrote and how it ended. */
export interface ToolResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command-line tool: runs to its end in virtual time. */
export type Tool = (args: readonly string[], stdin: string, cluster: ToolCluster) => Process<ToolResult>;

/** Ends a tool with this code; what it has written stays. */
export class ToolExit extends Error {
  constructor(readonly exit: number) {
    super(`exit ${exit}`);
  }
}

/** What a running tool writes to. */
export class ToolOutput {
  stdout = '';
  stderr = '';

  constructor(private readonly cluster: Pick<ToolCluster, 'wrote'>) {}

  println(line: string): void {
    this.print(`${line}\n`);
  }

  errln(line: string): void {
    this.error(`${line}\n`);
  }

  print(text: string): void {
    this.stdout += text;
    this.cluster.wrote?.(text);
  }

  error(text: string): void {
    this.stderr += text;
    this.cluster.wrote?.(text);
  }

  /** Says what is wrong, lists all options, and ends with 1. Model: kafka 2.8.2 core utils/CommandLineUtils.scala. */
  usageAndDie(parser: OptionParser, message: string): never {
    this.error(`${message}\n${usage(parser.specs)}`);
    throw new ToolExit(1);
  }
}

/** Runs the body of a tool; an exception that it doesn't catch ends it as one that `main` throws ends a JVM. */
export function* runTool(cluster: ToolCluster, body: (output: ToolOutput) => Process<number | undefined>): Process<ToolResult> {
  const output = new ToolOutput(cluster);
  let exit = 0;
  try {
    exit = (yield* body(output)) ?? 0;
  } catch (error) {
    if (error instanceof ToolExit) exit = error.exit;
    else if (error instanceof JavaError) {
      exit = 1;
      output.errln(`Exception in thread "main" ${error}`);
    } else throw error;
  }
  return { exit, stdout: output.stdout, stderr: output.stderr };
}

/** Checks which options go together, with the texts of Kafka's `CommandLineUtils`. */
export class OptionChecks {
  constructor(
    private readonly output: ToolOutput,
    private readonly parser: OptionParser,
    private readonly options: OptionSet,
  ) {}

  requires(...names: readonly string[]): void {
    for (const name of names) if (!this.options.has(name)) this.die(`Missing required argument "[${name}]"`);
  }

  /** If `used` is given, none of the others may be. */
  excludes(used: string, others: readonly string[]): void {
    if (!this.options.has(used)) return;
    for (const other of others)
      if (other !== used && this.options.has(other)) this.die(`Option "[${used}]" can't be used with option "[${other}]"`);
  }

  die(message: string): never {
    return this.output.usageAndDie(this.parser, message);
  }
}
