import type { Session } from '../../recording/index.js';
import { renderFrame } from '../frame.js';
import { frameSvg } from '../frameSvg.js';
import { press, tick } from '../keymap.js';
import { Model } from '../model.js';
import { plainStyle, type StyleChoice, styleFor } from '../style.js';
import { initialView, type Prediction, speeds, type View } from '../view.js';
import { type ScreenIo, showFrames } from './showFrames.js';

/** What a screen tells those who keep the learner's progress and files. */
export interface LessonHooks {
  readonly style?: StyleChoice;
  /** Begin with the tour. */
  readonly isFirstTime?: boolean;
  /** The screen is there: what is slow may begin. `changed` draws the frame anew. */
  onShown?(changed: () => void): void;
  /** A stop was reached. */
  onStop?(id: string): void;
  onPrediction?(question: string, prediction: Prediction): void;
  /** Keeps a frame as text and as a picture. @returns what to tell the learner */
  onSave?(name: string, text: string, svg: string): string;
}

/** Steps through a session until the learner leaves. */
export function runLessonScreen(session: Session, io: ScreenIo, hooks: LessonHooks = {}): Promise<void> {
  const model = new Model(session);
  const style = styleFor(io.env, hooks.style);
  let view = initialView(session.startAt ?? model.stops.steps[0] ?? 0);
  if (hooks.isFirstTime === true) view = { ...view, tour: 0 };
  let timer: NodeJS.Timeout | undefined;
  let changed = (): void => {};
  const reached = new Set<string>();
  const tell = (before: View): void => {
    const stop = model.stopAt(view.cursor);
    if (stop?.seq === view.cursor && !reached.has(stop.id)) {
      reached.add(stop.id);
      hooks.onStop?.(stop.id);
    }
    if (view.predictions === before.predictions) return;
    for (const [id, prediction] of Object.entries(view.predictions))
      if (before.predictions[id] === undefined) hooks.onPrediction?.(id, prediction);
  };
  const play = (): void => {
    clearTimeout(timer);
    if (!view.isPlaying) return;
    timer = setTimeout(
      () => {
        const before = view;
        view = tick(view, model);
        tell(before);
        changed();
        play();
      },
      1000 / speeds[view.speed as 0],
    );
  };
  const save = (): void => {
    const plain = renderFrame(model, view, view.size, plainStyle);
    const name = `${session.lesson.number ?? session.lesson.id}-${view.cursor}`;
    const svg = frameSvg(renderFrame(model, view, view.size, style), view.size.columns);
    const notice = hooks.onSave?.(name, `${plain.map((row) => row.trimEnd()).join('\n')}\n`, svg);
    view = { ...view, notice: notice ?? 'Frames cannot be saved here.' };
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
        if (key === 'S' && view.prompt === undefined) {
          save();
          return undefined;
        }
        const before = view;
        view = press(view, key, model);
        tell(before);
        if (view.isPlaying !== before.isPlaying || view.speed !== before.speed) play();
        return undefined;
      },
      start: (redraw) => {
        changed = redraw;
        tell(view);
        hooks.onShown?.(redraw);
      },
      stop: () => clearTimeout(timer),
    },
    io,
  );
}
