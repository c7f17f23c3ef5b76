import { after, before, describe, follow, type PanelId, panelIds, type Subject } from '../recording/index.js';
import { type Break, breakName, breaksAt, sameBreak } from './breaks.js';
import { listedCommands } from './commandList.js';
import { type Key, keyTable } from './keys.js';
import type { Model } from './model.js';
import { placesOf } from './overlays/places.js';
import { contentOnScreen } from './panels.js';
import { nameOf, seqOf } from './subjects.js';
import { tour } from './tour.js';
import { speeds, type View } from './view.js';

export type { Key } from './keys.js';

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

/** Moves the choice in what lies over the panels, or in the panel in focus. */
const row =
  (by: number): Action =>
  (view, model) => {
    if (view.overlay !== undefined) {
      const last = overlayRows(view, model) - 1;
      return { ...view, overlayRow: Math.max(0, Math.min(last, view.overlayRow + by)) };
    }
    const id = model.panelOf(view);
    const from = view.selected[id] ?? startRow(view, model, id) - Math.sign(by);
    return { ...view, selected: { ...view.selected, [id]: Math.max(0, Math.min(lastRow(view, model, id), from + by)) } };
  };

function overlayRows(view: View, model: Model): number {
  if (view.overlay === 'why') return model.answer(view).reasons.length;
  return contentOnScreen(model, view, 'overlay').count;
}

const speed =
  (by: 1 | -1): Action =>
  (view) => ({ ...view, speed: Math.max(0, Math.min(speeds.length - 1, view.speed + by)), notice: '' });

/** The row that is chosen first: the newest one that stands for something. */
function startRow(view: View, model: Model, id: PanelId): number {
  if (id === 'events') return view.cursor + 1;
  if (id === 'timeline') return Math.max(0, model.batchOf(view));
  return Math.max(0, contentOnScreen(model, view, id).anchor);
}

function lastRow(view: View, model: Model, id: PanelId): number {
  if (id === 'timeline') return Math.max(0, model.batches.all.length - 1);
  return Math.max(0, contentOnScreen(model, view, id).count - 1);
}

/** What the chosen row of the panel in focus stands for. */
function chosenSubject(view: View, model: Model): Subject | undefined {
  const id = model.panelOf(view);
  const chosen = view.selected[id];
  return chosen === undefined ? undefined : contentOnScreen(model, view, id).subject?.(chosen);
}

/** Goes to what is chosen. */
const open: Action = (view, model) => {
  if (view.overlay === 'why') {
    const reason = model.answer(view).reasons[view.overlayRow];
    return reason === undefined ? view : jump(view, reason.seq);
  }
  if (view.overlay === 'places') {
    const place = placesOf(model, view)[view.overlayRow];
    return place === undefined ? { ...view, overlay: undefined } : { ...jump(view, place.seq), overlay: undefined };
  }
  if (view.overlay === 'verdict') return { ...view, overlay: undefined };
  if (view.selected[model.panelOf(view)] === undefined) return { ...view, notice: 'Choose a row with ↓ and ↑ first.' };
  const subject = chosenSubject(view, model);
  const seq = subject === undefined ? undefined : seqOf(model, subject, view.cursor);
  if (seq === undefined) return { ...view, notice: 'This row stands for no event; w works on rows that do.' };
  return jump(view, seq);
};

/** Asks about what is chosen; without a choice, about the event at the cursor. In an answer, about the chosen cause. */
const why: Action = (view, model) => {
  let subject: Subject | undefined;
  if (view.overlay === 'why') {
    const reason = model.answer(view).reasons[view.overlayRow];
    if (reason !== undefined) subject = { kind: 'event', seq: reason.seq };
  } else {
    subject = chosenSubject(view, model);
    if (subject === undefined && view.selected[model.panelOf(view)] !== undefined)
      return { ...view, notice: 'This row stands for nothing that has a cause: choose another.' };
    subject ??= { kind: 'event', seq: view.cursor };
  }
  if (subject === undefined || model.recording.length === 0) return view;
  const whys = view.overlay === 'why' ? [...view.whys, subject].slice(-50) : [subject];
  return { ...view, overlay: 'why', overlayRow: 0, whys };
};

const whyBack: Action = (view) => {
  if (view.overlay !== 'why') return view;
  if (view.whys.length > 1) return { ...view, whys: view.whys.slice(0, -1), overlayRow: 0 };
  return { ...view, overlay: undefined, whys: [] };
};

