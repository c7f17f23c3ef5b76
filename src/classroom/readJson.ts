import { readFileSync } from 'node:fs';
import type * as z from 'zod/mini';
import { LessonError } from './LessonError.js';

/** Newest format that this program reads. */
export const formatVersion = 1;

/** The text of a file of a lesson, with `\n` at the ends of lines. @throws {LessonError} when it is missing */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    throw new LessonError(file, 'this file of the lesson is missing');
  }
}

/** A JSON file of a format that this program knows. @throws {LessonError} */
export function readJson(file: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof LessonError) throw error;
    throw new LessonError(file, `this is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (version !== formatVersion) {
    const newer = typeof version === 'number' && version > formatVersion;
    throw new LessonError(
      file,
      newer
        ? `it has format ${version}; this batchwise reads up to ${formatVersion}. Update batchwise.`
        : `expected "formatVersion": ${formatVersion}`,
    );
  }
  return json as Readonly<Record<string, unknown>>;
}

/** `readJson`, held to a schema. @throws {LessonError} that names every field that does not fit, and what was expected there */
export function readShape<S extends z.ZodMiniType>(file: string, schema: S): z.infer<S> {
  const result = schema.safeParse(readJson(file));
  if (result.success) return result.data as z.infer<S>;
  const problems = result.error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    return `${path.replace(/^\./, '') || 'the file'}: ${issue.message}`;
  });
  throw new LessonError(file, problems.join('; '));
}
