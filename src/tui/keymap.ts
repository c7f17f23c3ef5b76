import { after, before, describe, isFailure, type PanelId, panelIds } from '../recording/index.js';
import type { Model } from './model.js';
import { speeds, type View } from './view.js';

/** What a key press is called: a character, or a name such as `right`, `ctrl-l`, `shift-tab`. */
export type Key = string;

type Action = (view: View, model: Model) => View;

const moveTo =
  (target: (view: View, model: Model) => number | undefined, where: string): Action =>
  (view, model) => {
    const cursor = target(view, model);
    return cursor === undefined ? { ...view, notice: where } : at(view, cursor);
  };

/** The view with the cursor elsewhere; what was chosen of a batch follows the cursor again. */
export const at = (view: View, cursor: number): View => ({ ...view, cursor, batch: undefined, selected: {}, notice: '' });

/** A jump that `ctrl-o` takes back. */
const jump = (view: View, cursor: number): View => ({
  ...at(view, cursor),
  back: [...view.back, view.cursor].slice(-100),
  forward: [],
});

const atEnd = 'This is the end of the run.';
const atStart = 'This is the beginning of the run.';
const step = (by: 1 | -1, of: 'steps' | 'batches' | 'marks'): Action =>
  moveTo((view, model) => (by > 0 ? after : before)(model.stops[of], view.cursor), by > 0 ? atEnd : atStart);
const event = (by: 1 | -1): Action =>
  moveTo(
    (view, model) => {
      const cursor = view.cursor + by;
      return cursor < 0 || cursor > model.last ? undefined : cursor;
    },
    by > 0 ? atEnd : atStart,
  );
const panel =
  (focus: PanelId): Action =>
  (view) => ({
    ...view,
    focus,
    column: 0,
    ...(focus === 'output' || focus === 'program' || focus === 'events' ? { tab: focus } : {}),
  });
const cycle =
  (by: 1 | -1): Action =>
  (view, model) => {
    const index = panelIds.indexOf(model.panelOf(view));
    return panel(panelIds[(index + by + panelIds.length) % panelIds.length] as PanelId)(view, model);
  };
const stage =
  (by: 1 | -1): Action =>
  (view, model) => {
    const { kinds } = model;
    const index = kinds.indexOf(model.stageOf(view));
    return { ...view, stage: kinds[(index + by + kinds.length) % kinds.length], focus: 'stage' };
  };
const row =
  (by: number): Action =>
  (view, model) => {
    const id = model.panelOf(view);
    if (view.overlay === 'help') return { ...view, overlayRow: Math.max(0, view.overlayRow + by) };
    const from = view.selected[id] ?? startRow(view, model, id);
    return { ...view, selected: { ...view.selected, [id]: Math.max(0, Math.min(lastRow(view, model, id), from + by)) } };
  };
const speed =
  (by: 1 | -1): Action =>
  (view) => ({ ...view, speed: Math.max(0, Math.min(speeds.length - 1, view.speed + by)), notice: '' });

function startRow(view: View, model: Model, id: PanelId): number {
  if (id === 'events') return view.cursor;
  if (id === 'timeline') return Math.max(0, model.batchOf(view));
  return 0;
}

function lastRow(view: View, model: Model, id: PanelId): number {
  switch (id) {
    case 'events':
      return model.last;
    case 'timeline':
      return Math.max(0, model.batches.all.length - 1);
    case 'output':
      return Math.max(0, model.console.countAt(view.cursor) - 1);
    case 'program':
      return Math.max(0, model.programLines.length - 1);
    default:
      return 200;
  }
}

/** Goes to what the chosen row stands for. */
const enter: Action = (view, model) => {
  const id = model.panelOf(view);
  const chosen = view.selected[id];
  if (chosen === undefined) return { ...view, notice: 'Choose a row with ↓ and ↑ first.' };
  if (id === 'events') return jump(view, Math.min(model.last, chosen));
  if (id === 'timeline') {
    const batch = model.batches.all[chosen];
    return batch === undefined ? view : jump(view, batch.bornAt);
  }
  return { ...view, notice: 'Rows of events and batches of the timeline can be opened.' };
};

const find =
  (by: 1 | -1): Action =>
  (view, model) => {
    if (view.query === '') return { ...view, notice: 'Press / and type what to look for.' };
    const wanted = view.query.toLowerCase();
    for (let seq = view.cursor + by; seq >= 0 && seq <= model.last; seq += by) {
      const { subject, text } = described(model, seq);
      if (`${subject} ${text}`.toLowerCase().includes(wanted)) return jump(view, seq);
    }
    return { ...view, notice: `No ${by > 0 ? 'later' : 'earlier'} event has "${view.query}".` };
  };

function described(model: Model, seq: number): { readonly subject: string; readonly text: string } {
  const said = describe(model.recording.get(seq), model.graph) as unknown as Readonly<Record<string, unknown>>;
  const [subject = '', text = ''] = Object.values(said).map(String);
  return { subject, text };
}

/** A break is on a type of event; without one, failures are the breaks. */
const run =
  (by: 1 | -1): Action =>
  (view, model) => {
    for (let seq = view.cursor + by; seq >= 0 && seq <= model.last; seq += by) {
      const event = model.recording.get(seq);
      if (view.breaks.length === 0 ? isFailure(event) : view.breaks.includes(event.type)) return jump(view, seq);
    }
    const what = view.breaks.length === 0 ? 'failure (b sets a break)' : view.breaks.join(', ');
    return { ...view, notice: `No ${by > 0 ? 'later' : 'earlier'} ${what}.` };
  };

