import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson, StopSpec } from './Lesson.js';
import { LessonError } from './LessonError.js';
import { readJson, readText } from './readJson.js';

type Fields = Readonly<Record<string, unknown>>;

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
  const meta = readJson(at('lesson.json'));
  const steps = readJson(at('steps.json'));
  const text = readSections(readText(at('text.en.md')), at('text.en.md'));
  const recorded = at('expected/spark-3.2.1.txt');
  const misconception = objectOf(meta, 'misconception', at('lesson.json'));
  const stage = meta.stage === undefined ? {} : { stage: textOf(meta, 'stage', at('lesson.json')) as never };
  return {
    id: textOf(meta, 'id', at('lesson.json')),
    number: folder.slice(0, 2),
    folder,
    title: text.title,
    chapter: textOf(meta, 'chapter', at('lesson.json')),
    minutes: numberOf(meta, 'minutes', at('lesson.json')),
    misconception: {
      tag: textOf(misconception, 'tag', at('lesson.json')),
      sentence: textOf(misconception, 'sentence', at('lesson.json')),
    },
    objectives: textsOf(meta, 'objectives', at('lesson.json')),
    prerequisites: textsOf(meta, 'prerequisites', at('lesson.json')),
    ...stage,
    seed: textOf(meta, 'seed', at('lesson.json')),
    settings: Object.fromEntries(
      Object.entries(objectOf(meta, 'config', at('lesson.json'))).map(([key, value]) => [key, String(value)]),
    ),
    program: readText(at('program.ts')),
    script: readText(at('input.script')),
    stops: readStops(steps, text.sections, at('steps.json')),
    about: text.about,
    sections: text.sections,
    ...(existsSync(recorded) ? { sparkOutput: readText(recorded), sparkName: 'Spark 3.2.1' } : {}),
  };
}

function readStops(steps: Fields, sections: ReadonlyMap<string, unknown>, file: string): StopSpec[] {
  const { stops } = steps;
  if (!Array.isArray(stops)) throw new LessonError(file, 'expected "stops", a list');
  const ids = new Set<string>();
  for (const [i, stop] of (stops as Fields[]).entries()) {
    const where = `stops[${i}]`;
    const id = textOf(stop, 'id', file, where);
    if (ids.has(id)) throw new LessonError(file, `${where}: the id "${id}" is there twice`);
    ids.add(id);
    textOf(objectOf(stop, 'at', file, where), 'event', file, `${where}.at`);
    if (stop.say !== undefined && !sections.has(stop.say as string)) {
      throw new LessonError(
        file,
        `${where}: the text has no section "${String(stop.say)}"; it has ${[...sections.keys()].join(', ')}`,
      );
    }
  }
  return stops as StopSpec[];
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

const expected = (file: string, where: string, name: string, what: string): LessonError =>
  new LessonError(file, `${where === '' ? '' : `${where}: `}expected "${name}", ${what}`);

function textOf(fields: Fields, name: string, file: string, where = ''): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw expected(file, where, name, 'a text');
  return value;
}

function numberOf(fields: Fields, name: string, file: string, where = ''): number {
  const value = fields[name];
  if (typeof value !== 'number') throw expected(file, where, name, 'a number');
  return value;
}

function textsOf(fields: Fields, name: string, file: string, where = ''): readonly string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string'))
    throw expected(file, where, name, 'a list of texts');
  return value as string[];
}

function objectOf(fields: Fields, name: string, file: string, where = ''): Fields {
  const value = fields[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(file, where, name, 'an object');
  return value as Fields;
}
