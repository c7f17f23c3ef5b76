import { readFileSync } from 'node:fs';
import { findLesson } from '../target.js';
import { UsageError } from '../UsageError.js';
import { Workspace } from '../workspace.js';

/** `progress export|merge|reset`. @returns the exit code */
export function progress(action: string, argument: string | undefined): number {
  const { progress: kept } = new Workspace();
  switch (action) {
    case 'export':
      process.stdout.write(kept.export());
      return 0;
    case 'merge': {
      if (argument === undefined) throw new UsageError('progress merge: expected the file that another machine exported.');
      let text: string;
      try {
        text = readFileSync(argument === '-' ? 0 : argument, 'utf8');
      } catch {
        throw new UsageError(`There is no file ${argument}.`);
      }
      process.stdout.write(`${kept.merge(text)} new lines of progress.\n`);
      return 0;
    }
    case 'reset':
      kept.reset(argument === undefined ? undefined : findLesson(argument).id);
      process.stdout.write(argument === undefined ? 'All progress is forgotten.\n' : `Progress of ${argument} is forgotten.\n`);
      return 0;
    default:
      throw new UsageError(`progress ${action}: expected export, merge or reset.`);
  }
}
