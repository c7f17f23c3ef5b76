import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { canonical } from './compare.js';
import { casesOf, type RecordedFile, runnerOf } from './kinds.js';
import type { Outcome, RecordedCase } from './outcome.js';

/** The result of one case. `problem`: what kept it from being run to its end. */
export interface CaseResult {
  readonly recorded: RecordedCase;
  readonly agrees: boolean;
  readonly outcome?: Outcome;
  readonly problem?: string;
}

/** Runs one case. It agrees only when both texts are equal; an error is a disagreement. */
export function runCase(recorded: RecordedCase): CaseResult {
  try {
    const outcome = runnerOf(recorded)(recorded);
    return { recorded, agrees: canonical(outcome.expected) === canonical(outcome.actual), outcome };
  } catch (error) {
    return { recorded, agrees: false, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** All recorded files below `directory`, by path. @throws when it cannot be read */
export function recordedFiles(directory: string): { readonly name: string; readonly path: string }[] {
  const found: { name: string; path: string }[] = [];
  const visit = (at: string): void => {
    for (const entry of readdirSync(at).sort()) {
      const path = join(at, entry);
      if (statSync(path).isDirectory()) visit(path);
      else if (entry.endsWith('.json')) found.push({ name: relative(directory, path), path });
    }
  };
  visit(directory);
  return found;
}

/** The cases of a file; one that cannot be read is a single case that does not agree. */
export function readCases(path: string): RecordedCase[] {
  try {
    return casesOf(JSON.parse(readFileSync(path, 'utf8')) as RecordedFile);
  } catch (error) {
    return [{ name: basename(path), kind: `unreadable: ${error instanceof Error ? error.message : String(error)}` }];
  }
}
