/** What is wrong with a learner's program, with the line where it is known. */
export class ProgramError extends Error {
  readonly code = 'PROGRAM';
  constructor(
    message: string,
    /** File name as the learner knows it. */
    readonly program: string,
    /** From 1. */
    readonly line?: number,
  ) {
    super(line === undefined ? `${program}: ${message}` : `${program}, line ${line}: ${message}`);
    this.name = 'ProgramError';
  }
}

/** The line of `program` in which an error came up: in its own stack, else in the stacks of its causes. */
export function lineOf(error: unknown, program: string): number | undefined {
  for (let each = error as { stack?: unknown; cause?: unknown } | undefined, depth = 0; each && depth < 8; depth++) {
    const stack = typeof each.stack === 'string' ? each.stack : '';
    const at = stack.indexOf(`${program}:`);
    const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + program.length + 1))?.[0];
    if (line !== undefined) return Number(line);
    each = each.cause as typeof each;
  }
  return undefined;
}
