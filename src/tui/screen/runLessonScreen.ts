import type { Session } from '../../recording/index.js';
import { renderFrame } from '../frame.js';
import { press, tick } from '../keymap.js';
import { Model } from '../model.js';
import { styleFor } from '../style.js';
import { initialView, speeds } from '../view.js';
import { type ScreenIo, showFrames } from './showFrames.js';

/** Steps through a session until the learner leaves. */
export function runLessonScreen(session: Session, io: ScreenIo): Promise<void> {
  const model = new Model(session);
  const style = styleFor(io.env);
  let view = initialView(session.startAt ?? model.stops.steps[0] ?? 0);
  let timer: NodeJS.Timeout | undefined;
  let changed = (): void => {};
  const play = (): void => {
    clearTimeout(timer);
    if (!view.isPlaying) return;
    timer = setTimeout(
      () => {
        view = tick(view, model);
        changed();
        play();
      },
      1000 / speeds[view.speed as 0],
    );
  };
  return showFrames(
    {
      frame: (size) => {
        // What a row stands for depends on the size it was drawn at.
        if (size.columns !== view.size.columns || size.rows !== view.size.rows) view = { ...view, size };
        return renderFrame(model, view, size, style);
      },
      press: (key) => {
        if (key === 'q' && view.prompt === undefined) {
          if (view.overlay === undefined) return 'leave';
          view = press(view, 'escape', model);
          return undefined;
        }
        const before = view;
        view = press(view, key, model);
        if (view.isPlaying !== before.isPlaying || view.speed !== before.speed) play();
        return undefined;
      },
      start: (redraw) => {
        changed = redraw;
      },
      stop: () => clearTimeout(timer),
    },
    io,
  );
}
