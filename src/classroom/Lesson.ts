import type { PanelId, StageKind } from '../recording/index.js';
import type { Question } from './question/Question.js';

/** A predicate on one event: equal to a value, or compared with a number. */
export type Condition =
  | string
  | number
  | boolean
  | { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly ne?: string | number };

/** A stop of a lesson, as `steps.json` has it: found in a run, never counted (lesson-format.md, section 5). */
export interface StopSpec {
  readonly id: string;
  readonly at: {
    /** Type of an event: `batch.completed`. */
    readonly event: string;
    readonly where?: Readonly<Record<string, Condition>>;
    /** Which of the events that fit, from 1. */
    readonly nth?: number;
  };
  readonly focus?: PanelId | StageKind;
  readonly mark?: readonly string[];
  /** Section of the text. */
  readonly say?: string;
  /** Question to be answered before going on. */
  readonly ask?: string;
}

/** A lesson, read and checked. */
export interface Lesson {
  /** Stable slug: `word-count`. */
  readonly id: string;
  /** `05` */
  readonly number: string;
  /** Folder name: `05-word-count`. */
  readonly folder: string;
  readonly title: string;
  readonly chapter: string;
  readonly minutes: number;
  readonly misconception: { readonly tag: string; readonly sentence: string };
  readonly objectives: readonly string[];
  readonly outOfScope: readonly string[];
  /** Names of the API that are first used here. */
  readonly introduces: readonly string[];
  readonly prerequisites: readonly string[];
  readonly status: 'wip' | 'beta' | 'active' | 'deprecated';
  /** `recorded`: real Spark's output is there; `model`: the differences that are known are listed. */
  readonly fidelity: 'recorded' | 'model';
  readonly differences: readonly string[];
  readonly forbids: readonly { readonly name: string; readonly why: string }[];
  readonly refs: readonly string[];
  readonly stage?: StageKind;
  readonly seed: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly program: string;
  readonly script: string;
  readonly stops: readonly StopSpec[];
  /** The stop at which the misconception and the truth differ on screen. */
  readonly differs?: string;
  readonly questions: readonly Question[];
  /** The text before the first section. */
  readonly about: string;
  /** Title and text of each section, by id. */
  readonly sections: ReadonlyMap<string, { readonly title: string; readonly text: string }>;
  /** What real Spark printed for program and script, where it was recorded. */
  readonly sparkOutput?: string;
  readonly sparkName?: string;
}
