import type { Recording } from './Recording.js';

/** The panels of the screen, in the order of their keys 1 to 6; `lesson` (key 0) shows the text of the last stop. */
export const panelIds = ['timeline', 'stage', 'changes', 'output', 'program', 'events', 'lesson'] as const;
export type PanelId = (typeof panelIds)[number];

/**
 * What the stage shows: records through blocks, tasks and output; windows over batches; the queue of batches; keyed state; tasks on cores;
 * receivers and their blocks; hosts and links; offsets of Kafka's partitions and the rows of tables.
 */
export const stageKinds = ['flow', 'windows', 'queue', 'state', 'cores', 'receivers', 'cluster', 'offsets'] as const;
export type StageKind = (typeof stageKinds)[number];

/** A place of the run at which the lesson says something. */
export interface SessionStop {
  readonly id: string;
  /** The event at which the stop is reached. */
  readonly seq: number;
  /** Heading of the section. */
  readonly title?: string;
  /** What the lesson says here: the section's text, Markdown. */
  readonly say?: string;
  /** What to look at. A kind of stage also turns the stage to it. */
  readonly focus?: PanelId | StageKind;
  /** What to point at: `batch:2`, `block:input-0-1000`, `key:a`. */
  readonly mark?: readonly string[];
}

/** What an answer was, once the run and the wrong programs have been run. */
export interface Verdict {
  readonly kind: 'right' | 'misconception' | 'wrong';
  /** The answer as it was understood, and what the run gives. */
  readonly given: readonly string[];
  readonly right: readonly string[];
  /** The false belief that gives this answer, in words. */
  readonly misconception?: string;
}

/** A question that a stop asks before the run goes on. Its answers are computed while the learner reads. */
export interface SessionQuestion {
  readonly id: string;
  /** The event at which it is asked. */
  readonly seq: number;
  readonly type: 'output' | 'number' | 'choice' | 'set' | 'order';
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** The answers to choose from; undefined until they are computed. */
  options(): readonly string[] | undefined;
  /** Undefined until the answer is computed. */
  judge(text: string): Verdict | undefined;
}

export interface LessonMeta {
  readonly id: string;
  /** As the course counts: `05`. */
  readonly number?: string;
  readonly title: string;
  readonly chapter?: string;
  readonly minutes?: number;
  /** What the stage shows first; without it, what fits the program. */
  readonly stage?: StageKind;
}

/** All that a screen, or its plain lines, shows. */
export interface Session {
  readonly lesson: LessonMeta;
  readonly recording: Recording;
  /** In order of `seq`. */
  readonly stops: readonly SessionStop[];
  readonly questions?: readonly SessionQuestion[];
  readonly programText: string;
  /** File name of the program. */
  readonly programName?: string;
  /** What real Spark wrote for this program and script; the screen says whether the run agrees so far. */
  readonly sparkOutput?: string;
  /** Names the Spark that wrote it: `Spark 3.2.1`. */
  readonly sparkName?: string;
  /** Event to open at; the first step otherwise. */
  readonly startAt?: number;
  /** The command that opens this session; the screen adds `--at N`. */
  readonly command?: string;
}

/** A line of the list of lessons. */
export interface LessonListItem {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly chapter: string;
  readonly kind: 'lesson' | 'exercise';
  readonly progress: 'new' | 'started' | 'done' | 'failing';
  /** Short note on the progress: `stop 3/8`. */
  readonly place?: string;
  readonly minutes?: number;
  /** One paragraph. */
  readonly about?: string;
  /** The false belief that the lesson breaks, in the learner's words. */
  readonly misconception?: string;
  readonly needs?: readonly string[];
  /** The command that opens it. */
  readonly command?: string;
}
