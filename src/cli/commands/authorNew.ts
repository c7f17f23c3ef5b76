import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type ScaffoldQuestion, scaffoldLesson } from '../../classroom/authoring/scaffoldLesson.js';
import type { SavedRun } from '../replayCode.js';
import { sandboxStart, templateTexts } from '../sandboxTemplates.js';
import { lessonDirectory, lessons } from '../target.js';
import { UsageError } from '../UsageError.js';
import { openRun } from './replay.js';

export interface AuthorNewOptions {
  /** Where the lesson's folder goes; the lessons of this program unless said. */
  readonly in?: string;
}

const script = `# Two lines, a second apart.
@0.5s nc :9999 > a a
@1.5s nc :9999 > a
`;

/** Makes a lesson to begin with: it passes `author check`, and what has to be written is marked TODO. @returns the exit code */
export function authorNew(worker: URL, slug: string, options: AuthorNewOptions): Promise<number> {
  const texts = { ...templateTexts('words'), script, seed: slug, settings: { until: '4s' } };
  const question: ScaffoldQuestion = {
    id: 'ask-second',
    title: 'What will the second batch print?',
    text: 'TODO: the question. The right answer is computed by running program.ts, the wrong one by running wrong/counts-accumulate.ts.',
    batch: 2000,
    tag: 'counts-accumulate',
    wrong: templateTexts('state').program,
  };
  return write(worker, slug, { texts }, options, question);
}

/** Makes a lesson of a saved run, of a code, or of a template: its program, its script, and a stop wherever something happened. @returns the exit code */
export function authorRecord(worker: URL, name: string, slug: string, options: AuthorNewOptions): Promise<number> {
  return write(worker, slug, sandboxStart(name), options);
}

/** @throws {UsageError} a slug that is none or is taken */
async function write(
  worker: URL,
  slug: string,
  run: SavedRun,
  options: AuthorNewOptions,
  question?: ScaffoldQuestion,
): Promise<number> {
  if (!/^[a-z][a-z0-9-]*$/.test(slug)) throw new UsageError(`"${slug}": expected a name in lower case, such as late-records.`);
  if (lessons().some(({ id }) => id === slug)) throw new UsageError(`There is a lesson "${slug}" already.`);
  const directory = options.in ?? lessonDirectory();
  const folder = join(directory, `${nextNumber(directory)}-${slug}`);
  if (existsSync(folder)) throw new UsageError(`There is ${folder} already.`);
  const session = await openRun(worker, run);
  if (session === undefined) return 1;
  const files = scaffoldLesson(slug, run.texts, session.recording, lessons(), question);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const shown = relative(process.cwd(), folder) || folder;
  const path = /[/\\]/.test(shown) ? shown : `./${shown}`;
  process.stdout.write(
    `${path} has ${[...files.keys()].join(', ')}.\nWrite what is marked TODO, then: batchwise author check ${path}\n`,
  );
  return 0;
}

/** The next free number, of the lessons there and of those that came with this program. */
function nextNumber(directory: string): string {
  const there = existsSync(directory) ? readdirSync(directory) : [];
  const numbers = [...there, ...lessons().map(({ folder }) => folder)].flatMap((name) => /^(\d\d)-/.exec(name)?.[1] ?? []);
  return String(Math.min(99, Math.max(-1, ...numbers.map(Number)) + 1)).padStart(2, '0');
}