/** Follows a record: the chosen one, the one in the answer, or the one at the cursor. */
const toggleFollow: Action = (view, model) => {
  if (view.followed !== undefined) return { ...view, followed: undefined, notice: 'No record is followed now.' };
  const asked = view.overlay === 'why' ? model.answer(view).reasons.map(({ seq }) => seq) : [];
  const subject = chosenSubject(view, model);
  const seqs = [...(subject?.kind === 'event' ? [subject.seq] : []), ...asked, view.cursor];
  const found = seqs.find((seq) => model.recording.length > 0 && model.recording.get(seq).type === 'record.received');
  if (found === undefined) return { ...view, notice: 'Choose a record first: a row of the receiver, or an event "takes in".' };
  if (follow(model.recording, found, view.cursor) === undefined)
    return { ...view, notice: 'This run did not note where its records went.' };
  return { ...view, followed: found };
};

const find =
  (by: 1 | -1): Action =>
  (view, model) => {
    if (view.query === '') return { ...view, notice: 'Press / and type what to look for.' };
    const wanted = view.query.toLowerCase();
    for (let seq = view.cursor + by; seq >= 0 && seq <= model.last; seq += by) {
      const { subject, text } = describe(model.recording.get(seq), model.graph);
      if (`${subject} ${text}`.toLowerCase().includes(wanted)) return jump(view, seq);
    }
    return { ...view, notice: `No ${by > 0 ? 'later' : 'earlier'} event has "${view.query}".` };
  };

const run =
  (by: 1 | -1): Action =>
  (view, model) => {
    for (let seq = view.cursor + by; seq >= 0 && seq <= model.last; seq += by) {
      if (breaksAt(model, view.breaks, seq)) return jump(view, seq);
    }
    const names = view.breaks.map((each) => breakName(model, each)).join(', ');
    const what = view.breaks.length === 0 ? 'failure (b sets a break)' : names;
    return { ...view, notice: `No ${by > 0 ? 'later' : 'earlier'} ${what}.` };
  };

const toggleBreak: Action = (view, model) => {
  if (model.recording.length === 0) return view;
  const subject = chosenSubject(view, model);
  const wanted: Break =
    subject === undefined ? { of: 'type', type: model.recording.get(view.cursor).type } : { of: 'subject', subject };
  const isSet = view.breaks.some((each) => sameBreak(each, wanted));
  const breaks = isSet ? view.breaks.filter((each) => !sameBreak(each, wanted)) : [...view.breaks, wanted];
  const names = breaks.map((each) => breakName(model, each)).join(', ');
  return { ...view, breaks, notice: names === '' ? 'No breaks: c goes to the next failure.' : `c goes to the next ${names}.` };
};

const toggleBookmark: Action = (view) => {
  const isSet = view.bookmarks.includes(view.cursor);
  const bookmarks = isSet
    ? view.bookmarks.filter((seq) => seq !== view.cursor)
    : [...view.bookmarks, view.cursor].sort((a, b) => a - b);
  return { ...view, bookmarks, notice: isSet ? 'The bookmark is gone.' : "Bookmark set; ' lists them." };
};

const predict: Action = (view, model) => {
  const question = model.openQuestion(view);
  if (question !== undefined)
    return { ...view, overlay: 'question', asked: question.id, prompt: { kind: 'answer', text: '' }, overlayRow: 0 };
  const answered = model.session.questions?.find(({ seq, id }) => seq === view.cursor && view.predictions[id] !== undefined);
  if (answered !== undefined) return { ...view, overlay: 'verdict', asked: answered.id };
  const next = model.session.questions?.find(({ seq }) => seq > view.cursor);
  return {
    ...view,
    notice: next === undefined ? 'There is no question here.' : 'There is no question here; } leads to the next.',
  };
};

const goBack: Action = (view) => {
  const cursor = view.back.at(-1);
  if (cursor === undefined) return { ...view, notice: 'There is no jump to take back.' };
  return { ...at(view, cursor), back: view.back.slice(0, -1), forward: [...view.forward, view.cursor] };
};
const goForward: Action = (view) => {
  const cursor = view.forward.at(-1);
  if (cursor === undefined) return { ...view, notice: 'There is no jump to repeat.' };
  return { ...at(view, cursor), back: [...view.back, view.cursor], forward: view.forward.slice(0, -1) };
};
const sideways =
  (by: number): Action =>
  (view) => ({ ...view, column: Math.max(0, view.column + by) });

