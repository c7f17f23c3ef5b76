import type { InputRecord } from '../../engine/provenance/Provenance.js';

/** One link of a chain of causes: something to read, and an event to jump to. */
export interface Step {
  /** What happened: `printed`, `reduceByKey`, `received`, `typed`, `task failed`. */
  readonly what: string;
  /** `RDD 7, partition 0`, `batch 2000 ms`, `block input-0-1000`. */
  readonly where: string;
  /** The event to jump to. */
  readonly seq: number;
  /** The records concerned, as text; at most `shownRecords`. */
  readonly records: readonly string[];
  /** How many there are. */
  readonly count: number;
}

/** At most this many records are written out in a step. */
export const shownRecords = 20;

export const step = (
  what: string,
  where: string,
  seq: number,
  records: readonly string[] = [],
  count = records.length,
): Step => ({
  what,
  where,
  seq,
  records: records.slice(0, shownRecords),
  count,
});

/** Why something is there. */
export interface Why {
  /** From the thing asked about back to the input and to the keyboard. */
  readonly steps: readonly Step[];
  /** The input records that it came from. */
  readonly inputs: readonly InputRecord[];
  /** False: user code was given these records as a whole, so it came from no more than these. */
  readonly isExact: boolean;
}
