import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { splitScript } from '../../sim/fault/splitScript.js';
import type { Lesson } from '../Lesson.js';
import { readShape, readText } from '../readJson.js';
import type { Experiment } from './Experiment.js';
import { experimentSchema } from './experimentSchema.js';

/** The experiments of a lesson, by name; none is no error. @throws {LessonError} a file that is missing or does not fit its format */
export function readExperiments(directory: string, lesson: Lesson): Experiment[] {
  const folder = join(directory, lesson.folder);
  const at = join(folder, 'experiments');
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name): Experiment => {
      const { formatVersion: _, config, program, repaired, script, ...fields } = readShape(join(at, name), experimentSchema);
      const own = Object.fromEntries(Object.entries(config ?? {}).map(([key, value]) => [key, String(value)]));
      return {
        ...fields,
        id: name.replace(/\.json$/, ''),
        lesson: lesson.id,
        program: readText(join(folder, program)),
        repaired: readText(join(folder, repaired)),
        script: `${splitScript(readText(join(folder, script)))
          .input.join('\n')
          .trimEnd()}\n`,
        seed: lesson.seed,
        settings: { ...lesson.settings, ...own },
      };
    });
}
