import { findStops, type Lesson } from '../../classroom/index.js';
import type { Recording, Session } from '../../recording/index.js';
import { runInWorker } from '../runInWorker.js';
import { targetOf } from '../target.js';
import { report, requestOf } from './run.js';

/** Runs a lesson and opens it: on the screen at a terminal, as plain lines otherwise. @returns the exit code */
export async function learn(worker: URL, lesson: Lesson, at?: number): Promise<number> {
  const session = await sessionOf(worker, lesson, at);
  if (session === undefined) return 1;
  const tui = await import('../../tui/index.js');
  if (process.stdout.isTTY && process.stdin.isTTY) await tui.runLessonScreen(session, process);
  else for (const line of tui.plainLines(session)) process.stdout.write(`${line}\n`);
  return 0;
}

async function sessionOf(worker: URL, lesson: Lesson, at: number | undefined): Promise<Session | undefined> {
  const target = targetOf(lesson);
  const result = await runInWorker(worker, requestOf(target, { set: [], feed: [] }));
  if (result.problem !== undefined) report(target.programName, result.problem);
  if (result.recording === undefined) return undefined;
  return {
    ...sessionOfLesson(lesson, result.recording),
    ...(at === undefined ? {} : { startAt: Math.min(at, result.recording.length - 1) }),
    command: `batchwise learn ${lesson.number}`,
  };
}

/** A lesson with a run of it, as the screen shows it. */
export function sessionOfLesson(lesson: Lesson, recording: Recording): Session {
  const { id, number, title, chapter, minutes, stage } = lesson;
  return {
    lesson: { id, number, title, chapter, minutes, ...(stage === undefined ? {} : { stage }) },
    recording,
    stops: findStops(lesson, recording).stops,
    programText: lesson.program,
    programName: targetOf(lesson).programName,
    ...(lesson.sparkOutput === undefined ? {} : { sparkOutput: lesson.sparkOutput }),
    ...(lesson.sparkName === undefined ? {} : { sparkName: lesson.sparkName }),
  };
}
