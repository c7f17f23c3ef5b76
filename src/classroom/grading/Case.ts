import type { Recording } from '../../recording/index.js';

/** A call of a function that a submission exports. Arguments and results are JSON. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** One thing that a submission is tried on. */
export interface Case {
  /** For a program: what happens when. */
  readonly script?: string;
  readonly seed?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** The solution, beside it, runs without the faults of the script: what a crash must not change is compared with a run that has none. */
  readonly referenceWithoutFaults?: true;
  /** For functions. */
  readonly calls?: readonly Call[];
}

/** Who has to act on an error (lesson-format.md, rule 5). */
export type Owner = 'your program' | 'the fault in the script' | 'the tool';

/** What a call gave. */
export type CallResult = { readonly value: unknown } | { readonly error: string; readonly line?: number };

/** What a case came to. */
export type Outcome =
  | {
      readonly kind: 'ran';
      readonly recording: Recording;
      readonly end: string;
      readonly problem?: { readonly message: string; readonly line?: number };
    }
  | { readonly kind: 'called'; readonly results: readonly CallResult[] }
  | { readonly kind: 'error'; readonly owner: Owner; readonly message: string; readonly line?: number };

/** Text of a program, and its name as the learner knows it. */
export interface ProgramText {
  readonly text: string;
  readonly name: string;
}

/** Limits of one series of runs. */
export interface RunLimits {
  /** Activations of the simulated world, for each run. */
  readonly activations: number;
  /** Real milliseconds, for all runs together. */
  readonly wallMs: number;
  readonly memoryMb: number;
  /** Whether the recordings note where their records came from, which the named checks need. */
  readonly provenance?: boolean;
}

/**
 * Runs programs that nobody trusts, each series in a thread of its own that has no access to files, network, process, clock or unseeded chance.
 * The recording is written by the world in that thread and comes back as data.
 */
export interface Runner {
  /** @returns one outcome for each case, in order; after the budget is used up the rest are errors */
  run(program: ProgramText, cases: readonly Case[], limits: RunLimits): Promise<readonly Outcome[]>;
}
