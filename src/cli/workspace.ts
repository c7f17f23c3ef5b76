import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Exercise, type ProgramText, Progress } from '../classroom/index.js';

/** The folder in which a learner works: `exercises/08-windows/coverage.ts` and `.batchwise/progress.jsonl`. */
export class Workspace {
  readonly progress: Progress;
  constructor(readonly directory = process.cwd()) {
    this.progress = new Progress(join(directory, '.batchwise', 'progress.jsonl'));
  }

  /** Where the learner's work on an exercise is; relative to where the command was called. */
  fileOf({ lessonFolder, file }: Exercise): string {
    return join(this.directory, 'exercises', lessonFolder, file);
  }

  shown(exercise: Exercise): string {
    return relative(process.cwd(), this.fileOf(exercise)) || this.fileOf(exercise);
  }

  hasWork(exercise: Exercise): boolean {
    return existsSync(this.fileOf(exercise));
  }

  /** Puts the start of an exercise there, over what there is. */
  begin(exercise: Exercise): void {
    const file = this.fileOf(exercise);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, exercise.start);
  }

  /** Saves the run of a failure, over the last one of its exercise. @returns the file, relative to where the command was called */
  saveRun({ lessonFolder }: Exercise, text: string): string {
    const file = join(this.directory, '.batchwise', 'failures', `${lessonFolder}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return relative(process.cwd(), file);
  }

  workOn(exercise: Exercise): ProgramText {
    return { text: readFileSync(this.fileOf(exercise), 'utf8'), name: exercise.file };
  }
}
