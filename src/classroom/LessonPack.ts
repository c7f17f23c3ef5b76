import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import type { Lesson, StopSpec } from './Lesson.js';
import { LessonError } from './LessonError.js';
import { lessonSchema, stepsSchema } from './lessonSchema.js';
import { readShape, readText } from './readJson.js';

/** All lessons of a folder, in the order of their numbers. @throws {LessonError} */
export function readLessons(directory: string): Lesson[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((folder) => readLesson(directory, folder));
}

/** One lesson. @throws {LessonError} */
export function readLesson(directory: string, folder: string): Lesson {
  const at = (file: string): string => join(directory, folder, file);
  const meta = readShape(at('lesson.json'), lessonSchema);
  const steps = readShape(at('steps.json'), stepsSchema);
  const text = readSections(readText(at('text.en.md')), at('text.en.md'));
  const recorded = at('expected/spark-3.2.1.txt');
  const { config, stage, formatVersion: _, ...fields } = meta;
  return {
    ...fields,
    ...(stage === undefined ? {} : { stage }),
    number: folder.slice(0, 2),
    folder,
    title: text.title,
    settings: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)])),
    program: readText(at('program.ts')),
    script: readText(at('input.script')),
    stops: checkedStops(steps, text.sections, at('steps.json')),
    ...(steps.differs === undefined ? {} : { differs: steps.differs }),
    questions: steps.questions.map((question) => {
      const section = sectionOf(text.sections, question.text, at('steps.json'), `question ${question.id}`);
      const wrong = question.wrong.map((each) => ({ ...each, text: readText(at(`wrong/${each.file}`)) }));
      return { ...question, title: section.title, text: section.text, wrong };
    }),
    about: text.about,
    sections: text.sections,
    ...(existsSync(recorded) ? { sparkOutput: readText(recorded), sparkName: 'Spark 3.2.1' } : {}),
  };
}

type Sections = ReadonlyMap<string, { readonly title: string; readonly text: string }>;

/** Ids are there once; what a stop says and asks exists. @throws {LessonError} */
function checkedStops({ stops, questions, differs }: z.infer<typeof stepsSchema>, sections: Sections, file: string): StopSpec[] {
  const ids = new Set<string>();
  for (const { id, say, ask } of stops) {
    if (ids.has(id)) throw new LessonError(file, `the stop "${id}" is there twice`);
    ids.add(id);
    if (say !== undefined) sectionOf(sections, say, file, `stop ${id}`);
    if (ask !== undefined && !questions.some((question) => question.id === ask)) {
      throw new LessonError(
        file,
        `stop ${id} asks "${ask}"; the questions are ${questions.map((question) => question.id).join(', ') || 'none'}`,
      );
    }
  }
  if (differs !== undefined && !ids.has(differs))
    throw new LessonError(file, `"differs" names the stop "${differs}", which is not there`);
  return stops;
}

function sectionOf(
  sections: Sections,
  id: string,
  file: string,
  where: string,
): { readonly title: string; readonly text: string } {
  const section = sections.get(id);
  if (section === undefined) {
    throw new LessonError(file, `${where}: the text has no section "${id}"; it has ${[...sections.keys()].join(', ')}`);
  }
  return section;
}

/** `# title`, a paragraph, then sections: `## id: heading`. */
function readSections(text: string, file: string) {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw new LessonError(file, 'expected a title, "# …"');
  const sections = new Map<string, { title: string; text: string }>();
  const [head = '', ...parts] = text.split(/^## /m);
  for (const part of parts) {
    const [heading = '', ...lines] = part.split('\n');
    const [id = '', ...words] = heading.split(':');
    sections.set(id.trim(), { title: words.join(':').trim() || id.trim(), text: lines.join('\n').trim() });
  }
  return { title, about: head.replace(/^# .+$/m, '').trim(), sections };
}
