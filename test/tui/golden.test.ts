import { describe, expect, test } from 'vitest';
import { initialView, Model, plainStyle, press, renderFrame } from '../../src/tui/index.js';
import { sessionOf } from './sessions.js';

/**
 * Frames of real lessons for the mock-ups of the design, at both of its sizes. What differs from the mock-ups: the lessons' own input and titles, and
 * the panel with what the lesson says, which the mock-ups do not have. Numbers are those of the recorded runs of Spark.
 */
const shown: readonly { readonly name: string; readonly folder: string; readonly keys: string }[] = [
  { name: 'first-step', folder: '00-first-ten-minutes', keys: '' },
  { name: 'windows-overlap-tumble-drop', folder: '08-windows', keys: '] ] ] ] ] ] } V v' },
  { name: 'state-diff', folder: '11-update-state', keys: '] ] ] } 2' },
  { name: 'queue', folder: '07-slow-batches', keys: '] ] ] ] ] ]' },
  { name: 'cores', folder: '05-word-count', keys: '] ] } v v 2' },
  { name: 'receivers-and-blocks', folder: '05-word-count', keys: '] ] } v v v 2' },
  { name: 'why', folder: '05-word-count', keys: '} } } 4 down up w' },
  { name: 'help', folder: '08-windows', keys: '?' },
  { name: 'commands', folder: '08-windows', keys: ': b a t' },
];

describe.each([
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
])('$columns x $rows', (size) => {
  test.each(shown)('$name', async ({ name, folder, keys }) => {
    const model = new Model(sessionOf(folder).session);
    let view = { ...initialView(model.stops.steps[0] ?? 0), size };
    for (const key of keys.split(' ').filter((each) => each !== '')) view = { ...view, ...press(view, key, model) };
    const frame = renderFrame(model, view, size, plainStyle).map((row) => row.trimEnd());
    await expect(`${frame.join('\n')}\n`).toMatchFileSnapshot(`golden/${name}-${size.columns}x${size.rows}.txt`);
  });
});