const close: Action = (view) => ({
  ...view,
  overlay: undefined,
  overlayRow: 0,
  whys: [],
  query: '',
  notice: '',
  selected: {},
});

/** What each command of the key table does. */
const actions: Readonly<Record<string, Action>> = {
  'time.next': step(1, 'steps'),
  'time.prev': step(-1, 'steps'),
  'time.eventNext': event(1),
  'time.eventPrev': event(-1),
  'time.batchNext': step(1, 'batches'),
  'time.batchPrev': step(-1, 'batches'),
  'time.markNext': step(1, 'marks'),
  'time.markPrev': step(-1, 'marks'),
  'time.last': (view, model) => jump(view, model.last),
  'time.first': (view) => jump(view, 0),
  'time.play': (view) => ({ ...view, isPlaying: !view.isPlaying, notice: '' }),
  'time.slower': speed(-1),
  'time.faster': speed(1),
  'time.run': run(1),
  'time.runBack': run(-1),
  'time.break': toggleBreak,
  ...Object.fromEntries(panelIds.slice(0, 6).map((id, i) => [`panel.${i + 1}`, panel(id)])),
  'panel.0': panel('lesson'),
  'panel.next': cycle(1),
  'panel.prev': cycle(-1),
  'panel.zoom': (view) => ({ ...view, zoomed: !view.zoomed }),
  'look.variant': stage(1),
  'look.variantBack': stage(-1),
  'row.down': row(1),
  'row.up': row(-1),
  'row.pageDown': row(10),
  'row.pageUp': row(-10),
  'row.right': sideways(8),
  'row.left': sideways(-8),
  'look.why': why,
  'look.back1': whyBack,
  'row.open': open,
  'look.follow': toggleFollow,
  'look.predict': predict,
  'find.start': (view) => ({ ...view, prompt: { kind: 'find', text: '' } }),
  'find.next': find(1),
  'find.prev': find(-1),
  'cmd.open': (view) => ({ ...view, overlay: 'commands', overlayRow: 0, prompt: { kind: 'command', text: '' } }),
  'look.back': goBack,
  'look.forward': goForward,
  'look.bookmark': toggleBookmark,
  'look.places': (view) => ({ ...view, overlay: view.overlay === 'places' ? undefined : 'places', overlayRow: 0 }),
  'lesson.restart': (view, model) => jump(view, model.stops.steps[0] ?? 0),
  'share.command': (view, model) => ({ ...view, notice: `${model.session.command ?? 'batchwise'} --at ${view.cursor}` }),
  'help.open': (view) => ({ ...view, overlay: view.overlay === 'help' ? undefined : 'help', overlayRow: 0 }),
  'help.tour': (view) => ({ ...view, tour: 0, overlay: undefined }),
  'nav.close': close,
};

const byKey: ReadonlyMap<Key, string> = new Map(keyTable.flatMap(({ id, keys }) => keys.map((key) => [key, id] as const)));

/** Keys that leave playing as it is. */
const playKeys: ReadonlySet<string> = new Set(['time.play', 'time.slower', 'time.faster']);

/** The view after a key. Pure: the same view and key give the same. Keys that leave or suspend are the screen's, not the view's. */
export function press(view: View, key: Key, model: Model): View {
  if (view.prompt !== undefined) return typed(view, key, model);
  if (view.tour !== undefined && key === 'escape' && view.overlay === undefined)
    return { ...view, tour: undefined, notice: 'The tour is over; T begins it again.' };
  const id = byKey.get(key);
  if (id === undefined) return view.notice === '' ? view : { ...view, notice: '' };
  return perform(view, id, model);
}

function perform(view: View, id: string, model: Model): View {
  const action = actions[id];
  if (action === undefined) return view;
  const playing = playKeys.has(id) ? view : { ...view, isPlaying: false };
  return onTour(action({ ...playing, notice: '' }, model), id);
}

/** Goes on with the tour when its step was done. */
function onTour(view: View, id: string): View {
  if (view.tour === undefined || tour[view.tour]?.commands.includes(id) !== true) return view;
  const next = view.tour + 1;
  return { ...view, tour: next < tour.length ? next : undefined };
}

