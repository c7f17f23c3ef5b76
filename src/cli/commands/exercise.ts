import { createInterface } from 'node:readline/promises';
import { type Exercise, hasExercise, readExercise } from '../../classroom/index.js';
import { findLesson, lessonDirectory } from '../target.js';
import { UsageError } from '../UsageError.js';
import { Workspace } from '../workspace.js';

/** The exercise of a lesson. @throws {UsageError} when there is none */
export function exerciseOf(name: string): Exercise {
  const lesson = findLesson(name);
  if (!hasExercise(lessonDirectory(), lesson)) throw new UsageError(`Lesson ${lesson.number} has no exercise.`);
  return readExercise(lessonDirectory(), lesson);
}

/** Shows the next hint of an exercise, and remembers that it did; hints are never locked and cost nothing. */
export function hint(name: string, taskId: string | undefined): number {
  const exercise = exerciseOf(name);
  const { progress } = new Workspace();
  const task =
    exercise.tasks.find(({ id }) => id === taskId) ?? (taskId === undefined ? nextTask(exercise, progress) : undefined);
  if (task === undefined)
    throw new UsageError(`There is no task "${taskId}". Tasks: ${exercise.tasks.map(({ id }) => id).join(', ')}.`);
  const shown = shownHints(exercise, progress, task.id);
  const next = Math.min(shown, task.hints.length - 1);
  process.stdout.write(`${task.says}\n\nhint ${next + 1} of ${task.hints.length}: ${task.hints[next]}\n`);
  if (shown < task.hints.length) {
    const payload = { task: task.id, hint: next + 1 };
    progress.add({ at: new Date().toISOString(), lesson: exercise.id, event: 'hint', hash: exercise.contentHash, payload });
  }
  return 0;
}

/** Prints the solution, with explanation and discussion. Before the exercise is solved that is giving up, which is noted and blocks nothing. */
export async function solution(name: string, options: { readonly yes?: boolean }): Promise<number> {
  const exercise = exerciseOf(name);
  const { progress } = new Workspace();
  const passed = progress.entries().some(({ lesson, event }) => lesson === exercise.id && event === 'pass');
  if (!passed && options.yes !== true && !(await agreed('Not solved yet. Show the solution all the same?'))) return 1;
  if (!passed) progress.add({ at: new Date().toISOString(), lesson: exercise.id, event: 'giveup', hash: exercise.contentHash });
  process.stdout.write(`${exercise.solution}\n${exercise.explain}\n${exercise.discuss}`);
  return 0;
}

/** Puts the start of an exercise back. */
export async function reset(name: string, options: { readonly yes?: boolean }): Promise<number> {
  const exercise = exerciseOf(name);
  const workspace = new Workspace();
  const file = workspace.shown(exercise);
  if (workspace.hasWork(exercise) && options.yes !== true && !(await agreed(`Replace ${file} by the start of the exercise?`)))
    return 1;
  workspace.begin(exercise);
  process.stdout.write(`${file} is as at the start.\n`);
  return 0;
}

async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError(`${question} Say --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} (y/n) `)).trim());
  } finally {
    terminal.close();
  }
}

type Seen = { readonly task?: string; readonly hint?: number } | undefined;

function shownHints(exercise: Exercise, progress: Workspace['progress'], task: string): number {
  return progress
    .entries()
    .filter(({ lesson, event, payload }) => lesson === exercise.id && event === 'hint' && (payload as Seen)?.task === task)
    .length;
}

/** The first task of which not all hints were shown, else the last. */
const nextTask = (exercise: Exercise, progress: Workspace['progress']) =>
  exercise.tasks.find(({ id, hints }) => shownHints(exercise, progress, id) < hints.length) ?? exercise.tasks.at(-1);
