import type { ProvenanceParts } from '../engine/provenance/Provenance.js';
import type { EventLogParts } from '../sim/kernel/EventLog.js';
import type { RunEnd } from '../sim/kernel/Kernel.js';
import type { Script } from '../sim/script/Script.js';

/** What the worker is asked to run. */
export interface RunRequest {
  readonly program: string;
  readonly programName: string;
  readonly script: Script;
  readonly seed: string;
  readonly settings: Readonly<Record<string, string>>;
  /** How much is recorded: what happened; what partitions held, too; where every record came from, which takes about twice the time. */
  readonly trace: 'events' | 'detail' | 'provenance';
}

/** A problem of the program, in words. */
export interface RunProblem {
  readonly message: string;
  /** Its line, where known. */
  readonly line?: number;
}

export interface LogText {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly text: string;
}

/** What the worker says while it runs; `at`: virtual ms. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly at: number; readonly lines: readonly string[]; readonly log: readonly LogText[] }
  | {
      readonly kind: 'done';
      readonly end: RunEnd;
      readonly parts: EventLogParts;
      /** When the events were wanted. */
      readonly provenance?: ProvenanceParts;
      readonly problem?: RunProblem;
    }
  | { readonly kind: 'refused'; readonly problem: RunProblem; readonly usage: boolean };
