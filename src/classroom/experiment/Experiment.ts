import type { Anomaly } from '../../recording/index.js';

/** A task to break a program on purpose: write the faults that make an anomaly happen (lesson-format.md, section 7). */
export interface Experiment {
  /** Name of its file: `lose-one`. */
  readonly id: string;
  readonly lesson: string;
  readonly title: string;
  /** What is to be done, in a sentence or two. */
  readonly says: string;
  readonly program: string;
  /** The same program without the flaw: the same faults must not break it. */
  readonly repaired: string;
  /** Input; without faults. */
  readonly script: string;
  readonly seed: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly check: Anomaly;
  /** How many records it has to happen to; any number when absent. */
  readonly records?: number;
  /** How many faults may be used; repairs, such as a restart, are free. */
  readonly budget: number;
  /** Ids of the kinds of faults that may be used. */
  readonly kinds: readonly string[];
  /** The author's best script: fault lines only. */
  readonly best: readonly string[];
}
