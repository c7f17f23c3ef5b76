import { describe, expect, test } from 'vitest';
import type { SessionQuestion } from '../../src/recording/index.js';
import { initialView, keyTable, Model, plainStyle, press, renderFrame, tick, type View } from '../../src/tui/index.js';
import { sessionOf } from './sessions.js';

const words = new Model(sessionOf('05-word-count').session);
const windows = new Model(sessionOf('08-windows').session);
const size = { columns: 120, rows: 40 };
const start = (model: Model): View => initialView(model.stops.steps[0] ?? 0);
const pressing = (model: Model, view: View, ...keys: string[]): View => keys.reduce((v, key) => press(v, key, model), view);
const shown = (model: Model, view: View): string => renderFrame(model, view, size, plainStyle).join('\n');
const typed = (text: string): string[] => [...text, 'return'];

test('every command has a key of its own and does something', () => {
  const keys = keyTable.flatMap((entry) => entry.keys);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { id, keys: of } of keyTable) {
    const view = pressing(words, start(words), 'right', 'right', 'right');
    for (const key of of) expect(() => press(view, key, words), id).not.toThrow();
  }
});

describe('why', () => {
  test('a printed line leads back to what was typed, each cause is a jump', () => {
    const view = pressing(words, start(words), ...typed(':batch 1'), ']', '4');
    const asked = pressing(words, { ...view, selected: { output: 3 } }, 'w');
    expect(asked.overlay).toBe('why');
    const frame = shown(words, asked);
    expect(frame).toContain('why is "(a,2)" printed?');
    expect(frame).toContain('from 1 input record');
    expect(frame).toContain('typed');
    const cause = pressing(words, asked, ...Array.from({ length: 30 }, () => 'down'), 'return');
    expect(words.recording.get(cause.cursor)).toMatchObject({ type: 'script.line' });
    expect(cause.overlay).toBe('why');
    expect(pressing(words, cause, 'ctrl-o').cursor).toBe(view.cursor);
    expect(pressing(words, asked, 'down', 'w').whys).toHaveLength(2);
    expect(pressing(words, asked, 'down', 'w', 'backspace').whys).toHaveLength(1);
    expect(pressing(words, asked, 'backspace').overlay).toBeUndefined();
  });

  test('without a choice it asks about the event at the cursor', () => {
    const view = pressing(words, start(words), ...typed(':batch 2'), 'w');
    expect(shown(words, view)).toContain('what became of batch 2 with 1 record?');
  });

  test('a record that the slide steps over: why not', () => {
    const model = windows;
    const record = [...model.recording].find((event) => event.type === 'record.received' && event.record === 'a');
    const asked = press(initialView(record!.seq), 'w', model);
    const frame = shown(model, asked);
    expect(frame).toContain('where did "a" go?');
    const gap = model.windows.streams.find((each) => each.slideMs > each.windowMs)!;
    const never = model.batches.all.find((batch) => gap.isNeverHeld(batch.time))!;
    const ofBatch = pressing(model, { ...initialView(model.last), focus: 'timeline', selected: { timeline: never.index } }, 'w');
    expect(shown(model, ofBatch)).toContain('x 1.000  never in window C, 2 s every 3 s');
  });

  test('a followed record says where it is at every step', () => {
    const record = [...words.recording].find((event) => event.type === 'record.received')!;
    const followed = press(initialView(record.seq), 'F', words);
    expect(followed.followed).toBe(record.seq);
    expect(shown(words, followed)).toContain('◆ "a a"');
    const later = shown(words, { ...followed, cursor: words.last });
    expect(later.split('\n')[0]).toMatch(/printed|written/);
    expect(press(followed, 'F', words).followed).toBeUndefined();
  });
});

describe('breaks, places, commands', () => {
  test('b on a chosen block: c goes to what happens to it', () => {
    const view = { ...initialView(words.last), focus: 'stage', stage: 'receivers', selected: { stage: 2 } } as const;
    const set = press({ ...view, cursor: view.cursor }, 'b', words);
    expect(set.notice).toContain('change of block');
    const first = press({ ...set, cursor: 0, selected: {} }, 'c', words);
    expect(words.recording.get(first.cursor).type).toBe('block.stored');
    expect(words.recording.get(press(first, 'c', words).cursor).type).toBe('blocks.allocated');
  });

  test('bookmarks are listed in order with the stops, and opened', () => {
    const set = pressing(words, { ...start(words), cursor: 40 }, 'm');
    const list = pressing(words, set, "'");
    expect(shown(words, list)).toContain("' 1.000 #40");
    expect(pressing(words, set, 'm').bookmarks).toEqual([]);
    expect(pressing(words, list, 'return').overlay).toBeUndefined();
  });

  test('a command is found by a few of its letters', () => {
    const list = pressing(words, start(words), ':', ...'stop');
    expect(shown(words, list)).toContain('stop: ');
    expect(pressing(words, list, 'return').cursor).toBe(words.session.stops[0]!.seq);
    expect(pressing(words, start(words), ...typed(':to the end')).cursor).toBe(words.last);
  });

  test('the tour goes on when its step is done, and can be skipped', () => {
    const view = press(start(words), 'T', words);
    expect(shown(words, view)).toContain('Tour 1 of 10');
    expect(press(view, 'right', words).tour).toBe(1);
    expect(press(view, 'left', words).tour).toBe(0);
    expect(press(view, 'escape', words).tour).toBeUndefined();
    const all = ['right', 'left', ']', '}', '4', 'down', 'w', 'escape', 'v', ':', 'escape', '?'];
    expect(pressing(words, view, ...all).tour).toBeUndefined();
  });
});

describe('predict, then see', () => {
  const seq = words.session.stops[2]!.seq;
  const question: SessionQuestion = {
    id: 'third',
    seq,
    type: 'number',
    title: 'What comes?',
    text: 'How many lines?',
    options: () => undefined,
    judge: (text) => ({ kind: text === '2' ? 'right' : 'misconception', given: [text], right: ['2'], misconception: 'it grows' }),
  };
  const model = new Model({ ...words.session, questions: [question] });
  const at = { ...start(model), cursor: seq };

  test('the stop names the key, what comes is hidden, then both are shown at the next stop', () => {
    expect(shown(model, at)).toContain('p predict, then see');
    const asked = press(at, 'p', model);
    expect(shown(model, asked)).toContain('▒▒▒▒▒▒▒▒');
    const answered = pressing(model, asked, ...typed('3'));
    expect(shown(model, answered)).toContain('How sure are you?');
    const seen = press(answered, '3', model);
    expect(seen.cursor).toBe(model.session.stops.find((stop) => stop.seq > seq)!.seq);
    expect(seen.predictions).toEqual({ third: { text: '3', confidence: 3 } });
    const frame = shown(model, seen);
    expect(frame).toMatch(/! 3 +2/);
    expect(frame).toContain('it grows');
    expect(press(seen, 'return', model).overlay).toBeUndefined();
  });

  test('esc skips, and playing stops at the question', () => {
    const skipped = pressing(model, at, 'p', '7', 'escape');
    expect([skipped.overlay, skipped.prompt, skipped.cursor]).toEqual([undefined, undefined, seq]);
    let playing = press(start(model), ' ', model);
    for (let i = 0; i < 100 && playing.isPlaying; i++) playing = tick(playing, model);
    expect(playing.cursor).toBe(seq);
  });
});
