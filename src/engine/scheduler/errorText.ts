import { BatchwiseError, JavaError } from '../errors.js';

/** As `Throwable.toString` would; for errors of JavaScript their name and message. */
export function errorText(error: unknown): string {
  if (error instanceof JavaError) return error.toString();
  if (error instanceof BatchwiseError) return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  const like = error as { name?: unknown; message?: unknown } | null;
  // Errors of a program's own realm are no instances of ours.
  if (typeof like === 'object' && like !== null && typeof like.message === 'string')
    return `${String(like.name)}: ${like.message}`;
  return String(error);
}
