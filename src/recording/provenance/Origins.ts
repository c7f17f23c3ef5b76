import {
  AT_MOST,
  type InputRecord,
  NONE,
  type Origin,
  type Pass,
  type PassedRdd,
  type ProvenanceParts,
} from '../../engine/provenance/Provenance.js';
import type { Recording } from '../Recording.js';

/** Which input records everything in a run came from, read from what the run noted. */
export class Origins {
  private readonly byOrigin = new Map<Origin, InputRecord>();
  private readonly byEvent = new Map<number, Origin>();
  private readonly rddsById = new Map<number, PassedRdd>();
  private readonly passesOf = new Map<number, Pass[]>();
  private readonly inputsOf = new Map<Origin, ReadonlySet<Origin>>();

  private constructor(readonly parts: ProvenanceParts) {
    for (const input of parts.inputs) this.byOrigin.set(input.origin, input);
    for (const { seq, origin } of parts.effects) this.byEvent.set(seq, origin);
    for (const rdd of parts.rdds) this.rddsById.set(rdd.rdd, rdd);
    for (const pass of parts.passes) {
      const list = this.passesOf.get(pass.rdd);
      if (list === undefined) this.passesOf.set(pass.rdd, [pass]);
      else list.push(pass);
    }
  }

  /** A projection; undefined for a run that did not note where its records came from. */
  static of(this: void, recording: Recording): Origins | undefined {
    return recording.provenance === undefined ? undefined : new Origins(recording.provenance);
  }

  /** Every record that was read, in the order in which they came in. */
  get inputs(): readonly InputRecord[] {
    return this.parts.inputs;
  }

  /** The record that an event is about. */
  ofEvent(seq: number): Origin {
    return this.byEvent.get(seq) ?? NONE;
  }

  rdd(id: number): PassedRdd | undefined {
    return this.rddsById.get(id);
  }

  /** How often partitions of an RDD were computed, oldest first. */
  passes(rdd: number): readonly Pass[] {
    return this.passesOf.get(rdd) ?? [];
  }

  /** Nodes that `origin` was made of, and those that were taken out again. */
  parents(origin: Origin): { readonly from: readonly Origin[]; readonly takenOut: readonly Origin[] } {
    const { starts, parents } = this.parts;
    const all = [...parents.subarray(starts[origin], starts[origin + 1])];
    return { from: all.filter((each) => each >= 0), takenOut: all.filter((each) => each < 0).map((each) => -2 - each) };
  }

  /** What brought the records together: the operator. */
  label(origin: Origin): string {
    return this.parts.labels[this.parts.labelOf[origin] as number] as string;
  }

  /** The input records that `origin` came from, in the order in which they came in. */
  inputsFor(origin: Origin): readonly InputRecord[] {
    return origin === NONE
      ? []
      : [...this.leaves(origin)].sort((a, b) => a - b).map((leaf) => this.byOrigin.get(leaf) as InputRecord);
  }

  /** Whether `inputsFor` says exactly what it came from; otherwise user code saw these records, and what it made of them is not known. */
  isExact(origin: Origin): boolean {
    for (const each of this.ancestors(origin)) if (this.label(each).startsWith(AT_MOST)) return false;
    return true;
  }

  /** `origin` and everything that went into it. */
  ancestors(origin: Origin): ReadonlySet<Origin> {
    const seen = new Set<Origin>();
    const waiting = origin === NONE ? [] : [origin];
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      if (seen.has(each)) continue;
      seen.add(each);
      waiting.push(...this.parents(each).from);
    }
    return seen;
  }

  /** `origin` and everything that it went into and was not taken out of. */
  descendants(origin: Origin): ReadonlySet<Origin> {
    const found = new Set<Origin>([origin]);
    for (let node = origin + 1; node < this.parts.labelOf.length; node++) {
      const { from, takenOut } = this.parents(node);
      if (from.some((each) => found.has(each)) && !takenOut.some((each) => found.has(each))) found.add(node);
    }
    return found;
  }

  /** Nodes are numbered after their parents, so going up in numbers every parent is known; only what something is taken out of is kept as a set. */
  private leaves(origin: Origin): ReadonlySet<Origin> {
    const known = this.inputsOf.get(origin);
    if (known !== undefined) return known;
    const withoutSome = [...this.ancestors(origin)]
      .filter((each) => this.parents(each).takenOut.length > 0)
      .sort((a, b) => a - b);
    for (const each of withoutSome) {
      if (this.inputsOf.has(each)) continue;
      const { from, takenOut } = this.parents(each);
      const left = this.union(from);
      for (const gone of this.union(takenOut)) left.delete(gone);
      this.inputsOf.set(each, left);
    }
    const leaves = this.inputsOf.get(origin) ?? this.union([origin]);
    this.inputsOf.set(origin, leaves);
    return leaves;
  }

  private union(origins: readonly Origin[]): Set<Origin> {
    const leaves = new Set<Origin>();
    const seen = new Set<Origin>();
    const waiting = origins.filter((origin) => origin !== NONE);
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      if (seen.has(each)) continue;
      seen.add(each);
      const known = this.inputsOf.get(each);
      if (known !== undefined) for (const leaf of known) leaves.add(leaf);
      else if (this.byOrigin.has(each)) leaves.add(each);
      else waiting.push(...this.parents(each).from);
    }
    return leaves;
  }
}