/** A step on while playing; at the end, and at a question without an answer, playing stops. */
export function tick(view: View, model: Model): View {
  const next = after(model.stops.steps, view.cursor);
  if (next === undefined) return { ...view, isPlaying: false, notice: atEnd };
  const moved = at(view, next);
  return model.openQuestion(moved) === undefined ? moved : { ...moved, isPlaying: false };
}

function typed(view: View, key: Key, model: Model): View {
  const { prompt } = view;
  if (prompt === undefined) return view;
  const closed: View = { ...view, prompt: undefined, overlay: prompt.kind === 'find' ? view.overlay : undefined, overlayRow: 0 };
  if (key === 'escape') return closed;
  if (prompt.kind === 'confidence') return sure(view, closed, key, model);
  if (key === 'backspace' || key === 'delete') {
    const text = [...prompt.text].slice(0, -1).join('');
    return prompt.text === '' ? closed : { ...view, prompt: { ...prompt, text }, overlayRow: 0 };
  }
  if (prompt.kind === 'command' && (key === 'down' || key === 'up')) return row(key === 'down' ? 1 : -1)(view, model);
  if (key === 'return') {
    if (prompt.kind === 'find') return find(1)({ ...closed, query: prompt.text }, model);
    if (prompt.kind === 'command') return command(closed, prompt.text.trim(), view.overlayRow, model);
    return answer(view, closed, prompt.text, model);
  }
  return [...key].length === 1 ? { ...view, prompt: { ...prompt, text: prompt.text + key }, overlayRow: 0 } : view;
}

/** An answer is complete: with enter; lines of output with an empty line. */
function answer(view: View, closed: View, text: string, model: Model): View {
  const question = model.question(view.asked);
  if (question === undefined) return closed;
  if (text.trim() === '') return { ...view, notice: 'Type an answer, or esc to go on without.' };
  if (question.type === 'output' && !text.endsWith('\n')) return { ...view, prompt: { kind: 'answer', text: `${text}\n` } };
  const options = question.type === 'choice' ? question.options() : undefined;
  const chosen = options?.[Number(text.trim()) - 1];
  return { ...view, prompt: { kind: 'confidence', text: (chosen ?? text).trim() } };
}

/** How sure the learner is; then the run goes on to the next stop, and both are shown. */
function sure(view: View, closed: View, key: Key, model: Model): View {
  const confidence = key === 'return' ? 2 : Number(key);
  const { asked, prompt } = view;
  if (asked === undefined || prompt === undefined || ![1, 2, 3].includes(confidence)) return view;
  const next = model.session.stops.find(({ seq }) => seq > view.cursor)?.seq ?? model.last;
  const predictions = { ...view.predictions, [asked]: { text: prompt.text, confidence } };
  return { ...jump(closed, next), predictions, overlay: 'verdict', asked };
}

/** `batch 3`, `t 2.5s`, `+20`, `-5`, `131`; anything else runs the chosen command of the list. */
function command(view: View, text: string, chosen: number, model: Model): View {
  const within = (seq: number): View => jump(view, Math.max(0, Math.min(model.last, seq)));
  const batch = /^(?:batch|b)\s+(\d+)$/.exec(text)?.[1];
  if (batch !== undefined) {
    const found = model.batches.all.find(({ number }) => number === Number(batch));
    return found === undefined ? { ...view, notice: `There is no batch ${batch}.` } : within(found.bornAt);
  }
  const time = /^t\s+(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(text);
  if (time !== null) {
    const us = Number(time[1]) * (time[2] === 'ms' ? 1000 : 1_000_000) + model.recording.originUs;
    return within(model.lastAt(us));
  }
  if (/^[+-]\d+$/.test(text)) return within(view.cursor + Number(text));
  if (/^\d+$/.test(text)) return within(Number(text));
  const found = listedCommands(model, text)[chosen];
  if (found === undefined)
    return { ...view, notice: `":${text}" is not understood: batch 3, t 2.5s, +20, -5, the number of an event, or a command.` };
  return 'goTo' in found.run ? within(found.run.goTo) : perform(view, found.run.command, model);
}

/** What is chosen, in words; for the status line. */
export function chosenName(view: View, model: Model): string | undefined {
  const subject = view.overlay === undefined ? chosenSubject(view, model) : undefined;
  return subject === undefined ? undefined : nameOf(model, subject);
}
