import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { findStops, type Lesson } from '../../classroom/index.js';
import type { Recording, Session } from '../../recording/index.js';
import { QuestionDesk } from '../QuestionDesk.js';
import { runInWorker } from '../runInWorker.js';
import { lessons, targetOf } from '../target.js';
import { UsageError } from '../UsageError.js';
import { Workspace } from '../workspace.js';
import { report, requestOf } from './run.js';

export interface LearnOptions {
  /** The event to open at. */
  readonly at?: number;
  /** Lines instead of a screen. */
  readonly plain?: boolean;
  /** The same as records, one a line. */
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly theme?: 'dark' | 'light';
}

/** The threads that were built: for runs, and for programs nobody trusts. */
export interface Workers {
  readonly worker: URL;
  readonly gradeWorker: URL;
}

/** A lesson, run and ready to be shown, with its questions. */
export interface OpenedLesson {
  readonly session: Session;
  readonly desk: QuestionDesk;
}

/** Runs a lesson and opens it: on the screen at a terminal, as plain lines otherwise. @returns the exit code */
export async function learn(workers: Workers, lesson: Lesson, options: LearnOptions = {}): Promise<number> {
  const opened = await openLesson(workers, lesson, options.at);
  if (opened === undefined) return 1;
  const { session, desk } = opened;
  try {
    if (options.json === true) await printRecords(session, options);
    else if (isPlain(options)) await plain(session, desk, options);
    else await onScreen(session, desk, lesson, options);
  } finally {
    desk.close();
  }
  return 0;
}

/** @returns undefined when the lesson's program could not be run; why has been reported */
export async function openLesson(
  { worker, gradeWorker }: Workers,
  lesson: Lesson,
  at: number | undefined,
): Promise<OpenedLesson | undefined> {
  const target = targetOf(lesson);
  const result = await runInWorker(worker, { ...requestOf(target, { set: [], feed: [] }), trace: 'provenance' });
  if (result.problem !== undefined) report(target.programName, result.problem);
  const { recording } = result;
  if (recording === undefined) return undefined;
  if (at !== undefined && at >= recording.length)
    throw new UsageError(`--at ${at}: the run has the events 0 to ${recording.length - 1}.`);
  const session = sessionOfLesson(lesson, recording);
  const desk = new QuestionDesk(lesson, lessons(), gradeWorker, session.stops);
  return {
    desk,
    session: {
      ...session,
      questions: desk.questions,
      ...(at === undefined ? {} : { startAt: at }),
      command: `batchwise learn ${lesson.number}`,
    },
  };
}

/** A lesson with a run of it, as the screen shows it; without its questions. */
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

const isPlain = ({ plain: asked }: LearnOptions): boolean =>
  asked === true || !process.stdout.isTTY || !process.stdin.isTTY || process.env.TERM === 'dumb';

async function onScreen(session: Session, desk: QuestionDesk, lesson: Lesson, options: LearnOptions): Promise<void> {
  const { runLessonScreen } = await import('../../tui/index.js');
  const { progress } = new Workspace();
  const entries = progress.entries();
  const known = new Set(entries.filter((entry) => entry.lesson === lesson.id && entry.event === 'stop').map(stopOf));
  const entry = (event: 'stop' | 'predict', payload: unknown) =>
    progress.add({ at: new Date().toISOString(), lesson: lesson.id, event, seed: lesson.seed, payload });
  await runLessonScreen(session, process, {
    style: options,
    isFirstTime: entries.length === 0,
    onShown: (changed) => void desk.compute(changed),
    onStop: (stop) => {
      if (known.has(stop)) return;
      known.add(stop);
      entry('stop', { stop, of: session.stops.length, seq: session.stops.find(({ id }) => id === stop)?.seq });
    },
    onPrediction: (question, { text, confidence }) =>
      entry('predict', { question, answer: text, confidence, ...desk.tagOf(question, text) }),
    onSave: (name, text, svg) => {
      writeFileSync(`${name}.txt`, text);
      writeFileSync(`${name}.svg`, svg);
      return `Saved ${name}.txt and ${name}.svg.`;
    },
  });
}

/** The stop of a progress entry. */
function stopOf({ payload }: { readonly payload?: unknown }): string {
  return String((payload as { readonly stop?: unknown } | undefined)?.stop);
}

/** The whole lesson as lines; one frame where an event was asked for; a dialog where somebody types. */
async function plain(session: Session, desk: QuestionDesk, { at, plain: asked, ascii }: LearnOptions): Promise<void> {
  const tui = await import('../../tui/index.js');
  const say = (lines: Iterable<string>): void => {
    for (const line of lines) process.stdout.write(`${line}\n`);
  };
  const isDialog = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isDialog) {
    const dialog = new tui.PlainDialog(session);
    say(dialog.start());
    void desk.compute(() => {});
    const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
    input.prompt();
    for await (const line of input) {
      const lines = dialog.answer(line);
      if (lines === undefined) break;
      say(lines);
      input.prompt();
    }
    input.close();
    return;
  }
  if (at === undefined) {
    say(tui.plainLines(session));
    return;
  }
  const model = new tui.Model(session);
  if (asked === true) say(tui.recordLines(tui.plainRecord(model, at, at - 1)));
  else {
    const style = new tui.Style({ ink: 'none', theme: 'dark', ascii: ascii === true });
    say(tui.renderFrame(model, tui.initialView(at), { columns: 120, rows: 40 }, style).map((row) => row.trimEnd()));
  }
}

async function printRecords(session: Session, { at }: LearnOptions): Promise<void> {
  const { Model, plainRecord, plainRecords } = await import('../../tui/index.js');
  const model = new Model(session);
  const records = at === undefined ? plainRecords(model) : [plainRecord(model, at, at - 1)];
  for (const record of records) process.stdout.write(`${JSON.stringify(record)}\n`);
}
