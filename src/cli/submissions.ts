import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Submission } from '../classroom/course/index.js';
import { type Exercise, type ProgramText, Progress } from '../classroom/index.js';
import { UsageError } from './UsageError.js';

/** Larger files are no program that somebody wrote. */
const maxBytes = 1_000_000;

/**
 * The submissions of a class: a folder for each student, in it the learner's folder as `check` makes it, or only the files themselves.
 * Of each exercise the one file that is edited is read, and of the progress nothing that could make something pass.
 * @throws {UsageError} no such folder, or nothing in it
 */
export function readSubmissions(folder: string, exercises: readonly Exercise[]): Submission[] {
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch {
    throw new UsageError(`There is no folder ${folder}.`);
  }
  if (names.length === 0) throw new UsageError(`${folder} has no submissions: expected a folder for each student.`);
  const submissions = names.map((student): Submission => {
    const at = join(folder, student);
    const work = new Map<string, ProgramText>();
    for (const exercise of exercises) {
      const text = readOwn(at, ['exercises', exercise.lessonFolder, exercise.file]) ?? readOwn(at, [exercise.file]);
      if (text !== undefined) work.set(exercise.id, { text, name: exercise.file });
    }
    const progress =
      readOwn(at, ['.batchwise', 'progress.jsonl']) === undefined
        ? []
        : new Progress(join(at, '.batchwise', 'progress.jsonl')).entries();
    return { student, work, progress };
  });
  if (submissions.every(({ work }) => work.size === 0)) {
    const [exercise] = exercises;
    throw new UsageError(
      `Nobody in ${folder} handed anything in: expected files such as ${names[0]}/exercises/${exercise?.lessonFolder}/${exercise?.file}.`,
    );
  }
  return submissions;
}

/** A file that is the student's own: reached without links, which could lead to the grader's files. */
function readOwn(folder: string, path: readonly string[]): string | undefined {
  try {
    let at = folder;
    for (const part of path) {
      at = join(at, part);
      if (lstatSync(at).isSymbolicLink()) return undefined;
    }
    const status = lstatSync(at);
    return status.isFile() && status.size <= maxBytes ? readFileSync(at, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
