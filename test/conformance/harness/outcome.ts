import { BatchwiseError } from '../../../src/engine/errors.js';
import type { Json } from './values.js';

/** What a case should give and what it gave, in the same form: a case agrees when both are the same text. */
export interface Outcome {
  readonly expected: Json;
  readonly actual: Json;
}

/** Runs one kind of case. @throws when the engine cannot do what the case asks for: then it does not agree */
export type CaseRunner = (recorded: RecordedCase) => Outcome;

export interface RecordedCase {
  readonly name: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** An error as the recordings write it. */
export function errorJson(error: unknown): Json {
  const cause = error instanceof Error ? error.cause : undefined;
  return { ...named(error), cause: cause === undefined || isStackOnly(cause) ? null : named(cause) };
}

/** Only Java's exceptions are causes in a recording. */
const isStackOnly = (cause: unknown): boolean => !(cause instanceof BatchwiseError && cause.javaClass !== undefined);

function named(error: unknown): { readonly class: string; readonly message: string } {
  if (error instanceof BatchwiseError) return { class: error.javaClass ?? error.name, message: masked(error.message) };
  if (error instanceof Error) return { class: error.name, message: `${firstLine(error.message)}\n${error.stack ?? ''}` };
  return { class: typeof error, message: String(error) };
}

const firstLine = (text: string): string => text.split('\n')[0] as string;

/** First line of the reason of a failed job, with what differs from run to run replaced (recordings/README.md). */
export function reasonText(error: unknown): string {
  const text = error instanceof BatchwiseError ? error.toString() : String(error);
  return masked(text);
}

const masked = (text: string): string =>
  firstLine(text)
    .replace(/ in stage \d+\.(\d+)/g, ' in stage #.$1')
    .replace(/\(TID \d+\)/g, '(TID #)')
    .replace(/\(localhost executor/g, '(HOST executor');
