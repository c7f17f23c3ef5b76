import type { PanelId, StageKind } from '../recording/index.js';

export type Overlay = 'help' | 'why' | 'jumps' | undefined;
/** What is being typed in the last row. */
export interface Prompt {
  readonly kind: 'find' | 'command';
  readonly text: string;
}

/** Where a learner stands in a session and how it is looked at. Immutable; a frame is a function of this, the session and the size. */
export interface View {
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
  readonly prompt: Prompt | undefined;
  readonly query: string;
  readonly isPlaying: boolean;
  /** Index into `speeds`. */
  readonly speed: number;
  /** Jump list, as in a browser. */
  readonly back: readonly number[];
  readonly forward: readonly number[];
  /** Types of events at which a run stops. */
  readonly breaks: readonly string[];
  /** One line for the learner, until the next key. */
  readonly notice: string;
}

/** Steps per second while playing. */
export const speeds = [1, 2, 5, 10, 20] as const;

export function initialView(cursor: number): View {
  return {
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
    prompt: undefined,
    query: '',
    isPlaying: false,
    speed: 1,
    back: [],
    forward: [],
    breaks: [],
    notice: '',
  };
}
