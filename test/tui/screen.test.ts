import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  initialView,
  Model,
  plainLines,
  plainStyle,
  press,
  renderFrame,
  renderList,
  Style,
  tick,
  type View,
} from '../../src/tui/index.js';
import { folders, sessionOf } from './sessions.js';

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
];
const color = new Style({ ink: 'color', theme: 'dark', ascii: false });

describe.each(folders)('%s', (folder) => {
  let model: Model;
  beforeAll(() => {
    model = new Model(sessionOf(folder).session);
  });
  const start = (): View => initialView(model.stops.steps[0] ?? 0);

  test('the frame at every step is the same forwards and backwards', () => {
    for (const size of [sizes[0], sizes[2]] as typeof sizes) {
      let view = start();
      const forwards: string[] = [];
      for (let i = 0; i < model.stops.steps.length; i++) {
        forwards.push(renderFrame(model, view, size, plainStyle).join('\n'));
        if (i < model.stops.steps.length - 1) view = press(view, 'right', model);
      }
      expect(view.cursor).toBe(model.stops.steps.at(-1));
      expect(new Set(forwards).size).toBe(forwards.length);
      for (let i = model.stops.steps.length - 1; i >= 0; i--) {
        expect(renderFrame(model, view, size, plainStyle).join('\n')).toBe(forwards[i]);
        if (i > 0) view = press(view, 'left', model);
      }
    }
  });

  test('at every event and size the frame has the size of the screen', () => {
    for (const size of sizes) {
      for (let cursor = 0; cursor <= model.last; cursor += Math.max(7, Math.floor(model.last / 50))) {
        for (const style of [plainStyle, color]) {
          const frame = renderFrame(model, { ...start(), cursor }, size, style);
          expect(frame).toHaveLength(size.rows);
          for (const line of frame) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
        }
      }
    }
  });

  test('every panel and stage can be shown at every size', () => {
    for (const size of sizes) {
      for (const key of ['1', '2', '3', '4', '5', '6', '0', 'v', 'v', 'v', 'z', '?']) {
        const view = press(press({ ...start(), cursor: Math.floor(model.last / 2) }, key, model), 'down', model);
        for (const line of renderFrame(model, view, size, plainStyle))
          expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
      }
    }
  });

  test('the plain lines tell the whole run', () => {
    const lines = [...plainLines(model.session)];
    expect(lines[0]).toContain(model.session.lesson.title);
    for (const { title } of model.session.stops) expect(lines).toContain(`* ${title}`);
    for (const { text } of model.console.lines) if (text !== '') expect(lines).toContain(`    ${text}`);
  });
});

describe('keys', () => {
  let model: Model;
  beforeAll(() => {
    model = new Model(sessionOf('05-word-count').session);
  });
  const view = (): View => initialView(model.stops.steps[0] ?? 0);
  const pressed = (...keys: string[]): View => keys.reduce((before, key) => press(before, key, model), view());

  test('the end and the beginning say so and stay', () => {
    expect(pressed('G', 'right').notice).toBe('This is the end of the run.');
    expect(pressed('g', 'left').notice).toBe('This is the beginning of the run.');
  });

  test('a jump is taken back by ctrl-o and repeated by ctrl-n', () => {
    const from = pressed('right', 'right').cursor;
    expect(pressed('right', 'right', 'G', 'ctrl-o').cursor).toBe(from);
    expect(pressed('right', 'right', 'G', 'ctrl-o', 'ctrl-n').cursor).toBe(model.last);
  });

  test('find goes to the next event that has the text, in any case', () => {
    const found = pressed('/', ...'RESTARTING', 'return');
    expect(found.cursor).toBeGreaterThan(0);
    expect(JSON.stringify(model.recording.get(found.cursor))).toMatch(/restart/i);
    expect(pressed('/', ...'no such thing', 'return').notice).toBe('No later event has "no such thing".');
  });

  test('commands go to a batch, a time and an event', () => {
    expect(model.recording.get(pressed(':', ...'batch 2', 'return').cursor)).toMatchObject({ at: 2_000_000 });
    expect(model.recording.get(pressed(':', ...'t 1.5s', 'return').cursor).at).toBeLessThanOrEqual(1_500_000);
    expect(pressed(':', ...'7', 'return').cursor).toBe(7);
    expect(pressed(':', ...'fly', 'return').notice).toContain('":fly" is not understood');
    expect(pressed(':', ...'batch 99', 'return').notice).toBe('There is no batch 99.');
  });

  test('b breaks on the kind of event at the cursor, c and C run to the next and back', () => {
    const completed = pressed(':', ...'batch 2', 'return', ']');
    const set = press(completed, 'b', model);
    const { type } = model.recording.get(set.cursor);
    const next = press(set, 'c', model);
    expect(next.cursor).toBeGreaterThan(set.cursor);
    expect(model.recording.get(next.cursor).type).toBe(type);
    expect(press(next, 'C', model).cursor).toBe(set.cursor);
    expect(pressed('c').notice).toContain('No later failure');
  });

  test('a row of the events is chosen and opened', () => {
    expect(pressed('6', 'down', 'down', 'return').cursor).toBe((model.stops.steps[0] ?? 0) + 2);
  });

  test('playing goes on until the end and stops there', () => {
    let playing = pressed(' ');
    for (let i = 0; i < 1000 && playing.isPlaying; i++) playing = tick(playing, model);
    expect(playing.cursor).toBe(model.stops.steps.at(-1));
    expect(playing.isPlaying).toBe(false);
  });

  test('q and escape: escape closes the help', () => {
    expect(pressed('?').overlay).toBe('help');
    expect(pressed('?', 'escape').overlay).toBeUndefined();
  });

  test('a screen that is too small says what is needed', () => {
    const frame = renderFrame(model, view(), { columns: 60, rows: 20 }, plainStyle);
    expect(frame[0]).toContain('80x24');
  });
});

test('the list fits every size and shows what is chosen', () => {
  const items = folders.map((folder) => {
    const { lesson } = sessionOf(folder);
    return {
      id: lesson.id,
      number: lesson.number,
      title: lesson.title,
      chapter: lesson.chapter,
      kind: 'lesson',
      progress: 'new',
      about: lesson.about,
    } as const;
  });
  for (const size of sizes) {
    const frame = renderList(items, folders.indexOf('05-word-count'), size, plainStyle);
    expect(frame).toHaveLength(size.rows);
    for (const line of frame) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
    expect(frame.find((line) => line.startsWith(' > 05') || line.startsWith('> 05') || line.includes('> 05'))).toBeDefined();
  }
  expect(renderList([], 0, { columns: 80, rows: 24 }, plainStyle).join('\n')).toContain('There are no lessons.');
});
