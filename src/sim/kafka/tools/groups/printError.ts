import { JavaError } from '../../../../engine/errors.js';
import { ApiException } from '../../protocol/errors.js';
import { OptionException } from '../OptionParser.js';
import type { ToolOutput } from '../Tool.js';

/** As the tool prints what went wrong: on standard output, and the exception with its causes on standard error. */
export function printError(output: ToolOutput, message: string, exception?: unknown): void {
  output.println(`\nError: ${message}`);
  if (exception !== undefined) for (const line of stackLines(exception)) output.errln(line);
}

/** An exception of the cluster is what a future failed with. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiException ? String(error) : error instanceof Error ? error.message : String(error);

/** First lines of a Java stack trace: the exception and its causes. */
function stackLines(error: unknown): string[] {
  if (error instanceof ApiException) return [`java.util.concurrent.ExecutionException: ${error}`, `Caused by: ${error}`];
  const value =
    error instanceof OptionException ? /^Cannot parse argument '(.*)' of option/s.exec(error.message)?.[1] : undefined;
  if (value !== undefined) {
    const cause = `java.lang.NumberFormatException: For input string: "${value}"`;
    return [String(error), `Caused by: joptsimple.internal.ReflectionException: ${cause}`, `Caused by: ${cause}`];
  }
  const causes = error instanceof JavaError && error.cause instanceof JavaError ? stackLines(error.cause) : [];
  return [String(error), ...causes.map((line) => `Caused by: ${line}`)];
}
