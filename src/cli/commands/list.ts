import { hasExercise, type Lesson, type ProgressEntry, readExercise } from '../../classroom/index.js';
import type { LessonListItem } from '../../recording/index.js';
import { findLesson, lessonDirectory, lessons } from '../target.js';
import { Workspace } from '../workspace.js';

/** The lessons as the list on the screen has them, with what the learner did; an exercise follows its lesson. */
export function listItems(): LessonListItem[] {
  const workspace = new Workspace();
  const entries = workspace.progress.entries();
  const directory = lessonDirectory();
  return lessons().flatMap((lesson) => {
    const own = entries.filter((entry) => entry.lesson === lesson.id);
    const item = lessonItem(lesson, own);
    if (!hasExercise(directory, lesson)) return [item];
    const isBegun = workspace.hasWork(readExercise(directory, lesson));
    return [item, exerciseItem(lesson, own, isBegun)];
  });
}

function lessonItem(lesson: Lesson, entries: readonly ProgressEntry[]): LessonListItem {
  const stops = stopsOf(entries);
  const total = lesson.stops.length;
  const answered = new Set(entries.filter(({ event }) => event === 'predict').map(({ payload }) => fieldOf(payload, 'question')));
  const isDone = total > 0 && lesson.stops.every(({ id }) => stops.has(id));
  const questions = lesson.questions.length === 0 ? '' : `, questions ${answered.size}/${lesson.questions.length}`;
  return {
    id: lesson.id,
    number: lesson.number,
    title: lesson.title,
    chapter: lesson.chapter,
    kind: 'lesson',
    progress: isDone ? 'done' : stops.size > 0 ? 'started' : 'new',
    ...(stops.size === 0 ? {} : { place: `stop ${stops.size}/${total}${questions}` }),
    minutes: lesson.minutes,
    about: lesson.about,
    misconception: lesson.misconception.sentence,
    needs: lesson.prerequisites,
    command: `batchwise learn ${lesson.number}`,
  };
}

function exerciseItem(lesson: Lesson, entries: readonly ProgressEntry[], isBegun: boolean): LessonListItem {
  const last = entries.findLast(({ event }) => event === 'pass' || event === 'fail')?.event;
  const isPassed = entries.some(({ event }) => event === 'pass');
  const tries = entries.filter(({ event }) => event === 'pass' || event === 'fail').length;
  const begun = isBegun ? 'started' : 'new';
  return {
    id: `${lesson.id}-exercise`,
    number: lesson.number,
    title: `Exercise: ${lesson.title}`,
    chapter: lesson.chapter,
    kind: 'exercise',
    progress: isPassed ? 'done' : last === 'fail' ? 'failing' : begun,
    ...(tries === 0 ? {} : { place: `checked ${tries} times` }),
    about: `The exercise of lesson ${lesson.number}. Edit the file and have it checked on every save.`,
    needs: [lesson.id],
    command: `batchwise check ${lesson.number} --watch`,
  };
}

const fieldOf = (payload: unknown, field: string): unknown =>
  (payload as Readonly<Record<string, unknown>> | null | undefined)?.[field];

/** Stops that were reached, each with its event. */
function stopsOf(entries: readonly ProgressEntry[]): ReadonlyMap<string, number> {
  const stops = new Map<string, number>();
  for (const { event, payload } of entries) {
    const [stop, seq] = [fieldOf(payload, 'stop'), fieldOf(payload, 'seq')];
    if (event === 'stop' && typeof stop === 'string') stops.set(stop, typeof seq === 'number' ? seq : 0);
  }
  return stops;
}

/** Where the list opens: the lesson that was last worked on, the next one when it is done. */
export function continueAt(items: readonly LessonListItem[]): string | undefined {
  const last = new Workspace().progress.entries().findLast(({ event }) => event === 'stop' || event === 'predict')?.lesson;
  const at = items.findIndex(({ id }) => id === last);
  if (at < 0) return undefined;
  return items.slice(at).find(({ progress }) => progress !== 'done')?.id ?? items[at]?.id;
}

/** The event at which the learner left a lesson that is not done. */
export function startAt(id: string): { readonly at?: number } {
  const lesson = findLesson(id);
  const entries = new Workspace().progress.entries().filter((entry) => entry.lesson === lesson.id);
  const stops = stopsOf(entries);
  if (lesson.stops.every((stop) => stops.has(stop.id))) return {};
  const last = [...stops.values()].at(-1);
  return last === undefined || last === 0 ? {} : { at: last };
}

/** Prints all lessons, a line each. @returns the exit code */
export function list(options: { readonly json?: boolean }): number {
  const items = listItems();
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(items, null, 2)}\n`);
    return 0;
  }
  let chapter = '';
  for (const item of items) {
    if (item.chapter !== chapter) process.stdout.write(`${chapter === '' ? '' : '\n'}${item.chapter}\n`);
    chapter = item.chapter;
    process.stdout.write(
      `  ${item.number}  ${item.title.padEnd(44)} ${item.minutes === undefined ? '       ' : `${String(item.minutes).padStart(3)} min`}   ${item.id.padEnd(24)} ${item.progress === 'new' ? '' : (item.place ?? item.progress)}`
        .trimEnd()
        .concat('\n'),
    );
  }
  process.stdout.write('\nbatchwise learn <number> steps through one; batchwise run <number> prints what Spark would print.\n');
  return 0;
}
