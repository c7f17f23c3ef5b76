import type { PanelId, StageKind, Subject } from '../recording/index.js';
import type { Break } from './breaks.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * What lies over the panels: keys and terms; the answer to `why`; the list of commands; bookmarks and stops; a question that is being answered;
 * a prediction beside the truth.
 */
export type Overlay = 'help' | 'why' | 'commands' | 'places' | 'question' | 'verdict' | undefined;
/** What is being typed. */
export interface Prompt {
  readonly kind: 'find' | 'command' | 'answer' | 'confidence';
  readonly text: string;
}
/** What a learner answered to a question before the run went on. */
export interface Prediction {
  readonly text: string;
  /** 1: a guess, 2: I think so, 3: I am sure. */
  readonly confidence: number;
}

/** Where a learner stands in a session and how it is looked at. Immutable; a frame is a function of this, the session and the size. */
export interface View {
  /** Of the terminal: what a row of a panel stands for depends on it. */
  readonly size: Size;
  /** `seq` of the event up to which everything is shown. */
  readonly cursor: number;
  /** Chosen panel; undefined: the one that the lesson points at. */
  readonly focus: PanelId | undefined;
  /** Chosen kind of stage; undefined: the one that the lesson points at. */
  readonly stage: StageKind | undefined;
  /** The panel shown where several share a place. */
  readonly tab: 'output' | 'program' | 'events';
  readonly zoomed: boolean;
  /** Chosen rows; a panel without one follows the cursor. */
  readonly selected: Readonly<Partial<Record<PanelId, number>>>;
  /** Cells scrolled to the right in the panel in focus. */
  readonly column: number;
  /** Chosen batch (index); undefined: the one that the cursor is about. */
  readonly batch: number | undefined;
  readonly overlay: Overlay;
  readonly overlayRow: number;
  /** What was asked about, the newest last; `backspace` goes back through them. */
  readonly whys: readonly Subject[];
  /** The record that is followed: the event at which it was received. */
  readonly followed: number | undefined;
  readonly prompt: Prompt | undefined;
  readonly query: string;
  readonly isPlaying: boolean;
  /** Index into `speeds`. */
  readonly speed: number;
  /** Jump list, as in a browser. */
  readonly back: readonly number[];
  readonly forward: readonly number[];
  /** Where a run stops; without one, at failures. */
  readonly breaks: readonly Break[];
  /** Events to come back to, in order. */
  readonly bookmarks: readonly number[];
  /** Answers given, by question. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  /** The question that the overlay is about. */
  readonly asked: string | undefined;
  /** Step of the tour, from 0; undefined when it is over. */
  readonly tour: number | undefined;
  /** One line for the learner, until the next key. */
  readonly notice: string;
}

/** Steps per second while playing. */
export const speeds = [1, 2, 5, 10, 20] as const;

export function initialView(cursor: number): View {
  return {
    size: { columns: 120, rows: 40 },
    cursor,
    focus: undefined,
    stage: undefined,
    tab: 'output',
    zoomed: false,
    selected: {},
    column: 0,
    batch: undefined,
    overlay: undefined,
    overlayRow: 0,
    whys: [],
    followed: undefined,
    prompt: undefined,
    query: '',
    isPlaying: false,
    speed: 1,
    back: [],
    forward: [],
    breaks: [],
    bookmarks: [],
    predictions: {},
    asked: undefined,
    tour: undefined,
    notice: '',
  };
}
