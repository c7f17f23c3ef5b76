import type { CallResult, Case } from '../classroom/index.js';
import type { ProvenanceParts } from '../engine/provenance/Provenance.js';
import type { EventLogParts } from '../sim/kernel/EventLog.js';
import type { RunEnd } from '../sim/kernel/Kernel.js';
import type { RunProblem } from './protocol.js';

/** What a thread for grading is started with: the one program that it will ever run. */
export interface GradeThreadData {
  readonly text: string;
  readonly name: string;
}

/** Asks for one case. */
export interface GradeRequest {
  readonly id: number;
  readonly given: Case;
  /** Activations that the run may use. */
  readonly activations: number;
  /** Whether the run notes where its records came from. */
  readonly provenance: boolean;
}

/** What one case came to. `refused`: the program could not be loaded, or the case not be read. */
export type GradeReply = { readonly id: number } & (
  | {
      readonly kind: 'ran';
      readonly parts: EventLogParts;
      readonly end: RunEnd;
      readonly provenance?: ProvenanceParts;
      readonly problem?: RunProblem;
    }
  | { readonly kind: 'called'; readonly results: readonly CallResult[] }
  | { readonly kind: 'refused'; readonly by: 'program' | 'script'; readonly problem: RunProblem }
);
