import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findStops, type Lesson, loadProgram, readLesson } from '../../src/classroom/index.js';
import { Recording, type Session } from '../../src/recording/index.js';
import { World } from '../../src/sim/World.js';

export const lessonsDirectory = fileURLToPath(new URL('../../lessons', import.meta.url));

/** Runs a lesson in this thread and opens it as the screen would. */
export function sessionOf(folder: string): {
  readonly lesson: Lesson;
  readonly session: Session;
  readonly missing: readonly string[];
  readonly error: unknown;
} {
  const lesson = readLesson(lessonsDirectory, folder);
  const world = new World({
    program: loadProgram(lesson.program, 'program.ts').main,
    script: lesson.script,
    seed: lesson.seed,
    settings: lesson.settings,
    trace: 'provenance',
  });
  world.run();
  const { program: programText, script: scriptText, seed, settings } = lesson;
  const run = { programText, scriptText, seed, settings };
  const recording = new Recording(world.log, run, undefined, world.provenance?.toParts());
  const { stops, missing } = findStops(lesson, recording);
  const session: Session = {
    lesson: {
      id: lesson.id,
      number: lesson.number,
      title: lesson.title,
      chapter: lesson.chapter,
      ...(lesson.stage === undefined ? {} : { stage: lesson.stage }),
    },
    recording,
    stops,
    programText: lesson.program,
    ...(lesson.sparkOutput === undefined ? {} : { sparkOutput: lesson.sparkOutput, sparkName: 'Spark 3.2.1' }),
    command: `batchwise learn ${lesson.number}`,
  };
  return { lesson, session, missing, error: world.error };
}

/** All shipped lessons, in their order. */
/** Every lesson that there is. */
export const folders = readdirSync(lessonsDirectory).filter((name) => /^\d\d-/.test(name));
