import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunTexts } from '../recording/index.js';
import { isReplayCode, readReplayCode, readSavedText, type SavedRun } from './replayCode.js';
import { findTarget, lessonDirectory, textsOf } from './target.js';
import { meant, UsageError } from './UsageError.js';

/** Names of the programs that a sandbox can begin with. */
export const templateNames = (): string[] =>
  readdirSync(join(lessonDirectory(), 'sandbox'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();

/** An empty world around a template: nobody types, nothing fails, ten seconds. @throws {UsageError} with the nearest name */
export function templateTexts(name: string): RunTexts {
  const names = templateNames();
  if (!names.includes(name))
    throw new UsageError(`There is no template "${name}".${meant(name, names)} Templates: ${names.join(', ')}.`);
  const program = readFileSync(join(lessonDirectory(), 'sandbox', `${name}.ts`), 'utf8');
  return { program, programName: `${name}.ts`, script: '', seed: 'sandbox', settings: { until: '10s' } };
}

/** What a sandbox begins with: a template, a saved run or its code, or a program in a file. @throws {UsageError} */
export function sandboxStart(name: string): SavedRun {
  if (isReplayCode(name)) return readReplayCode(name);
  if (/\.ts$/.test(name)) {
    const texts = textsOf(findTarget(/[/\\]/.test(name) ? name : `./${name}`));
    return { texts: { ...texts, settings: { until: '10s' } } };
  }
  if (existsSync(name)) return readSavedText(readFileSync(name, 'utf8'), name);
  if (/[./\\]/.test(name)) throw new UsageError(`There is no file ${name}.`);
  return { texts: templateTexts(name) };
}
