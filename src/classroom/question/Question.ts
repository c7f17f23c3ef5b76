import type { Condition } from '../Lesson.js';

/** Which events: of a type, with these values. */
export interface EventPattern {
  readonly event: string;
  readonly where?: Readonly<Record<string, Condition>>;
}

/** How the answer is taken from a run; nobody types it. */
export type Extract =
  /** The lines that the outputs of a batch printed, in their order; `output` limits to one. Headers are left out. */
  | { readonly of: 'printed'; readonly batch: number; readonly output?: number }
  /** A field of the nth (default first) event that fits. */
  | (EventPattern & { readonly of: 'field'; readonly field: string; readonly nth?: number })
  /** How many events fit. */
  | (EventPattern & { readonly of: 'count' })
  /** A field of all events that fit: each value once, or every one in its order, by the type of the question. */
  | (EventPattern & { readonly of: 'values'; readonly field: string });

export const questionTypes = ['output', 'number', 'choice', 'set', 'order'] as const;
export type QuestionType = (typeof questionTypes)[number];

/** A program that embodies a misconception: what it does on the lesson's script is a wrong answer. */
export interface WrongProgram {
  readonly file: string;
  readonly text: string;
  /** The misconception: `counts-accumulate`. */
  readonly tag: string;
  /** How its answer is taken; as the right one unless said. */
  readonly answer?: Extract;
  /** Settings of the scenario in which the belief would be true. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A question of a lesson: answered by running, recognised by running. */
export interface Question {
  readonly id: string;
  readonly type: QuestionType;
  /** Title and text of the section that asks. */
  readonly title: string;
  readonly text: string;
  readonly answer: Extract;
  readonly wrong: readonly WrongProgram[];
}

/** An answer: lines of output, the members of a set, or one text. */
export type Answer = readonly string[];
