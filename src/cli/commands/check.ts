import { existsSync, watchFile } from 'node:fs';
import { type Exercise, grade, hasExercise, type Report, readExercise, reportLines, type Tier } from '../../classroom/index.js';
import { savedText } from '../replayCode.js';
import { ThreadRunner } from '../ThreadRunner.js';
import { findLesson, lessonDirectory, lessons } from '../target.js';
import { UsageError } from '../UsageError.js';
import { Workspace } from '../workspace.js';

export interface CheckOptions {
  readonly all?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** Grades the learner's work. @returns the exit code: 0 only when everything passed */
export async function check(gradeWorker: URL, name: string | undefined, options: CheckOptions): Promise<number> {
  const workspace = new Workspace();
  const chosen = exercisesFor(name, options, workspace);
  const runner = new ThreadRunner(gradeWorker);
  try {
    const reports: Report[] = [];
    for (const exercise of chosen) reports.push(await checkOne(exercise, runner, workspace, options));
    if (options.json === true) process.stdout.write(`${JSON.stringify(name === undefined ? reports : reports[0], null, 2)}\n`);
    if (options.watch === true) await watch(chosen[0] as Exercise, runner, workspace, options);
    return reports.every(({ passed }) => passed) ? 0 : 1;
  } finally {
    runner.close();
  }
}

/** @throws {UsageError} when there is no such exercise, or none is named and none was begun */
function exercisesFor(name: string | undefined, { all }: CheckOptions, workspace: Workspace): Exercise[] {
  const directory = lessonDirectory();
  const withExercise = lessons().filter((lesson) => hasExercise(directory, lesson));
  if (name !== undefined) {
    const lesson = findLesson(name);
    if (!withExercise.includes(lesson)) {
      throw new UsageError(
        `Lesson ${lesson.number} has no exercise. Exercises: ${withExercise.map(({ number }) => number).join(', ')}.`,
      );
    }
    return [readExercise(directory, lesson)];
  }
  const exercises = withExercise.map((lesson) => readExercise(directory, lesson));
  const begun = exercises.filter((exercise) => workspace.hasWork(exercise));
  if (all === true) return begun.length > 0 ? begun : exercises;
  const last = workspace.progress.entries().findLast(({ event }) => event === 'pass' || event === 'fail')?.lesson;
  const current = begun.find(({ id }) => id === last) ?? begun.at(-1);
  if (current === undefined) throw new UsageError('Which exercise? `batchwise check 08` begins one; `batchwise list` shows all.');
  return [current];
}

async function checkOne(exercise: Exercise, runner: ThreadRunner, workspace: Workspace, options: CheckOptions): Promise<Report> {
  const say = (line: string): void => {
    if (options.json !== true) process.stdout.write(`${line}\n`);
  };
  if (!workspace.hasWork(exercise)) {
    workspace.begin(exercise);
    say(`${workspace.shown(exercise)} is there for you to edit. It does not pass yet; this is how the check reads:\n`);
  }
  const upTo: Tier = 'practice';
  const report = await grade(exercise, workspace.workOn(exercise), runner, { upTo, onProgress: progressOn(options) });
  workspace.progress.add({
    at: new Date().toISOString(),
    lesson: exercise.id,
    event: report.passed ? 'pass' : 'fail',
    hash: exercise.contentHash,
    ...(report.first === undefined ? {} : { seed: report.first.seed, payload: { property: report.first.property } }),
  });
  for (const line of reportLines(exercise, report, nextCommands(exercise, report, workspace))) say(line);
  return report;
}

function nextCommands(exercise: Exercise, report: Report, workspace: Workspace): string[] {
  const number = exercise.lessonFolder.slice(0, 2);
  if (report.passed) return [];
  return [
    ...replayOf(exercise, report, workspace),
    `batchwise hint ${number} shows where to look; batchwise learn ${number} is the lesson.`,
  ];
}

/** Saves the run of the first failure, with the submission as it was, beside the progress. @returns the command that opens it where it goes wrong */
function replayOf(exercise: Exercise, { first }: Report, workspace: Workspace): string[] {
  if (first?.script === undefined) return [];
  const { text, name } = workspace.workOn(exercise);
  const seed = first.seed.startsWith('example') ? '0' : first.seed;
  const texts = { program: text, programName: name, script: first.script, seed, settings: first.settings ?? {} };
  const at = first.failure.seq;
  const file = workspace.saveRun(exercise, savedText({ texts, ...(at === undefined ? {} : { at }) }));
  return [`batchwise replay ${file} opens it${at === undefined ? '' : ' at the moment it goes wrong'}.`];
}

const progressOn =
  ({ json }: CheckOptions) =>
  (tier: Tier, done: number, of: number): void => {
    if (json === true || !process.stderr.isTTY) return;
    process.stderr.write(done < of ? `\r${tier}: ${of} seeds …\x1b[K` : '\r\x1b[K');
  };

/** Grades again whenever the file is saved, until the command is stopped. */
async function watch(exercise: Exercise, runner: ThreadRunner, workspace: Workspace, options: CheckOptions): Promise<never> {
  const file = workspace.fileOf(exercise);
  process.stdout.write(`\nWatching ${workspace.shown(exercise)}; Ctrl+C ends.\n`);
  let running: Promise<unknown> = Promise.resolve();
  // Polling works on every file system, network folders included.
  watchFile(file, { interval: 150 }, () => {
    if (!existsSync(file)) return;
    running = running.then(async () => {
      process.stdout.write('\n');
      await checkOne(exercise, runner, workspace, options);
    });
  });
  return new Promise(() => {});
}
