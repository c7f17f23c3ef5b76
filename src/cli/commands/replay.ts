import { existsSync, readFileSync } from 'node:fs';
import type { Session } from '../../recording/index.js';
import { parseScript } from '../../sim/script/parseScript.js';
import { isReplayCode, readReplayCode, readSavedText, replayCommand, type SavedRun } from '../replayCode.js';
import { runInWorker } from '../runInWorker.js';
import { lessons } from '../target.js';
import { UsageError } from '../UsageError.js';
import { sessionOfLesson } from './learn.js';
import { report } from './run.js';

export interface ReplayOptions {
  readonly plain?: boolean;
  readonly at?: number;
}

/** Opens a saved run: on the screen at a terminal, as plain lines otherwise or when asked for. @returns the exit code */
export async function replay(worker: URL, name: string, options: ReplayOptions): Promise<number> {
  const saved = readRun(name);
  const session = await openRun(worker, { ...saved, ...(options.at === undefined ? {} : { at: options.at }) });
  return session === undefined ? 1 : showSession(session, options.plain === true);
}

/** @throws {UsageError} neither a code nor a file */
function readRun(name: string): SavedRun {
  if (isReplayCode(name)) return readReplayCode(name);
  if (existsSync(name)) return readSavedText(readFileSync(name, 'utf8'), name);
  if (/^bw|^[\w-]{60,}$/.test(name)) return readReplayCode(name);
  throw new UsageError(`There is no file ${name}, and it is no replay code: a code begins with "bw1-".`);
}

/** Runs what was saved. A program that fails all the same is shown as far as it got. @returns undefined when nothing was recorded; the reason is on standard error */
export async function openRun(worker: URL, saved: SavedRun): Promise<Session | undefined> {
  const { texts, lesson: id, at } = saved;
  const script = parseScript(texts.script);
  const { program, programName, seed, settings } = texts;
  const result = await runInWorker(worker, { program, programName, script, seed, settings, trace: 'provenance' });
  if (result.problem !== undefined) report(programName, result.problem);
  const { recording } = result;
  if (recording === undefined) return undefined;
  const lesson = lessons().find((each) => each.id === id);
  const session = lesson === undefined ? undefined : sessionOfLesson(lesson, recording);
  const { sparkOutput: _, sparkName: __, ...rest } = session ?? { lesson: { id: 'replay', title: programName }, stops: [] };
  return {
    ...rest,
    recording,
    programText: program,
    programName,
    ...(at === undefined ? {} : { startAt: Math.min(at, recording.length - 1) }),
    command: replayCommand({ texts, ...(id === undefined ? {} : { lesson: id }) }),
  };
}

/** Shows a session as the terminal allows. @returns the exit code */
export async function showSession(session: Session, plain: boolean): Promise<number> {
  const tui = await import('../../tui/index.js');
  if (!plain && process.stdout.isTTY && process.stdin.isTTY) await tui.runLessonScreen(session, process);
  else for (const line of tui.plainLines(session)) process.stdout.write(`${line}\n`);
  return 0;
}
