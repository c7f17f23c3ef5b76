import { createHash } from 'node:crypto';
import type { ProvenanceParts } from '../engine/provenance/Provenance.js';
import type { EventSource } from './EventList.js';
import type { RunEvent } from './events.js';

/** What a run was made from, and why it ended. */
export interface RunDescription {
  readonly programText: string;
  readonly scriptText: string;
  readonly seed: string;
  readonly settings: Readonly<Record<string, string>>;
  /** In words: `script over, nothing left to do`. */
  readonly end?: string;
}

/** A fold over a whole recording. What it returns answers questions about any position in it. */
export type Projection<T> = (recording: Recording) => T;

/**
 * A finished run: its events, what it was made from, and its digest. It never changes, so going back in it is moving an index.
 *
 * Projections read the events once and note at which `seq` each fact begins; a question about position `seq` then compares numbers.
 * That is why a step back costs what a step forward costs.
 */
export class Recording {
  private readonly projections = new Map<Projection<unknown>, unknown>();
  private digestOnce: string | undefined;

  /** @param digest when the run was hashed elsewhere (in a worker), its hash */
  constructor(
    private readonly log: EventSource,
    readonly run: RunDescription,
    digest?: string,
    /** Where records came from; undefined unless the run was asked for it. */
    readonly provenance?: ProvenanceParts,
  ) {
    this.digestOnce = digest;
  }

  get length(): number {
    return this.log.length;
  }

  /** The event at `seq`, from 0. */
  get(seq: number): RunEvent {
    return this.log.get(seq);
  }

  *[Symbol.iterator](): Iterator<RunEvent> {
    for (let seq = 0; seq < this.length; seq++) yield this.get(seq);
  }

  /** SHA-256 over the canonical bytes of the events, in hexadecimal. */
  get digest(): string {
    if (this.digestOnce === undefined) {
      const hash = createHash('sha256');
      for (const chunk of this.log.chunks()) hash.update(chunk);
      this.digestOnce = hash.digest('hex');
    }
    return this.digestOnce;
  }

  /** Virtual microseconds from which times are shown: 0, unless the run starts at a date. */
  get originUs(): number {
    const first = this.length === 0 ? 0 : this.get(0).at;
    return first < yearUs ? 0 : first;
  }

  /** The projection of this recording, folded at most once. */
  project<T>(projection: Projection<T>): T {
    if (!this.projections.has(projection)) this.projections.set(projection, projection(this));
    return this.projections.get(projection) as T;
  }
}

/** Runs that start at the epoch count from 0; a start a year later or more is a date. */
const yearUs = 365 * 86_400 * 1_000_000;
