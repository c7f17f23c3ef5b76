import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Lesson, readLessons } from '../classroom/index.js';
import type { RunTexts } from '../recording/index.js';
import { meant, UsageError } from './UsageError.js';

/** Where the lessons are; the same from dist/cli, from dist/chunks and from src/cli. */
export const lessonDirectory = (): string => fileURLToPath(new URL('../../lessons', import.meta.url));

let known: readonly Lesson[] | undefined;

/** The lessons that came with this program. */
export function lessons(): readonly Lesson[] {
  if (known !== undefined) return known;
  known = readLessons(lessonDirectory());
  return known;
}

/** A lesson by number, id or folder: `5`, `05`, `word-count`, `05-word-count`. @throws {UsageError} with the nearest name */
export function findLesson(name: string): Lesson {
  const lesson = lookUp(name);
  if (lesson !== undefined) return lesson;
  const names = lessons().flatMap(({ id, folder }) => [id, folder]);
  throw new UsageError(`There is no lesson "${name}".${meant(name, names)} \`batchwise list\` shows all.`);
}

const lookUp = (name: string): Lesson | undefined =>
  lessons().find(({ id, number, folder }) => name === id || name === folder || name.padStart(2, '0') === number);

/** What `run` runs: a lesson, or a program in a file. */
export interface Target {
  readonly lesson?: Lesson;
  readonly program: string;
  readonly programName: string;
  readonly script: string;
  readonly seed: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** @throws {UsageError} when it is neither */
export function findTarget(name: string): Target {
  const lesson = lookUp(name);
  if (lesson !== undefined) return targetOf(lesson);
  if (!/[./\\]/.test(name)) {
    const names = lessons().flatMap(({ id, folder }) => [id, folder]);
    throw new UsageError(`There is no lesson "${name}".${meant(name, names)} A program is named by its file: ./${name}.ts`);
  }
  if (!existsSync(name)) throw new UsageError(`There is no file ${name}.`);
  return { program: readFileSync(name, 'utf8'), programName: basename(name), script: '', seed: '0', settings: {} };
}

/** What a target is made from, once settings and scripts of the command line are in it. */
export const textsOf = ({ program, programName, script, seed, settings }: Target): RunTexts => ({
  program,
  programName,
  script,
  seed,
  settings,
});

export const targetOf = (lesson: Lesson): Target => ({
  lesson,
  program: lesson.program,
  programName: 'program.ts',
  script: lesson.script,
  seed: lesson.seed,
  settings: lesson.settings,
});

/** Tells one version of a program from another. */
export const programHash = (program: string): string => createHash('sha256').update(program).digest('base64url').slice(0, 8);
