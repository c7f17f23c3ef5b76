import type { Anomaly } from '../../recording/index.js';

/** What a submission must hold, on every seed. */
export interface Property {
  readonly id: string;
  readonly points: number;
  /** One sentence in the learner's words: what must hold. */
  readonly says: string;
  readonly anomaly?: Anomaly;
  /** An event that has to occur for the property to mean anything: without it in any seed the verdict is `vacuous`. */
  readonly needs?: string;
}

/** A step of the task, with its hints from *where to look* over *what happens there* to *what to write*. */
export interface Task {
  readonly id: string;
  readonly says: string;
  readonly hints: readonly string[];
}

/** Known-wrong work, and the properties that it must fail; on the others it may pass only. */
export interface Mutant {
  readonly file: string;
  readonly text: string;
  readonly fails: readonly string[];
  /** Properties that it may fail besides. */
  readonly mayFail: readonly string[];
}

/** How much a run of a submission may use. */
export interface Budget {
  readonly activations: number;
  /** Real milliseconds for all seeds of a tier. */
  readonly wallMs: number;
  readonly memoryMb: number;
}

/** An exercise, read and checked. */
export interface Exercise {
  /** Of its lesson: `windows`. */
  readonly id: string;
  readonly lessonFolder: string;
  readonly title: string;
  /** `program`: exports a main that is run; `functions`: exports functions that are called. */
  readonly kind: 'program' | 'functions';
  /** What the learner edits, as it is called in the learner's folder. */
  readonly file: string;
  readonly tasks: readonly Task[];
  readonly properties: readonly Property[];
  readonly budget: Budget;
  readonly seeds: { readonly visible: readonly string[]; readonly practice: number; readonly final: number };
  /** What a failure on a seed that is not visible shows. */
  readonly disclose: 'none' | 'property' | 'seed' | 'trace';
  /** Names of the API that the task is about not to use, with the reason. */
  readonly forbids: readonly { readonly name: string; readonly why: string }[];
  readonly start: string;
  readonly solution: string;
  readonly hidden: string;
  /** Examples that the learner can read. */
  readonly visible: string;
  readonly mutants: readonly Mutant[];
  readonly explain: string;
  readonly discuss: string;
  /** Changes with anything that decides about a verdict: progress remembers it. */
  readonly contentHash: string;
}
