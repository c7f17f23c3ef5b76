import type { Attempt } from './Attempt.js';
import type { Case } from './Case.js';
import type { Finding } from './Finding.js';
import type { Random } from './Random.js';

/** What `hidden.ts` of an exercise exports. Generator and checks are public: only the salt of the final seeds is secret. */
export interface HiddenTests {
  /** The case of a seed. Hazards must be frequent: a wrong solution that fails on less than 0.15 of the seeds is not caught reliably. */
  generate(random: Random): Case;
  /** By id of property. `reference` is the solution on the same case. */
  readonly checks: Readonly<Record<string, (attempt: Attempt, reference: Attempt) => Finding>>;
}

/** An example of `visible.ts`: a case, and what has to come of it. */
export interface Example {
  readonly title: string;
  readonly given: Case;
  /** For a program: all that it prints, line by line. */
  readonly prints?: readonly string[];
  /** For functions: what the calls return, in order. */
  readonly returns?: readonly unknown[];
}
