import type { LessonListItem } from '../../recording/index.js';
import { renderList } from '../listFrame.js';
import { styleFor } from '../style.js';
import { type ScreenIo, showFrames } from './showFrames.js';

/** Shows the lessons. @returns the id of the one that was opened; undefined when the learner left */
export async function runLessonList(items: readonly LessonListItem[], io: ScreenIo, at?: string): Promise<string | undefined> {
  const style = styleFor(io.env);
  let chosen = Math.max(
    0,
    items.findIndex(({ id }) => id === at),
  );
  let opened: string | undefined;
  await showFrames(
    {
      frame: (size) => renderList(items, chosen, size, style),
      press: (key) => {
        if (key === 'q') return 'leave';
        // An exercise is worked on in an editor; its command stands beside the list.
        if (key === 'return' && items[chosen]?.kind === 'exercise') return undefined;
        if (key === 'return') {
          opened = items[chosen]?.id;
          return 'leave';
        }
        const by = key === 'down' || key === 'j' ? 1 : key === 'up' || key === 'k' ? -1 : 0;
        chosen = Math.max(0, Math.min(items.length - 1, chosen + by));
        return undefined;
      },
    },
    io,
  );
  return opened;
}
