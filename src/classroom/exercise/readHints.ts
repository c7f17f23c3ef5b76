import { LessonError } from '../LessonError.js';

/** The hints of each task: `## task`, then three list items, from *where to look* to *what to write*. @throws {LessonError} an empty hint, or another number of them */
export function readHints(text: string, file: string): ReadonlyMap<string, readonly string[]> {
  const hints = new Map<string, readonly string[]>();
  const [, ...parts] = text.split(/^## /m);
  for (const part of parts) {
    const [heading = '', ...lines] = part.split('\n');
    const items = lines
      .join('\n')
      .split(/^\d+\. /m)
      .slice(1)
      .map((item) => item.trim());
    if (items.length !== 3 || items.some((item) => item === '')) {
      throw new LessonError(file, `## ${heading.trim()}: expected three hints, numbered 1. to 3., none of them empty`);
    }
    hints.set(heading.trim(), items);
  }
  return hints;
}
