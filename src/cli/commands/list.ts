import type { LessonListItem } from '../../recording/index.js';
import { lessons } from '../target.js';

/** The lessons as the list on the screen has them. */
export const listItems = (): LessonListItem[] =>
  lessons().map((lesson) => ({
    id: lesson.id,
    number: lesson.number,
    title: lesson.title,
    chapter: lesson.chapter,
    kind: 'lesson',
    progress: 'new',
    minutes: lesson.minutes,
    about: lesson.about,
    misconception: lesson.misconception.sentence,
    needs: lesson.prerequisites,
    command: `batchwise learn ${lesson.number}`,
  }));

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
      `  ${item.number}  ${item.title.padEnd(36)} ${String(item.minutes ?? 0).padStart(3)} min   ${item.id}\n`,
    );
  }
  process.stdout.write('\nbatchwise learn <number> steps through one; batchwise run <number> prints what Spark would print.\n');
  return 0;
}