const toggleBreak: Action = (view, model) => {
  const { type } = model.recording.get(view.cursor);
  const breaks = view.breaks.includes(type) ? view.breaks.filter((each) => each !== type) : [...view.breaks, type];
  return {
    ...view,
    breaks,
    notice: breaks.length === 0 ? 'No breaks: c goes to the next failure.' : `c goes to the next ${breaks.join(', ')}.`,
  };
};

const actions: Readonly<Record<Key, Action>> = {
  c: run(1),
  C: run(-1),
  b: toggleBreak,
  right: step(1, 'steps'),
  l: step(1, 'steps'),
  left: step(-1, 'steps'),
  h: step(-1, 'steps'),
  '.': event(1),
  ',': event(-1),
  ']': step(1, 'batches'),
  '[': step(-1, 'batches'),
  '}': step(1, 'marks'),
  '{': step(-1, 'marks'),
  G: (view, model) => jump(view, model.last),
  end: (view, model) => jump(view, model.last),
  g: (view) => jump(view, 0),
  home: (view) => jump(view, 0),
  ' ': (view) => ({ ...view, isPlaying: !view.isPlaying, notice: '' }),
  '<': speed(-1),
  '>': speed(1),
  '0': panel('lesson'),
  ...Object.fromEntries(panelIds.slice(0, 6).map((id, i) => [String(i + 1), panel(id)])),
  tab: cycle(1),
  'shift-tab': cycle(-1),
  v: stage(1),
  V: stage(-1),
  z: (view) => ({ ...view, zoomed: !view.zoomed }),
  down: row(1),
  j: row(1),
  up: row(-1),
  k: row(-1),
  pagedown: row(10),
  'ctrl-d': row(10),
  pageup: row(-10),
  'ctrl-u': row(-10),
  'shift-right': (view) => ({ ...view, column: view.column + 8 }),
  'shift-left': (view) => ({ ...view, column: Math.max(0, view.column - 8) }),
  return: enter,
  '/': (view) => ({ ...view, prompt: { kind: 'find', text: '' } }),
  n: find(1),
  N: find(-1),
  ':': (view) => ({ ...view, prompt: { kind: 'command', text: '' } }),
  'ctrl-p': (view) => ({ ...view, prompt: { kind: 'command', text: '' } }),
  'ctrl-o': (view) => {
    const cursor = view.back.at(-1);
    if (cursor === undefined) return { ...view, notice: 'There is no jump to take back.' };
    return { ...at(view, cursor), back: view.back.slice(0, -1), forward: [...view.forward, view.cursor] };
  },
  'ctrl-n': (view) => {
    const cursor = view.forward.at(-1);
    if (cursor === undefined) return { ...view, notice: 'There is no jump to repeat.' };
    return { ...at(view, cursor), back: [...view.back, view.cursor], forward: view.forward.slice(0, -1) };
  },
  '?': (view) => ({ ...view, overlay: view.overlay === 'help' ? undefined : 'help' }),
  y: (view, model) => ({ ...view, notice: `${model.session.command ?? 'batchwise'} --at ${view.cursor}` }),
  escape: (view) => ({ ...view, overlay: undefined, query: '', notice: '', selected: {} }),
};

/** The view after a key. Pure: the same view and key give the same. Keys that leave or suspend are the screen's, not the view's. */
export function press(view: View, key: Key, model: Model): View {
  if (view.prompt !== undefined) return typed(view, key, model);
  const action = actions[key];
  if (action === undefined) return view.notice === '' ? view : { ...view, notice: '' };
  const playing = key === ' ' || key === '<' || key === '>' ? view : { ...view, isPlaying: false };
  return action({ ...playing, notice: '' }, model);
}

/** A step on while playing; at the end playing stops. */
export function tick(view: View, model: Model): View {
  const next = after(model.stops.steps, view.cursor);
  return next === undefined ? { ...view, isPlaying: false, notice: atEnd } : at(view, next);
}

function typed(view: View, key: Key, model: Model): View {
  const { prompt } = view;
  if (prompt === undefined) return view;
  if (key === 'escape') return { ...view, prompt: undefined };
  if (key === 'backspace' || key === 'delete') {
    const text = [...prompt.text].slice(0, -1).join('');
    return { ...view, prompt: prompt.text === '' ? undefined : { ...prompt, text } };
  }
  if (key === 'return') {
    const closed: View = { ...view, prompt: undefined };
    return prompt.kind === 'find'
      ? find(1)({ ...closed, query: prompt.text }, model)
      : command(closed, prompt.text.trim(), model);
  }
  return [...key].length === 1 ? { ...view, prompt: { ...prompt, text: prompt.text + key } } : view;
}

/** `batch 3`, `t 2.5s`, `+20`, `-5`, `131` */
function command(view: View, text: string, model: Model): View {
  const within = (seq: number): View => jump(view, Math.max(0, Math.min(model.last, seq)));
  const batch = /^(?:batch|b)\s+(\d+)$/.exec(text)?.[1];
  if (batch !== undefined) {
    const found = model.batches.all.find(({ number }) => number === Number(batch));
    return found === undefined ? { ...view, notice: `There is no batch ${batch}.` } : within(found.bornAt);
  }
  const time = /^t\s+(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(text);
  if (time !== null) {
    const us = Number(time[1]) * (time[2] === 'ms' ? 1000 : 1_000_000) + model.recording.originUs;
    let seq = 0;
    while (seq < model.last && model.recording.get(seq + 1).at <= us) seq++;
    return within(seq);
  }
  if (/^[+-]\d+$/.test(text)) return within(view.cursor + Number(text));
  if (/^\d+$/.test(text)) return within(Number(text));
  return { ...view, notice: `":${text}" is not understood: batch 3, t 2.5s, +20, -5, or the number of an event.` };
}
