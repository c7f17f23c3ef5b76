import type { Apart } from '../grading/apartOf.js';
import type { ProgramText } from '../grading/Case.js';
import type { Report } from '../grading/Finding.js';
import type { ProgressEntry } from '../progress/Progress.js';

/** What one student handed in: of each exercise the one file that is edited, and nothing else. */
export interface Submission {
  readonly student: string;
  /** By id of the exercise; an exercise that was not handed in is not there. */
  readonly work: ReadonlyMap<string, ProgramText>;
  /** Predictions, hints and times. Never evidence that something passed. */
  readonly progress: readonly ProgressEntry[];
}

/** One exercise of one student. */
export interface Graded {
  readonly student: string;
  readonly exercise: string;
  /** Undefined: not handed in. */
  readonly report: Report | undefined;
  readonly apart?: Apart;
}
