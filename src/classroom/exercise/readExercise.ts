import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../Lesson.js';
import { LessonError } from '../LessonError.js';
import { readShape, readText } from '../readJson.js';
import type { Exercise, Mutant, Task } from './Exercise.js';
import { exerciseSchema } from './exerciseSchema.js';
import { readHints } from './readHints.js';

/** Whether a lesson has an exercise. */
export const hasExercise = (directory: string, { folder }: Pick<Lesson, 'folder'>): boolean =>
  existsSync(join(directory, folder, 'exercise', 'exercise.json'));

/** The exercise of a lesson. @throws {LessonError} when a file is missing or does not fit its format */
export function readExercise(directory: string, lesson: Pick<Lesson, 'folder' | 'id'>): Exercise {
  const at = (file: string): string => join(directory, lesson.folder, 'exercise', file);
  const spec = readShape(at('exercise.json'), exerciseSchema);
  const ids = new Set(spec.properties.map((property) => property.id));
  const hints = readHints(readText(at('hints.en.md')), at('hints.en.md'));
  const tasks = spec.tasks.map((task): Task => {
    const found = hints.get(task.id);
    if (found === undefined) throw new LessonError(at('hints.en.md'), `expected a section "## ${task.id}" with hints`);
    return { ...task, hints: found };
  });
  const mutants = spec.mutants.map((mutant): Mutant => {
    for (const id of [...mutant.fails, ...mutant.mayFail]) {
      if (!ids.has(id)) throw new LessonError(at('exercise.json'), `mutants: ${mutant.file} fails "${id}", which is no property`);
    }
    return { ...mutant, text: readText(at(`mutants/${mutant.file}`)) };
  });
  const { formatVersion: _, ...fields } = spec;
  const texts = {
    start: readText(at('start.ts')),
    solution: readText(at('solution.ts')),
    hidden: readText(at('hidden.ts')),
    visible: readText(at('visible.ts')),
    explain: readText(at('explain.en.md')),
    discuss: readText(at('discuss.en.md')),
  };
  const decides = JSON.stringify([spec.properties, spec.seeds, spec.budget, texts.hidden, texts.visible, texts.start]);
  return {
    ...fields,
    id: lesson.id,
    lessonFolder: lesson.folder,
    tasks,
    mutants,
    ...texts,
    contentHash: createHash('sha256').update(decides).digest('hex').slice(0, 16),
  };
}
