import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { initialView, keyTable, Model, plainStyle, press, renderFrame, Style, tick } from '../../src/tui/index.js';
import { folders, sessionOf } from './sessions.js';

const keys = [...new Set([...keyTable.flatMap((entry) => entry.keys), ...'abc 12:+-|', 'backspace', 'return', 'escape', '文'])];
const ascii = new Style({ ink: 'mono', theme: 'light', ascii: true });

describe.each(folders)('%s', (folder) => {
  const model = new Model(sessionOf(folder).session);
  const start = initialView(model.stops.steps[0] ?? 0);

  test('200 keys, whichever, at any size: no exception, no row too wide, and the way back shows the same frame', () => {
    const sizes = fc.record({ columns: fc.integer({ min: 40, max: 210 }), rows: fc.integer({ min: 12, max: 62 }) });
    const run = fc.property(sizes, fc.array(fc.constantFrom(...keys), { minLength: 200, maxLength: 200 }), (size, pressed) => {
      let view = { ...start, size };
      pressed.forEach((key, i) => {
        view = press(view, key, model);
        if (i % 20 !== 19) return;
        for (const style of [plainStyle, ascii]) {
          const frame = renderFrame(model, view, size, style);
          expect(frame).toHaveLength(size.rows);
          for (const row of frame) expect(stringWidth(row)).toBeLessThanOrEqual(size.columns);
        }
        const quiet = { ...press({ ...view, prompt: undefined, tour: undefined }, 'escape', model), batch: undefined };
        const there = press(quiet, '.', model);
        if (there.cursor === quiet.cursor) return;
        const back = press(there, ',', model);
        expect(renderFrame(model, back, size, plainStyle)).toEqual(
          renderFrame(model, { ...quiet, isPlaying: false }, size, plainStyle),
        );
      });
      expect(tick(view, model).cursor).toBeGreaterThanOrEqual(view.cursor);
    });
    fc.assert(run, { numRuns: 12 });
  });

  test('nothing but ASCII with --ascii, apart from what the lesson itself says', () => {
    const without = new Model({ ...model.session, stops: [], lesson: { ...model.session.lesson, title: 'x' } });
    for (let cursor = 0; cursor <= without.last; cursor += 23) {
      for (const overlay of [undefined, 'why', 'help', 'places', 'commands'] as const) {
        const view = { ...start, cursor, overlay, whys: [{ kind: 'event', seq: cursor } as const] };
        const frame = renderFrame(without, view, { columns: 120, rows: 40 }, ascii).join('\n');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are allowed
        expect(frame.replace(/\x1b\[\d+m/g, '')).toMatch(/^[\n -~]*$/);
      }
    }
  });
});
